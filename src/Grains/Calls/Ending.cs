using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>Ends a call, exactly once whatever else happens.</summary>
internal static class Ending
{
    private static readonly EndCause PeerEnded = new(EndKind.PeerEnded, null, 16, "Normal call clearing");

    /// <summary>A party has left (<paramref name="told"/> false) or is to leave (true).</summary>
    public static void PartyLeft(CallTurn turn, CallLeg leg, EndCause cause, bool told)
    {
        var state = turn.State;
        if (!leg.Live || !state.GoingOn)
        {
            return;
        }

        if (Ringing.Of(turn, leg) is { } attempt)
        {
            Leave(turn, leg, cause, told);
            Ringing.Count(turn, attempt, new CallFailure(cause.SipCode is >= 400 and var code ? code : 480, cause.Text ?? "The device ended the call.", cause.Q850));
            return;
        }

        if (state.Transfer is { } transfer && transfer.By == leg.Id)
        {
            // RFC 5589 §6.1: the transferor may hang up as soon as the REFER is accepted; the transfer goes on.
            Leave(turn, leg, cause, told);
            return;
        }

        if (state.Supervision?.Leg == leg.Id)
        {
            Leave(turn, leg, cause, told);
            state.Supervision = null;
            return;
        }

        if (state.Third is not null && Merging.Has(state, leg))
        {
            Leave(turn, leg, cause, told);
            Merging.Left(turn, leg);
            return;
        }

        var gaveUp = cause.Kind is EndKind.Hangup or EndKind.Cancelled;
        if (cause.Kind == EndKind.EdgeLost)
        {
            Finish(turn, CallResult.Lost, cause, leg.Id, others: cause, () => Leave(turn, leg, cause, told));
            return;
        }

        var result = state.AnsweredAt is not null ? CallResult.Answered : gaveUp ? CallResult.Cancelled : CallResult.Failed;
        var others = state.AnsweredAt is not null ? PeerEnded : new EndCause(EndKind.Cancelled, null, 16, "The caller hung up");
        Finish(turn, result, cause, leg.Id, others, () => Leave(turn, leg, cause, told));
    }

    /// <summary>The call cannot be had: the party that waits is told why.</summary>
    public static void Refuse(CallTurn turn, CallFailure failure)
    {
        var cause = Failures.CauseOf(failure);
        Finish(turn, Failures.ResultOf(failure), cause, null, new EndCause(EndKind.Cancelled, null, 16, failure.Text), () =>
        {
            foreach (var leg in turn.State.Legs.Where(leg => leg.Live && turn.State.Attempt?.Legs.Contains(leg.Id) is not true))
            {
                if (leg is { Incoming: true, Talking: false })
                {
                    LegWork.Reject(turn, leg, failure);
                }
                else
                {
                    LegWork.Drop(turn, leg, cause);
                }
            }
        });
    }

    /// <summary>A leg outside of any ringing cannot be served by the anchor.</summary>
    public static void Failed(CallTurn turn, CallLeg leg, CallFailure failure)
    {
        if (turn.State.Supervision?.Leg == leg.Id || turn.State.Third == leg.Id)
        {
            PartyLeft(turn, leg, Failures.CauseOf(failure), told: true);
        }
        else if (leg is { Incoming: true, Talking: false })
        {
            Refuse(turn, failure);
        }
        else
        {
            var cause = Failures.CauseOf(failure);
            Finish(turn, CallResult.Failed, cause, leg.Id, others: cause);
        }
    }

    /// <summary>Ends everything that is left of the call.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="result">How the call came out.</param>
    /// <param name="cause">Why.</param>
    /// <param name="endedBy">Whose leg ended it.</param>
    /// <param name="others">What the other legs are told.</param>
    /// <param name="leave">What is done to the leg that ended it, after the recording was told to stop.</param>
    public static void Finish(CallTurn turn, CallResult result, EndCause cause, LegId? endedBy, EndCause others, Action? leave = null)
    {
        var state = turn.State;
        if (!state.GoingOn)
        {
            return;
        }

        turn.Save();
        Taping.Stop(turn);
        leave?.Invoke();
        Transferring.Notify(turn, 487, "Request Terminated", final: true);
        foreach (var leg in state.Legs.Where(leg => leg.Live))
        {
            LegWork.Drop(turn, leg, others);
        }

        state.Attempt = null;
        state.Queue?.Offers.Clear();
        state.Transfer = null;
        state.Supervision = null;
        state.Third = null;
        state.Phase = CallPhase.Ended;
        state.SetupUntil = state.TalkUntil = null;
        state.EndedAt = turn.At;
        state.Result = result;
        state.Cause = cause;
        state.EndedBy = endedBy;
        state.RecordingUntil = state.OpenRecording() is null ? null : turn.Now + turn.Rules.RecordingTimeout;
        ConcludeWhenClosed(turn);
    }

    /// <summary>Writes the last event once everybody has left, a party that went over to another call is there, and every recording is closed.</summary>
    public static void ConcludeWhenClosed(CallTurn turn)
    {
        var state = turn.State;
        if (state.Phase != CallPhase.Ended || state.Concluded || state.YieldUntil is not null || state.OpenRecording() is not null)
        {
            return;
        }

        state.RecordingUntil = null;
        turn.Log(new CallEnded(state.EndedAt!.Value, state.Result, state.Cause!, state.EndedBy));
        state.Concluded = true;
        turn.Save();
    }

    /// <summary>The history has the ledger: the edges may forget the call. Not saved: a later activation archives once more.</summary>
    public static void Archived(CallTurn turn)
    {
        var state = turn.State;
        if (!state.Concluded || state.Archived)
        {
            return;
        }

        state.Archived = true;
        foreach (var link in state.Links)
        {
            turn.Send(link.Edge, new ForgetCall(LegId.First));
        }
    }

    private static void Leave(CallTurn turn, CallLeg leg, EndCause cause, bool told)
    {
        if (told)
        {
            LegWork.Drop(turn, leg, cause);
        }
        else
        {
            LegWork.Closed(turn, leg, cause);
        }
    }
}
