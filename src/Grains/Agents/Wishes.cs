using System.Collections.Immutable;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>What the agent, or whoever may decide for the agent, wants.</summary>
internal static class Wishes
{
    private const int MaxReason = 64;
    private static readonly AgentReceipt Done = new(AgentReceiptStatus.Done);
    private static readonly AgentReceipt AfterCall = new(AgentReceiptStatus.AfterCall);

    /// <summary>An administrator decided.</summary>
    public static void Configure(AgentTurn turn, AgentSettings settings)
    {
        turn.State.Settings = settings;
        turn.Save();
    }

    /// <summary>The agent begins to work.</summary>
    public static void LogIn(AgentTurn turn)
    {
        var state = turn.State;
        turn.Receipt = Done;
        if (state.Status == AgentStatus.LoggedOut)
        {
            state.IdleSince = turn.Now;
            state.MissesInRow = 0;
            turn.Become(AgentStatus.Available);
        }
        else if (state.Next == AgentStatus.LoggedOut)
        {
            (state.Next, state.NextReason) = (null, null);
            turn.Save();
        }
    }

    /// <summary>The agent stops working.</summary>
    public static void LogOut(AgentTurn turn, bool force)
    {
        var state = turn.State;
        turn.Receipt = Done;
        if (state.Slot is not null && !force)
        {
            Later(turn, AgentStatus.LoggedOut, null);
        }
        else if (state is { Status: AgentStatus.WrapUp, Until: null } && !force)
        {
            turn.Receipt = new AgentReceipt(AgentReceiptStatus.Conflict, "The last call has no disposition yet.");
        }
        else if (state.Status != AgentStatus.LoggedOut)
        {
            Working.Drop(turn);
            (state.Next, state.NextReason, state.Finished) = (null, null, null);
            turn.Become(AgentStatus.LoggedOut);
        }
    }

    /// <summary>The agent takes no calls.</summary>
    public static void Pause(AgentTurn turn, string reason)
    {
        var state = turn.State;
        if (reason.Length is 0 or > MaxReason || (!state.Settings.PauseReasons.IsDefaultOrEmpty && !state.Settings.PauseReasons.Contains(reason)))
        {
            turn.Receipt = new AgentReceipt(AgentReceiptStatus.Invalid, $"The reason is one of those that are allowed, or 1 to {MaxReason} characters where none is named.");
        }
        else if (state.Status == AgentStatus.LoggedOut)
        {
            turn.Receipt = new AgentReceipt(AgentReceiptStatus.Conflict, "The agent is not logged in.");
        }
        else if (state.Slot is not null || state.Status == AgentStatus.WrapUp)
        {
            Later(turn, AgentStatus.Paused, reason);
        }
        else
        {
            turn.Receipt = Done;
            turn.Become(AgentStatus.Paused, reason);
        }
    }

    /// <summary>The agent takes calls.</summary>
    public static void Ready(AgentTurn turn)
    {
        var state = turn.State;
        turn.Receipt = Done;
        if (state.Status == AgentStatus.LoggedOut)
        {
            turn.Receipt = new AgentReceipt(AgentReceiptStatus.Conflict, "The agent is not logged in.");
        }
        else if (state is { Status: AgentStatus.WrapUp, Until: null })
        {
            turn.Receipt = new AgentReceipt(AgentReceiptStatus.Conflict, "The last call has no disposition yet.");
        }
        else if (state.Status is AgentStatus.WrapUp or AgentStatus.Resting or AgentStatus.Paused)
        {
            (state.Next, state.NextReason) = (null, null);
            state.MissesInRow = 0;
            Working.Continue(turn);
        }
        else if (state.Next is not null)
        {
            (state.Next, state.NextReason) = (null, null);
            turn.Save();
        }
    }

    /// <summary>The agent talks elsewhere, or no longer does.</summary>
    public static void Engaged(AgentTurn turn, CallId call, bool ended)
    {
        if (ended ? turn.State.Engagements.Remove(call) : turn.State.Engagements.Add(call))
        {
            turn.Save();
        }
    }

    /// <summary>The agent talks in these calls and no others.</summary>
    public static void EngagedIn(AgentTurn turn, ImmutableArray<CallId> calls)
    {
        if (!turn.State.Engagements.SetEquals(calls))
        {
            turn.State.Engagements = [.. calls];
            turn.Save();
        }
    }

    private static void Later(AgentTurn turn, AgentStatus next, string? reason)
    {
        (turn.State.Next, turn.State.NextReason) = (next, reason);
        turn.Receipt = AfterCall;
        turn.Save();
    }
}
