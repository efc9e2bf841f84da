using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.ParkLots;

namespace RtcCluster.Grains.Calls;

/// <summary>Rings targets for somebody who waits, until one answers or all have failed.</summary>
internal static class Ringing
{
    /// <summary>Begins to ring: all targets at once, or the first of a hunt.</summary>
    public static void Begin(CallTurn turn, RingAttempt attempt)
    {
        var state = turn.State;
        state.Attempt = attempt;
        if (attempt.Purpose != RoutePurpose.Transfer)
        {
            state.Phase = CallPhase.Ringing;
            // The ring time bounds the set-up from here on; it may be longer than the guard.
            state.SetupUntil = attempt.RingUntil + turn.Rules.SetupTimeout;
        }

        if (state.Leg(attempt.Waiting) is { Incoming: true } waiting)
        {
            LegWork.OpenMedia(turn, waiting, waiting.RemoteSdp, null);
        }

        if (attempt.Hunt)
        {
            Next(turn, attempt);
        }
        else
        {
            foreach (var target in attempt.Remaining)
            {
                LegWork.Invite(turn, attempt, target);
            }

            attempt.Remaining.Clear();
        }

        turn.Save();
    }

    /// <summary>A target rings. Nothing of it is saved: a lost 180 is worth less than a write per call.</summary>
    public static void Rang(CallTurn turn, CallLeg leg, DateTimeOffset at)
    {
        if (Of(turn, leg) is not { } attempt || leg.Phase != LegPhase.Trying)
        {
            return;
        }

        leg.Phase = LegPhase.Ringing;
        turn.Log(new LegRang(at, leg.Id));
        attempt.TryUntil = null;
        if (attempt.EarlyFrom is null)
        {
            TellRinging(turn, attempt);
        }
    }

    /// <summary>A target sends media before the answer; the first that does is heard.</summary>
    public static void Early(CallTurn turn, CallLeg leg, string sdp, DateTimeOffset at)
    {
        if (Of(turn, leg) is not { } attempt || leg.Phase is LegPhase.Answered)
        {
            return;
        }

        if (leg.Phase == LegPhase.Trying)
        {
            turn.Log(new LegRang(at, leg.Id));
        }

        leg.Phase = LegPhase.EarlyMedia;
        attempt.TryUntil = null;
        turn.Save();
        if (attempt.Purpose is RoutePurpose.Agent or RoutePurpose.Supervision)
        {
            // The caller goes on hearing the music, or whom it talks with.
            return;
        }

        if (attempt.EarlyFrom is not null || turn.State.Leg(attempt.Waiting) is not { } waiting)
        {
            TellRinging(turn, attempt);
            return;
        }

        if (waiting is { Incoming: true, Talking: false, RemoteSdp: null })
        {
            // The caller sent no offer: ours could go out in a reliable 183 only (RFC 3262 §5), so the caller hears its own ringing tone.
            TellRinging(turn, attempt);
            return;
        }

        attempt.EarlyFrom = leg.Id;
        LegWork.AcceptMedia(turn, leg, sdp);
        Hearing.Connect(turn, waiting, leg);
        if (waiting.Talking)
        {
            TellRinging(turn, attempt);
        }
        else if (LegWork.Description(turn, waiting) is { } body)
        {
            turn.ToLeg(waiting, new ProgressLeg(waiting.Id, 183, body));
        }
        else
        {
            waiting.ProgressPending = true;
        }
    }

