using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Calls;

/// <summary>Session descriptions on their way between the anchor and the edges that signal; the call only carries them.</summary>
internal static class Descriptions
{
    /// <summary>The anchor made an offer for a leg.</summary>
    public static void Offered(CallTurn turn, CallLeg leg, MediaOffered offered)
    {
        if (Faxing.Offered(turn, leg, offered.Sdp))
        {
            return;
        }

        if (turn.IsLocal(leg))
        {
            Continue(turn, leg, offered.At);
            return;
        }

        turn.Save();
        leg.LocalSdp = offered.Sdp;
        Joining.Offered(turn, leg);
        Reanchoring.Offered(turn, leg);
        if (leg.InvitePending && Ringing.Of(turn, leg) is { } attempt)
        {
            LegWork.SendInvite(turn, attempt, leg, SdpBody.Of(offered.Sdp));
        }

        Continue(turn, leg, offered.At);
    }

    /// <summary>The anchor answered a leg's description.</summary>
    public static void Answered(CallTurn turn, CallLeg leg, MediaAnswered answered)
    {
        if (Moving.Has(turn.State, leg) && !Moving.IsMeant(leg))
        {
            return;
        }

        if (answered.Sdp is not null && !turn.IsLocal(leg))
        {
            turn.Save();
            leg.LocalSdp = answered.Sdp;
        }

        Joining.MediaReady(turn, leg, answered.At);
        Reanchoring.Ready(turn, leg, answered.At);
        Continue(turn, leg, answered.At);
        Hearing.PhoneHold(turn, leg, answered.RemoteHold, answered.At);
    }

    /// <summary>The anchor cannot serve a leg.</summary>
    public static void Refused(CallTurn turn, CallLeg leg, MediaRefused refused)
    {
        turn.Save();
        if (leg.Reoffering)
        {
            // RFC 3261 §14.2: a refused re-INVITE leaves the session as it was.
            leg.Reoffering = false;
            Joining.Reopen(turn, leg);
            turn.ToLeg(leg, new RejectReoffer(leg.Id, refused.Failure));
        }
        else if (Ringing.Of(turn, leg) is { } attempt)
        {
            LegWork.Drop(turn, leg, Failures.CauseOf(refused.Failure));
            Ringing.Count(turn, attempt, refused.Failure);
        }
        else if (!RefusalRun.Silent(turn, leg) && !Returning.Refused(turn, leg))
        {
            Ending.Failed(turn, leg, refused.Failure);
        }
    }

    /// <summary>A party offers anew in mid-call; the anchor is asked for the answer.</summary>
    public static void Reoffered(CallTurn turn, CallLeg leg, LegReoffered reoffered)
    {
        turn.Save();
        leg.Reoffering = true;
        leg.RemoteSdp = reoffered.Sdp ?? leg.RemoteSdp;
        turn.ToAnchor(new ReofferMedia(leg.Id, reoffered.Sdp, ReportSdp: !turn.IsLocal(leg)));
    }

    // What waits for the anchor's description of a leg goes out now.
    private static void Continue(CallTurn turn, CallLeg leg, DateTimeOffset at)
    {
        Playing.MediaReady(turn, leg, at);
        if (LegWork.Description(turn, leg) is not { } body)
        {
            return;
        }

        if (leg.Reoffering)
        {
            leg.Reoffering = false;
            turn.ToLeg(leg, new AnswerReoffer(leg.Id, body));
            turn.Save();
        }

        if (leg.ProgressPending)
        {
            leg.ProgressPending = false;
            if (!leg.Talking)
            {
                turn.ToLeg(leg, new ProgressLeg(leg.Id, 183, body));
                RefusalRun.Ready(turn, leg);
            }

            turn.Save();
        }

        if (leg.AnswerPending)
        {
            leg.AnswerPending = false;
            turn.ToLeg(leg, new AnswerLeg(leg.Id, body));
            turn.Save();
        }
    }
}
