using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Calls;

/// <summary>Virtual hold, the call's part: a waiting caller asks to be called back, and later a call rings the agent first and then the number.</summary>
/// <remarks>
/// The queue is asked between the agent's answer and the dialling, and counts the attempt with its answer. A call back that is begun twice, because a message came twice or its process
/// ended, is refused there the second time, so the number is called once for each attempt.
/// </remarks>
internal static class CallBacks
{
    /// <summary>The digit by which a waiting caller asks for it.</summary>
    public const char Key = '1';

    private static readonly EndCause Taken = new(EndKind.AnsweredElsewhere, 200, 26, "The call back is not wanted any more");

    /// <summary>A waiting caller pressed a digit.</summary>
    public static void Digit(CallTurn turn, CallLeg leg, char digit)
    {
        if (digit == Key && turn.State.Queue is { Waits: true, Agent: null } visit && visit.Caller == leg.Id && leg.Party.Number.Length > 0)
        {
            turn.Ask(new QueueQuestion.CallBack(visit.Queue, leg.Party.Number));
        }
    }

    /// <summary>The queue has said whether the caller will be called back.</summary>
    public static void Promised(CallTurn turn, bool accepted)
    {
        if (!accepted || turn.State.Queue is not { Waits: true } visit || turn.State.Leg(visit.Caller) is not { Live: true } caller)
        {
            return;
        }

        // The place goes on without the call: the queue is told of no leaving, and takes none from a call that it will call back.
        Queueing.GoesOn(turn, visit);
        turn.Log(new QueueLeft(turn.Now, visit.Queue, visit.Number, QueueJoinStatus.CallBack, null));
        Programs.Begin(turn, caller.Id, new FarewellRun { Language = turn.State.Language });
    }

    /// <summary>The queue wants a number to be called for an agent.</summary>
    /// <returns>False when the call is over, or another one.</returns>
    public static bool Begin(CallTurn turn, CallInput.CallBackWanted wanted)
    {
        var state = turn.State;
        if (state.Exists)
        {
            return state is { GoingOn: true, Back: { } known } && known.Offer == wanted.Offer;
        }

        Routing.Originate(turn, wanted);
        state.Back = new CallBack { Queue = wanted.Queue, Offer = wanted.Offer };
        Ringing.Begin(turn, new RingAttempt
        {
            Purpose = RoutePurpose.OwnDevices,
            Number = wanted.Agent.Party.Number,
            Party = wanted.Agent.Party,
            From = new Party(wanted.Number),
            Remaining = [.. wanted.Agent.Targets],
            RingUntil = turn.Now + wanted.RingTime,
        });
        return true;
    }

    /// <summary>An agent's device answered: the queue is asked before the number is called.</summary>
    /// <returns>False when the call is no call back.</returns>
    public static bool AgentAnswered(CallTurn turn, CallLeg leg)
    {
        if (turn.State.Back is not { } back)
        {
            return false;
        }

        back.Agent = leg.Id;
        turn.Ask(new QueueQuestion.Answered(back.Queue, back.Offer));
        return true;
    }

    /// <summary>The queue has said whether the agent has the call back.</summary>
    public static void Confirmed(CallTurn turn, bool accepted)
    {
        if (turn.State.Back is not { Agent: { } agent } back || turn.State.Leg(agent) is not { Live: true } leg)
        {
            return;
        }

        turn.Save();
        if (!accepted)
        {
            // Somebody else has it, or it was counted before: nothing is told, and nobody is called.
            back.Told = true;
            Ending.Finish(turn, CallResult.Cancelled, Taken, null, Taken);
            return;
        }

        back.Accepted = true;
        Ringing.CallNumber(turn, leg);
    }

    /// <summary>The queue does not want the agent to be rung any more.</summary>
    public static void Stop(CallTurn turn, QueueId queue, long offer)
    {
        if (turn.State is { GoingOn: true, Back: { Accepted: false } back } && back.Queue == queue && back.Offer == offer)
        {
            back.Told = true;
            Ending.Finish(turn, CallResult.Cancelled, Taken, null, Taken);
        }
    }

    /// <summary>Tells the queue how it came out, as soon as the agent is free; runs at the end of each turn.</summary>
    public static void Settle(CallTurn turn)
    {
        var state = turn.State;
        if (state.Back is not { Told: false } back || (state.GoingOn && (back.Agent is not { } agent || state.Leg(agent) is { Live: true })))
        {
            return;
        }

        back.Told = true;
        Tell(turn, back);
        turn.Save();
    }

    /// <summary>Another activation: what the queue was told may have been lost.</summary>
    public static void Activated(CallTurn turn)
    {
        if (turn.State.Back is { Told: true, Accepted: true } back)
        {
            Tell(turn, back);
        }
    }

    private static void Tell(CallTurn turn, CallBack back) => turn.Tell(back.Accepted
        ? new CallTell.CallBackEnded(back.Queue, back.Offer, turn.State.AnsweredAt is not null)
        : new CallTell.OfferFailed(back.Queue, back.Offer, QueueFailures.Of(turn.State.Cause is { SipCode: { } code } cause ? new CallFailure(code, cause.Text ?? "", cause.Q850, turn.State.Result) : Failures.NoAnswer)));
}
