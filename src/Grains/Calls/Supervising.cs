using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>A supervisor in somebody else's call: rung by an attempt beside the conversation, in the mix with the parties from the answer on.</summary>
/// <remarks>Who hears whom in each mode is in <see cref="Mixing"/>. The parties talk on whatever becomes of the supervisor; what they do ends with the agent.</remarks>
internal static class Supervising
{
    private static readonly TimeSpan RingTime = TimeSpan.FromSeconds(30);
    private static readonly IntentReceipt Accepted = new(IntentStatus.Accepted);
    private static readonly EndCause Gone = new(EndKind.Hangup, null, 16, "The supervisor has left");
    private static readonly EndCause Over = new(EndKind.PeerEnded, null, 16, "The supervised conversation is over");
    private static readonly EndCause TakenOver = new(EndKind.Transferred, null, 16, "A supervisor has taken the call over");

    /// <summary>The supervisor's leg once a device has answered; null before.</summary>
    public static CallLeg? LegOf(CallState state) => state.Leg(state.Supervision?.Leg) is { Talking: true } leg ? leg : null;

    /// <summary>True for a leg of the supervisor's, answered or not.</summary>
    public static bool Has(CallState state, CallLeg leg) =>
        state.Supervision is { } supervision && (supervision.Leg == leg.Id || supervision.Attempt?.Legs.Contains(leg.Id) is true);

    /// <summary>A supervisor wants to be in the call: the supervisor's devices ring.</summary>
    public static IntentReceipt Begin(CallTurn turn, CallInput.SupervisionWanted wanted)
    {
        var (state, wish) = (turn.State, wanted.Wish);
        if (!state.GoingOn || state.Supervision is not null || wish.Mode == SupervisorMode.Leave || !wish.Privileged)
        {
            return state.GoingOn ? Change(turn, wish) : new IntentReceipt(IntentStatus.NotFound, "No such call is going on.");
        }

        if (state.Legs.Exists(leg => leg.Live && leg.Party.User == wish.By))
        {
            return new IntentReceipt(IntentStatus.Conflict, "Nobody supervises a call of their own.");
        }

        if (AgentOf(state, wish.Agent) is not { } agent || CannotTakeOver(state, wish.Mode))
        {
            return new IntentReceipt(IntentStatus.Conflict, "The call is not in a state for it.");
        }

        if (wanted.Own.Refusal is not null || wanted.Own.Targets.IsDefaultOrEmpty)
        {
            return new IntentReceipt(IntentStatus.Unreachable, (wanted.Own.Refusal ?? Failures.NoDevice).Text);
        }

        var attempt = new RingAttempt
        {
            Purpose = RoutePurpose.Supervision,
            Number = wanted.Own.Party.Number,
            Party = wanted.Own.Party,
            From = agent.Party,
            RingUntil = turn.Now + RingTime,
        };
        state.Supervision = new Supervision
        {
            By = wish.By,
            Mode = wish.Mode,
            Agent = agent.Id,
            Attempt = attempt,
            ShowsListening = wanted.ShowsListening,
            ShowsWhispering = wanted.ShowsWhispering,
        };
        foreach (var target in wanted.Own.Targets)
        {
            Log(turn, LegWork.Invite(turn, attempt, target));
        }

        turn.Save();
        return Accepted;
    }

    /// <summary>The supervisor does something else from now on, or leaves.</summary>
    public static IntentReceipt Change(CallTurn turn, SuperviseIntent wish)
    {
        var state = turn.State;
        if (!wish.Privileged)
        {
            return new IntentReceipt(IntentStatus.Forbidden, "Only supervisors may do that.");
        }

        if (state.Supervision is not { } supervision)
        {
            return wish.Mode == SupervisorMode.Leave ? Accepted : new IntentReceipt(IntentStatus.Conflict, "The call is not in a state for it.");
        }

        if (supervision.By != wish.By)
        {
            return new IntentReceipt(IntentStatus.Conflict, "Another supervisor is in the call.");
        }

        if (wish.Mode == SupervisorMode.Leave)
        {
            End(turn, supervision, Gone);
            return Accepted;
        }

        if (CannotTakeOver(state, wish.Mode))
        {
            return new IntentReceipt(IntentStatus.Conflict, "The call is not in a state for it.");
        }

        if (supervision.Mode != wish.Mode)
        {
            supervision.Mode = wish.Mode;
            foreach (var leg in state.Legs.Where(leg => leg.Live && Has(state, leg)))
            {
                Log(turn, leg);
            }

            turn.Save();
            TakeOverWhenWanted(turn, supervision);
        }

        return Accepted;
    }

