using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Calls;

/// <summary>The call waits in a queue: the caller is answered and hears music, agents are rung beside it, and the queue has the last word on who gets the caller.</summary>
internal static class Queueing
{
    private static readonly EndCause Taken = new(EndKind.AnsweredElsewhere, 200, 26, "Another agent has the call");

    /// <summary>The line leads to a queue, which is asked whether the caller may wait.</summary>
    public static void Begin(
        CallTurn turn, LegId waiting, QueueId queue, Party caller, int hops, int priority = 0, ImmutableArray<SkillNeed> needs = default)
    {
        if (turn.State.Queue is { End: null, Talking: true } before)
        {
            // The agent has transferred the caller to a queue; a new visit takes the place of the one that would tell so.
            Over(turn, before, VisitEnd.AgentLeft);
        }

        turn.State.Queue = new QueueVisit { Queue = queue, Number = (turn.State.Queue?.Number ?? 0) + 1, Caller = waiting, Hops = hops };
        turn.Ask(new QueueQuestion.Join(queue, new QueueJoin { Call = turn.State.Id, Caller = caller, Visit = turn.State.Queue.Number, Priority = priority, Needs = needs.IsDefault ? [] : needs }));
        turn.Save();
    }

    /// <summary>The queue answered to a join.</summary>
    public static void Joined(CallTurn turn, QueueJoinReceipt receipt)
    {
        if (turn.State.Queue is not { Waits: true } visit || turn.State.Leg(visit.Caller) is not { Live: true } caller)
        {
            return;
        }

        turn.Save();
        if (receipt.Status == QueueJoinStatus.Waiting)
        {
            (visit.Name, visit.Since) = (receipt.Name is { Length: > 0 } name ? name : visit.Queue.Name, turn.Now);
            (visit.Music, visit.Language) = (receipt.Music, receipt.Language);
            turn.Log(new QueueEntered(turn.Now, visit.Queue, visit.Number, caller.Id, receipt.ServiceLevel));
            Playing.Begin(turn, caller.Id, MediaSource.HoldMusic);
        }
        else
        {
            SendElsewhere(turn, visit, receipt.SendTo, receipt.Status);
        }
    }

    /// <summary>The queue wants an agent to be rung.</summary>
    /// <returns>False when the caller has left this visit, which the queue is to hear. Not when the caller talks by now: it says again what it may not have said when it dies, and that comes late.</returns>
    public static bool Ring(CallTurn turn, QueueId queue, int number, long offer, RingPlan agent, TimeSpan ringTime)
    {
        var state = turn.State;
        if (Visit(state, queue, number) is not { } visit || state.Leg(visit.Caller) is not { Live: true } caller)
        {
            return false;
        }

        if (visit.Talking || !visit.Heard.Add(offer))
        {
            return true;
        }

        turn.Save();
        if (agent.Party.User is { } user)
        {
            turn.Log(new QueueOffered(turn.Now, queue, offer, user));
        }

        if (agent.Refusal is not null || agent.Targets.IsDefaultOrEmpty)
        {
            NotTaken(turn, queue, offer, agent.Refusal ?? Failures.NoDevice);
            return true;
        }

        var attempt = new RingAttempt
        {
            Purpose = RoutePurpose.Agent,
            Waiting = caller.Id,
            Number = agent.Party.Number,
            Party = agent.Party,
            From = caller.Party,
            RingUntil = turn.Now + ringTime,
            Offer = offer,
            Waited = (int)(turn.Now - visit.Since).TotalSeconds,
        };
        visit.Offers.Add(attempt);
        foreach (var target in agent.Targets)
        {
            LegWork.Invite(turn, attempt, target);
        }

        return true;
    }

    /// <summary>The queue does not want an agent to be rung any more.</summary>
    public static void Stop(CallTurn turn, QueueId queue, long offer)
    {
        if (turn.State.Queue is not { Waits: true } visit || visit.Queue != queue)
        {
            return;
        }

        visit.Heard.Add(offer);
        turn.Save();
        if (visit.Offers.Find(attempt => attempt.Offer == offer) is { } attempt)
        {
            Ringing.Withdraw(turn, attempt, Taken);
        }
    }

    /// <summary>The queue sends the caller elsewhere.</summary>
    /// <returns>False when the caller has left this visit.</returns>
    public static bool SendAway(CallTurn turn, QueueId queue, int number, string? to, QueueJoinStatus reason)
    {
        if (Visit(turn.State, queue, number) is not { } visit)
        {
            return false;
        }

        if (visit.Talking)
        {
            return true;
        }

        turn.Save();
        WithdrawAll(turn, Taken);
        Over(turn, visit, VisitEnd.CallerLeft);
        SendElsewhere(turn, visit, to, reason);
        return true;
    }

    /// <summary>An agent's device answered: the queue is asked before anybody is connected.</summary>
    public static void AgentAnswered(CallTurn turn, RingAttempt attempt, CallLeg leg)
    {
        if (turn.State.Queue is not { Waits: true, Agent: null } visit)
        {
            LegWork.Drop(turn, leg, Taken);
            return;
        }

        (visit.Agent, visit.Offer, visit.Waited) = (leg.Id, attempt.Offer, attempt.Waited);
        turn.Ask(new QueueQuestion.Answered(visit.Queue, attempt.Offer));
    }