    /// <summary>A target answered. The first one wins; one that lost the race is ended again.</summary>
    public static void Answered(CallTurn turn, CallLeg leg, LegAnswered answer)
    {
        turn.Save();
        if (Of(turn, leg) is not { } attempt)
        {
            if (!leg.Live)
            {
                turn.ToLeg(leg, new EndLeg(leg.Id, leg.Ended ?? new EndCause(EndKind.AnsweredElsewhere, 200)));
            }

            return;
        }

        if (answer.Sdp is null && leg.RemoteSdp is null)
        {
            LegWork.Drop(turn, leg, Failures.CauseOf(Failures.NoDescription));
            Count(turn, attempt, Failures.NoDescription);
            return;
        }

        leg.Phase = LegPhase.Answered;
        LegWork.Remember(leg, answer.Snapshot);
        turn.Log(new LegWasAnswered(answer.At, leg.Id));
        if (leg.IsBrowser)
        {
            leg.RemoteSdp = answer.Sdp;
            LegWork.OpenMedia(turn, leg, answer.Sdp, attempt.Waiting);
        }
        else
        {
            LegWork.AcceptMedia(turn, leg, answer.Sdp);
        }

        Over(turn, attempt);
        foreach (var other in Legs(turn, attempt).Where(other => other != leg))
        {
            LegWork.Drop(turn, other, new EndCause(EndKind.AnsweredElsewhere, 200, 26, "Call completed elsewhere"));
        }

        if (attempt.Withholds)
        {
            Notices.Withhold(turn);
        }

        switch (attempt.Purpose)
        {
            case RoutePurpose.OwnDevices:
                OwnDeviceAnswered(turn, leg);
                break;
            case RoutePurpose.Transfer:
                Transferring.Completed(turn, leg, answer.At);
                break;
            case RoutePurpose.Supervision:
                Supervising.Answered(turn, leg);
                break;
            case RoutePurpose.Fax:
                Faxing.Answered(turn, leg, answer.At);
                break;
            case RoutePurpose.Agent:
                Queueing.AgentAnswered(turn, attempt, leg);
                return;
            default:
                if (turn.State.Direction == CallDirection.Internal && leg.Party.Trunk is not null)
                {
                    turn.State.Direction = CallDirection.Outbound;
                }

                var waiting = turn.State.Leg(attempt.Waiting)!;
                Notices.ComeOutside(turn, leg, attempt);
                Taping.PartyChanged(turn, waiting, leg.Id);
                Talking.Begin(turn, waiting, leg, answer.At);
                break;
        }

        if (leg is { IsBrowser: true, Live: true })
        {
            // After it was connected, so that its answer names the codec that the other party speaks.
            LegWork.Confirm(turn, leg);
        }
    }

    /// <summary>A target failed; <paramref name="leg"/> is over already or is noted as over here.</summary>
    public static void Failed(CallTurn turn, CallLeg leg, CallFailure failure)
    {
        if (Of(turn, leg) is { } attempt)
        {
            LegWork.Closed(turn, leg, Failures.CauseOf(failure));
            Count(turn, attempt, failure);
        }
    }

    /// <summary>Counts the failure of a leg that is over: the next peer is tried, the others go on ringing, or the attempt is over.</summary>
    public static void Count(CallTurn turn, RingAttempt attempt, CallFailure failure)
    {
        turn.Save();
        attempt.Failures.Add(failure);
        if (attempt.EarlyFrom is { } early && turn.State.Leg(early) is not { Live: true })
        {
            attempt.EarlyFrom = null;
            if (turn.State.Leg(attempt.Waiting) is { } waiting)
            {
                Hearing.Play(turn, waiting, MediaSource.Ringback);
            }
        }

        if (attempt.Hunt)
        {
            if (attempt.Remaining.Count > 0 && MayTryNext(failure))
            {
                Next(turn, attempt);
                return;
            }
        }
        else if (failure.SipCode >= 600)
        {
            // RFC 3261 §16.7 step 5: 6xx speaks for the person, so the other devices stop ringing too.
            foreach (var other in Legs(turn, attempt))
            {
                LegWork.Drop(turn, other, new EndCause(EndKind.Cancelled, null, 21, "Declined on another device"));
            }
        }

        if (Legs(turn, attempt).Length == 0)
        {
            GiveUp(turn, attempt, BestFailure.Of(attempt.Failures));
        }
    }

    /// <summary>Time passed: the ring time, or the patience with one of several peers, may be over.</summary>
    public static void Check(CallTurn turn)
    {
        foreach (var attempt in turn.State.Attempts.ToArray())
        {
            Check(turn, attempt);
        }
    }

    /// <summary>Ends one attempt without an outcome: whoever wanted it does not any more.</summary>
    public static void Withdraw(CallTurn turn, RingAttempt attempt, EndCause cause)
    {
        Over(turn, attempt);
        foreach (var leg in Legs(turn, attempt))
        {
            LegWork.Drop(turn, leg, cause);
        }
    }

