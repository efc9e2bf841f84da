using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>Who gets the agent: one queue, and which one is no accident.</summary>
/// <remarks>
/// An agent of several queues who becomes free tells all of them and waits for a moment until each has reserved or said that it has nobody. Then the agent's
/// own order decides, not the network. Who is free already goes to whom asks first.
/// </remarks>
internal static class Reserving
{
    // A round trip inside the cluster takes a few milliseconds: who has not answered by then is not waited for.
    private static readonly TimeSpan BidTime = TimeSpan.FromMilliseconds(250);

    /// <summary>A queue wants the agent.</summary>
    public static void Asked(AgentTurn turn, AgentOrder.Reserve asked)
    {
        var state = turn.State;
        if (state.Link(asked.Queue) is not { } link || asked.Epoch < link.Epoch)
        {
            turn.Answer(asked.Queue, asked.Offer, AgentAnswerKind.Refused);
            return;
        }

        if (asked.Epoch > link.Epoch)
        {
            link.Epoch = asked.Epoch;
            turn.Save();
        }

        link.Asked = false;
        if (state.Slot is { } slot && slot.Queue == asked.Queue && slot.Offer == asked.Offer)
        {
            turn.Answer(asked.Queue, asked.Offer, AgentAnswerKind.Reserved);
        }
        else if (asked.Offer <= link.Through && !state.Bids.Exists(bid => bid.Queue == asked.Queue && bid.Offer == asked.Offer))
        {
            turn.Answer(asked.Queue, asked.Offer, AgentAnswerKind.Refused);
        }
        else if (!state.Free || !link.Serves)
        {
            link.Through = Math.Max(link.Through, asked.Offer);
            turn.Answer(asked.Queue, asked.Offer, AgentAnswerKind.Refused);
            turn.Save();
        }
        else
        {
            link.Through = Math.Max(link.Through, asked.Offer);
            state.Bids.RemoveAll(bid => bid.Queue == asked.Queue);
            state.Bids.Add(new AgentSlot(asked.Queue, asked.Offer, asked.Priority, asked.WaitingSince));
            turn.Save();
        }
    }

    /// <summary>The agent has become free: every queue is asked before one of them gets the agent.</summary>
    public static void Open(AgentTurn turn)
    {
        var serving = turn.State.Links.Where(link => link.Serves).ToList();
        foreach (var link in turn.State.Links)
        {
            link.Asked = serving.Count > 1 && link.Serves;
        }

        turn.State.BidsUntil = serving.Count > 1 ? turn.Now + BidTime : null;
    }

    /// <summary>The moment of waiting may be over.</summary>
    public static void Check(AgentTurn turn)
    {
        if (turn.State.BidsUntil <= turn.Now)
        {
            turn.State.Links.ForEach(link => link.Asked = false);
        }
    }

    /// <summary>Gives the agent to the best queue as soon as no better one can come.</summary>
    public static void Settle(AgentTurn turn)
    {
        var state = turn.State;
        if (!state.Free)
        {
            state.Bids.ForEach(bid => turn.Answer(bid.Queue, bid.Offer, AgentAnswerKind.Refused));
            Close(state);
            return;
        }

        var best = state.Bids.Count == 0 ? null : state.Bids.Order(Comparer<AgentSlot>.Create((a, b) => Compare(state, a, b))).First();
        if (state.Links.Exists(link => link.Asked && MayBeat(state, link, best)))
        {
            return;
        }

        if (best is not null)
        {
            state.Slot = best;
            foreach (var bid in state.Bids)
            {
                turn.Answer(bid.Queue, bid.Offer, bid == best ? AgentAnswerKind.Reserved : AgentAnswerKind.Refused);
            }

            turn.Become(AgentStatus.Reserved);
        }

        Close(state);
    }

    /// <summary>The place of a queue in the agent's order.</summary>
    public static int Rank(AgentState state, QueueId queue)
    {
        var place = state.Settings.QueueOrder.IndexOf(queue);
        return place < 0 ? int.MaxValue : place;
    }

    private static void Close(AgentState state)
    {
        state.Bids.Clear();
        state.Links.ForEach(link => link.Asked = false);
        state.BidsUntil = null;
    }

    private static bool MayBeat(AgentState state, QueueLink link, AgentSlot? best) =>
        best is null || state.Settings.Choice != QueueChoice.ByOrder || CompareQueues(state, link.Queue, best.Queue) < 0;

    private static int Compare(AgentState state, AgentSlot a, AgentSlot b)
    {
        var byCaller = state.Settings.Choice switch
        {
            QueueChoice.ByPriority when a.Priority != b.Priority => b.Priority.CompareTo(a.Priority),
            QueueChoice.ByOrder => 0,
            _ => a.WaitingSince.CompareTo(b.WaitingSince),
        };
        return byCaller != 0 ? byCaller : CompareQueues(state, a.Queue, b.Queue);
    }

    private static int CompareQueues(AgentState state, QueueId a, QueueId b)
    {
        var byRank = Rank(state, a).CompareTo(Rank(state, b));
        return byRank != 0 ? byRank : string.CompareOrdinal(a.Key, b.Key);
    }
}
