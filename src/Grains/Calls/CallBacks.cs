using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Speech;

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
        // The same key may have led here out of a menu, in this very turn: who has not joined yet is not asked.
        if (digit == Key && turn.State.Queue is { Waits: true, Agent: null, Since: var since } visit && visit.Caller == leg.Id && since != default)
        {
            turn.Ask(new QueueQuestion.CallBack(visit.Queue, leg.Party.Number));
        }
    }

    /// <summary>The queue has said whether the caller will be called back.</summary>
    public static void Promised(CallTurn turn, CallBackPromise what)
    {
        if (turn.State.Queue is not { Waits: true } visit || turn.State.Leg(visit.Caller) is not { Live: true } caller)
        {
            return;
        }

        var language = turn.State.Language ?? visit.Language;
        if (what == CallBackPromise.NoNumber)
        {
            var spoken = SpokenLanguage.Of(language);
            Announcing.Say(turn, visit, caller, [new PromptSpeech(QueueSpeech.NoCallBack(spoken), spoken.Tag)]);
        }
        else if (what == CallBackPromise.Kept)
        {
            Queueing.GoesOn(turn, visit);
            turn.Log(new QueueLeft(turn.Now, visit.Queue, visit.Number, QueueJoinStatus.CallBack, null));
            Programs.Begin(turn, caller.Id, new FarewellRun { Language = language });
        }
    }

    /// <summary>The queue wants somebody to be called back.</summary>
    public static void Begin(CallTurn turn, CallInput.CallBackWanted wanted)
    {
        var state = turn.State;
        if (state.Exists)
        {
            return;
        }

        var order = wanted.Order;
        Routing.Originate(turn, wanted);
        state.Back = new CallBack { Queue = wanted.Queue, Offer = wanted.Offer, Name = order.Name, Waited = (int)(turn.Now - order.Since).TotalSeconds };
        turn.Log(new QueueOffered(turn.Now, wanted.Queue, wanted.Offer, order.Agent));
        Ringing.Begin(turn, new RingAttempt
        {
            Purpose = RoutePurpose.OwnDevices,
            Number = wanted.Agent.Party.Number,
            Party = wanted.Agent.Party,
            From = new Party(order.Number),
            Remaining = [.. wanted.Agent.Targets],
            RingUntil = turn.Now + order.RingTime,
        });
        state.Back.Devices = state.Legs.Count;
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
        turn.Ask(new QueueQuestion.Answered(back.Queue, back.Offer, CallsBack: true));
        return true;
    }

    /// <summary>The queue has said whether the agent has the call back.</summary>
    public static void Confirmed(CallTurn turn, bool accepted)
    {
        if (turn.State.Back is not { Agent: { } agent } back)
        {
            return;
        }

        turn.Save();
        back.Accepted = accepted;
        if (turn.State.Leg(agent) is not { Live: true } leg)
        {
            // The agent hung up in the same moment: the queue hears that nobody was called.
            return;
        }

        if (accepted)
        {
            turn.Log(new QueueAnswered(turn.Now, back.Queue, back.Offer, leg.Id));
            Ringing.CallNumber(turn, leg);
        }
        else
        {
            // Somebody else has it, or it was given up: nothing is told, and nobody is called.
            back.Told = true;
            Ending.Finish(turn, CallResult.Cancelled, Taken, null, Taken);
        }
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
        if (state.Back is not { Told: false } back || turn.Queue is not null || (state.GoingOn && (back.Agent is not { } agent || state.Leg(agent) is { Live: true })))
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

    private static void Tell(CallTurn turn, CallBack back)
    {
        var state = turn.State;
        if (back.Accepted)
        {
            turn.Tell(new CallTell.CallBackEnded(back.Queue, back.Offer, OutcomeOf(state, back)));
            return;
        }

        var failure = state.Cause is { SipCode: { } code } cause ? new CallFailure(code, cause.Text ?? "", cause.Q850, state.Result) : Failures.NoAnswer;
        turn.Tell(new CallTell.OfferFailed(back.Queue, back.Offer, QueueFailures.Of(failure)));
    }

    // Only the caller can miss a call back: who was given up before they could answer is called again.
    private static CallbackOutcome OutcomeOf(CallState state, CallBack back) =>
        state.AnsweredAt is not null ? CallbackOutcome.Reached
        : state.Legs.Count > back.Devices && state.Result is CallResult.Busy or CallResult.NoAnswer or CallResult.Declined ? CallbackOutcome.Missed
        : state.Result is CallResult.Lost or CallResult.Shutdown ? CallbackOutcome.Cut
        : CallbackOutcome.NotTried;
}