    private static void Check(CallTurn turn, RingAttempt attempt)
    {
        if (attempt.RingUntil <= turn.Now)
        {
            foreach (var leg in Legs(turn, attempt))
            {
                LegWork.Drop(turn, leg, new EndCause(EndKind.RingTimeout, null, 19, Failures.NoAnswer.Text));
            }

            GiveUp(turn, attempt, Failures.NoAnswer);
        }
        else if (attempt.TryUntil <= turn.Now)
        {
            attempt.TryUntil = null;
            foreach (var leg in Legs(turn, attempt))
            {
                LegWork.Drop(turn, leg, new EndCause(EndKind.RingTimeout, null, 102, Failures.PeerSilent.Text));
            }

            Count(turn, attempt, Failures.PeerSilent);
        }
    }

    /// <summary>Ends the ringing without an outcome: whoever waited has left.</summary>
    public static void Abandon(CallTurn turn, EndCause cause)
    {
        if (turn.State.Attempt is { } attempt)
        {
            turn.State.Attempt = null;
            foreach (var leg in Legs(turn, attempt))
            {
                LegWork.Drop(turn, leg, cause);
            }
        }
    }

    /// <summary>The attempt that a leg belongs to, when both are under way.</summary>
    public static RingAttempt? Of(CallTurn turn, CallLeg leg) =>
        leg.Live ? turn.State.AttemptOf(leg) : null;

    private static void Over(CallTurn turn, RingAttempt attempt)
    {
        turn.State.Queue?.Offers.Remove(attempt);
        if (turn.State.Supervision is { } supervision && supervision.Attempt == attempt)
        {
            supervision.Attempt = null;
        }

        turn.State.Attempt = turn.State.Attempt == attempt ? null : turn.State.Attempt;
    }

    // A snapshot: what is done to the legs changes which of them are live.
    private static CallLeg[] Legs(CallTurn turn, RingAttempt attempt) =>
        [.. attempt.Legs.Select(id => turn.State.Leg(id)!).Where(leg => leg.Live)];

    private static void Next(CallTurn turn, RingAttempt attempt)
    {
        var target = attempt.Remaining[0];
        attempt.Remaining.RemoveAt(0);
        attempt.TryUntil = attempt.Remaining.Count > 0 ? turn.Now + turn.Rules.PeerTimeout : null;
        LegWork.Invite(turn, attempt, target);
    }

    private static bool MayTryNext(CallFailure failure) => failure.RetrySafe || failure.SipCode is 408 or (>= 500 and < 600);

    private static void TellRinging(CallTurn turn, RingAttempt attempt)
    {
        if (attempt.Rung)
        {
            return;
        }

        attempt.Rung = true;
        if (attempt.Purpose == RoutePurpose.Transfer)
        {
            Transferring.Notify(turn, 180, "Ringing", final: false);
        }
        else if (turn.State.Leg(attempt.Waiting) is { Incoming: true, Talking: false } waiting)
        {
            turn.ToLeg(waiting, new ProgressLeg(waiting.Id, 180, SdpBody.None));
        }
    }

    private static void OwnDeviceAnswered(CallTurn turn, CallLeg leg)
    {
        if (!CallBacks.AgentAnswered(turn, leg))
        {
            CallNumber(turn, leg);
        }
    }

    /// <summary>The one who asked for the call, or for whom a queue did, has answered: the number is called.</summary>
    public static void CallNumber(CallTurn turn, CallLeg leg)
    {
        var state = turn.State;
        state.Phase = CallPhase.Routing;
        state.SetupUntil = turn.Now + turn.Rules.SetupTimeout;
        Hearing.Play(turn, leg, MediaSource.Ringback);
        Routing.Ask(turn, RoutePurpose.Destination, state.Dialled, leg.Id, state.Caller, state.Caller.User, 0, []);
    }

    private static void GiveUp(CallTurn turn, RingAttempt attempt, CallFailure failure)
    {
        Over(turn, attempt);
        turn.Save();
        if (attempt.Purpose == RoutePurpose.Agent)
        {
            Queueing.Failed(turn, attempt, failure);
            return;
        }

        if (attempt.Purpose == RoutePurpose.Supervision)
        {
            turn.State.Supervision = null;
            return;
        }

        if (Routing.Divert(turn, attempt, failure))
        {
            return;
        }

        failure = attempt.Follows ? Failures.NoAnswer : failure;

        if (attempt.Purpose == RoutePurpose.Transfer)
        {
            Transferring.Failed(turn, failure);
        }
        else if (attempt.Purpose == RoutePurpose.Return)
        {
            Parking.NotReturned(turn, failure);
        }
        else
        {
            Ending.Refuse(turn, failure);
        }
    }
}
