using RtcCluster.Contracts.Agents;

namespace RtcCluster.Grains.Agents;

/// <summary>What the agent does and did, as the history is to know it: kept in the state until the history has confirmed it, so that none of it is lost.</summary>
internal static class WorkLog
{
    /// <summary>The agent has begun something else, or has gone.</summary>
    public static void Changed(AgentTurn turn, DateTimeOffset at)
    {
        var state = turn.State;
        Close(turn, at);
        if (state.Status != AgentStatus.LoggedOut)
        {
            Open(turn, at);
        }
    }

    /// <summary>Another activation: an agent who works and of whom nothing is known begins now.</summary>
    public static void Activated(AgentTurn turn)
    {
        if (turn.State is { Current: null, Status: not AgentStatus.LoggedOut })
        {
            Open(turn, turn.Now);
        }
    }

    private static void Open(AgentTurn turn, DateTimeOffset at)
    {
        var state = turn.State;
        var slot = state.Slot ?? (state.Status == AgentStatus.WrapUp ? state.Finished : null);
        // By the clock, so that an agent whose state was lost and begins anew takes no number that is taken.
        var number = Math.Max((state.LastWork ?? 0) + 1, turn.Now.UtcTicks);
        state.LastWork = number;
        state.Current = new AgentWork(number, state.Status, at, null, state.Reason, slot?.Queue, slot?.Offer);
        state.Unwritten.Add(state.Current);
        turn.Begun = state.Current;
    }

    private static void Close(AgentTurn turn, DateTimeOffset at)
    {
        var state = turn.State;
        if (state.Current is not { } current)
        {
            return;
        }

        state.Current = null;
        state.Unwritten.RemoveAll(work => work.Number == current.Number);
        // What began in this turn was nothing, and nobody has heard of it: a wrap-up of no time.
        if (current != turn.Begun)
        {
            var over = at > current.From ? at : current.From;
            state.Unwritten.Add(current with { To = over, Disposition = current.Status == AgentStatus.WrapUp ? state.Disposition : null });
        }
    }
}