    /// <summary>The queue has said whether the agent who answered has the caller.</summary>
    public static void Confirmed(CallTurn turn, bool accepted)
    {
        var state = turn.State;
        if (state.Queue is not { Waits: true, Agent: { } agent } visit || state.Leg(agent) is not { Live: true } leg)
        {
            return;
        }

        turn.Save();
        if (!accepted || state.Leg(visit.Caller) is not { Live: true } caller)
        {
            (visit.Agent, visit.Offer) = (null, null);
            LegWork.Drop(turn, leg, Taken);
            return;
        }

        visit.Talking = true;
        state.Playing = null;
        WithdrawAll(turn, Taken);
        turn.Log(new QueueAnswered(turn.Now, visit.Queue, visit.Offer!.Value, leg.Id));
        Taping.PartyChanged(turn, caller, leg.Id);
        Talking.Begin(turn, caller, leg, turn.Now);
        if (leg is { IsBrowser: true, Live: true })
        {
            LegWork.Confirm(turn, leg);
        }
    }

    /// <summary>Nobody answered of those who were rung for an offer.</summary>
    public static void Failed(CallTurn turn, RingAttempt attempt, CallFailure failure)
    {
        if (turn.State.Queue is { Waits: true } visit)
        {
            NotTaken(turn, visit.Queue, attempt.Offer, failure);
        }
    }

    /// <summary>The caller has been answered and waits; the call counts as answered when an agent talks.</summary>
    public static void Waits(CallTurn turn)
    {
        turn.State.Phase = CallPhase.Ringing;
        turn.State.SetupUntil = null;
        turn.State.TalkUntil ??= turn.Now + turn.Rules.MaxLength;
        turn.Save();
    }

    /// <summary>The caller's place goes on without the call: the queue is not told that the caller leaves.</summary>
    public static void GoesOn(CallTurn turn, QueueVisit visit)
    {
        WithdrawAll(turn, Taken);
        visit.End = VisitEnd.CallerLeft;
        visit.Announcements.Clear();
        turn.State.Playing = null;
        turn.Save();
    }

    /// <summary>Tells the queue when the visit has ended; runs at the end of each turn.</summary>
    public static void Settle(CallTurn turn)
    {
        var state = turn.State;
        if (state.Queue is not { End: null } visit)
        {
            return;
        }

        if (!state.GoingOn || state.Leg(visit.Caller) is not { Live: true })
        {
            WithdrawAll(turn, new EndCause(EndKind.Cancelled, null, 16, "The caller hung up"));
            Over(turn, visit, VisitEnd.CallerLeft);
        }
        else if (visit.Talking && state.Leg(visit.Agent) is not { Live: true })
        {
            Over(turn, visit, VisitEnd.AgentLeft);
        }
    }

    /// <summary>Another activation: what the queue was told of the end may have been lost.</summary>
    public static void Activated(CallTurn turn)
    {
        if (turn.State.Queue is { End: { } end } visit)
        {
            Over(turn, visit, end);
        }
    }

    private static void SendElsewhere(CallTurn turn, QueueVisit visit, string? to, QueueJoinStatus reason)
    {
        var state = turn.State;
        visit.End ??= VisitEnd.CallerLeft;
        state.Playing = null;
        turn.Log(new QueueLeft(turn.Now, visit.Queue, visit.Number, reason, to));
        if (to is null)
        {
            state.Refusal ??= QueueFailures.Of(reason);
            Ending.Refuse(turn, QueueFailures.Of(reason));
        }
        else if (visit.Hops >= Routing.MaxHops || state.Leg(visit.Caller) is not { Live: true } caller)
        {
            Ending.Refuse(turn, Failures.Loop);
        }
        else
        {
            if (caller.Talking)
            {
                Hearing.Play(turn, caller, MediaSource.Ringback);
            }

            Routing.Ask(turn, RoutePurpose.Destination, to, caller.Id, caller.Party, caller.Party.User, visit.Hops + 1, [.. new[] { state.Dialled }]);
        }
    }

    private static void NotTaken(CallTurn turn, QueueId queue, long offer, CallFailure failure)
    {
        var why = QueueFailures.Of(failure);
        turn.Log(new QueueNotTaken(turn.Now, queue, offer, why));
        turn.Tell(new CallTell.OfferFailed(queue, offer, why));
    }

    private static void WithdrawAll(CallTurn turn, EndCause cause)
    {
        foreach (var attempt in turn.State.Offers.ToArray())
        {
            Ringing.Withdraw(turn, attempt, cause);
        }
    }

    private static void Over(CallTurn turn, QueueVisit visit, VisitEnd end)
    {
        visit.End = end;
        turn.Tell(end == VisitEnd.AgentLeft
            ? new CallTell.AgentLeft(visit.Queue, visit.Offer!.Value)
            : new CallTell.QueueLeft(visit.Queue, visit.Number));
        turn.Save();
    }

    /// <summary>The visit that a queue speaks of; null when it has ended or is another one.</summary>
    public static QueueVisit? Visit(CallState state, QueueId queue, int number) =>
        state is { GoingOn: true, Queue: { End: null } visit } && visit.Queue == queue && visit.Number == number ? visit : null;
}