    /// <summary>One of the supervisor's devices answered.</summary>
    public static void Answered(CallTurn turn, CallLeg leg)
    {
        if (turn.State.Supervision is not { } supervision)
        {
            LegWork.Drop(turn, leg, Over);
            return;
        }

        supervision.Leg = leg.Id;
        TakeOverWhenWanted(turn, supervision);
    }

    /// <summary>Lets the supervisor go when nobody is left to be supervised; runs at the end of each turn.</summary>
    public static void Settle(CallTurn turn)
    {
        var state = turn.State;
        if (state.Supervision is { } supervision
            && (state.Leg(supervision.Agent) is not { Live: true } agent || state.Leg(agent.Peer) is not { Live: true }))
        {
            End(turn, supervision, Over);
        }
    }

    /// <summary>The edge that signals the supervisor's legs alone is gone: the others talk on.</summary>
    public static void EdgeGone(CallTurn turn, EdgeId edge, EndCause cause)
    {
        var state = turn.State;
        if (state.Anchor == edge)
        {
            return;
        }

        foreach (var leg in state.Legs.Where(leg => leg.Live && leg.Edge == edge && Has(state, leg)).ToArray())
        {
            Ending.PartyLeft(turn, leg, cause, told: false);
        }
    }

    // The agent of the queue, whom the wish names, or the last of the company who came into the call: callers come first.
    private static CallLeg? AgentOf(CallState state, UserId? wanted)
    {
        if (state.Phase != CallPhase.Connected || state.Transfer is not null)
        {
            return null;
        }

        var users = state.Legs.Where(leg => leg is { Talking: true, Party.User: not null } && Talking.PeerOf(state, leg) is { Talking: true }).ToList();
        return wanted is { } named
            ? users.Find(leg => leg.Party.User == named)
            : users.Find(leg => leg.Id == state.Queue?.Agent) ?? users.LastOrDefault();
    }

    private static bool CannotTakeOver(CallState state, SupervisorMode mode) =>
        mode == SupervisorMode.TakeOver && (state.Third is not null || state.Phase != CallPhase.Connected || state.Transfer is not null);

    private static void TakeOverWhenWanted(CallTurn turn, Supervision supervision)
    {
        var state = turn.State;
        if (supervision.Mode != SupervisorMode.TakeOver || LegOf(state) is not { } supervisor)
        {
            return;
        }

        if (state.Phase != CallPhase.Connected || state.Leg(supervision.Agent) is not { Live: true } agent || Talking.PeerOf(state, agent) is not { } other)
        {
            // A transfer has begun while the device rang.
            End(turn, supervision, Over);
            return;
        }

        state.Supervision = null;
        agent.Peer = null;
        LegWork.Drop(turn, agent, TakenOver);
        Talking.Pair(turn, other, supervisor, turn.Now);
        Taping.PartyChanged(turn, other, supervisor.Id);
        turn.Save();
    }

    private static void End(CallTurn turn, Supervision supervision, EndCause cause)
    {
        if (supervision.Attempt is { } attempt)
        {
            Ringing.Withdraw(turn, attempt, cause);
        }

        if (LegOf(turn.State) is { } leg)
        {
            LegWork.Drop(turn, leg, cause);
        }

        turn.State.Supervision = null;
        turn.Save();
    }

    private static void Log(CallTurn turn, CallLeg leg)
    {
        var supervision = turn.State.Supervision!;
        turn.Log(new SupervisionChanged(turn.Now, leg.Id, supervision.By, supervision.Agent, supervision.Mode));
    }
}
