using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>Takes numbered events of an edge: each once, in order.</summary>
internal static class EventIntake
{
    /// <summary>Takes a report and leaves the receipt in the turn.</summary>
    public static void Take(CallTurn turn, LegReport report)
    {
        var state = turn.State;
        if (!state.Exists)
        {
            turn.Report = new ReportReceipt(ReportStatus.Gone, 0, 0);
            return;
        }

        if (state.Link(report.Edge) is not { Lost: false } link)
        {
            turn.Report = new ReportReceipt(ReportStatus.Stale, 0, state.Epoch);
            return;
        }

        if (report.FirstNumber > link.EventsTaken + 1)
        {
            if (link.InSync)
            {
                turn.Report = new ReportReceipt(ReportStatus.Gap, link.EventsTaken, state.Epoch);
                return;
            }

            // The edge begins with the first event that was not acknowledged; those before it were, by an activation that did not save them.
            link.EventsTaken = report.FirstNumber - 1;
        }

        link.InSync = true;
        var number = report.FirstNumber;
        foreach (var happened in report.Events)
        {
            if (number == link.EventsTaken + 1)
            {
                link.EventsTaken = number;
                turn.Happened(happened.At);
                Handle(turn, report.Edge, happened);
            }

            number++;
        }

        turn.HappensNow();
        turn.Report = new ReportReceipt(ReportStatus.Accepted, link.EventsTaken, state.Epoch);
    }

    private static void Handle(CallTurn turn, EdgeId edge, LegEvent happened)
    {
        if (turn.State.Archived || turn.State.Leg(happened.Leg) is not { } leg || !MaySpeak(turn.State, edge, leg, happened))
        {
            return;
        }

        switch (happened)
        {
            case RecordingClosed closed:
                Taping.Closed(turn, closed);
                return;
            case RecordingTroubled troubled:
                Taping.Troubled(turn, troubled);
                return;
            case FaxOver over:
                Faxing.Ended(turn, over);
                return;
            case LegAnswered answered when !leg.Incoming:
                Ringing.Answered(turn, leg, answered);
                return;
        }

        if (leg.Live && turn.State.GoingOn)
        {
            HandleLive(turn, edge, leg, happened);
        }
    }

    // The anchor speaks of media and the signalling edge of signalling; whether a party is still there, both can tell.
    private static bool MaySpeak(CallState state, EdgeId edge, CallLeg leg, LegEvent happened) => happened switch
    {
        RecordingClosed closed => Taping.IsAt(state, edge, closed.Recording),
        FaxOver over => Taping.IsAt(state, edge, over.Fax),
        RecordingTroubled troubled => Taping.IsAt(state, edge, troubled.Recording),
        MediaOffered or MediaAnswered or MediaRefused or MediaUp or MediaOutdated or MediaQuality or PromptEnded => edge == state.Anchor,
        MediaLost or LegDigit => edge == state.Anchor || edge == leg.Edge,
        LegClosed closed => edge == leg.Edge || Leaving.HasHungUp(state, edge, leg, closed),
        _ => edge == leg.Edge,
    };

    private static void HandleLive(CallTurn turn, EdgeId edge, CallLeg leg, LegEvent happened)
    {
        switch (happened)
        {
            case LegRinging ringing:
                Ringing.Rang(turn, leg, ringing.At);
                break;
            case LegEarlyMedia early:
                Ringing.Early(turn, leg, early.Sdp, early.At);
                break;
            case LegAnswered answered:
                // The answer to our offer in the 200 came with the ACK (RFC 3261 §13.2.1).
                LegWork.AcceptMedia(turn, leg, answered.Sdp);
                LegWork.Remember(leg, answered.Snapshot);
                turn.Save();
                break;
            case LegFailed failed:
                Ringing.Failed(turn, leg, failed.Failure);
                break;
            case LegClosed closed when edge == leg.Edge && Returning.IsRefusal(closed.Cause) && Returning.Refused(turn, leg):
                break;
            case LegClosed closed when Seeking.IsUnreached(leg, closed.Cause):
                Reanchoring.Unreached(turn, leg);
                break;
            case LegClosed closed:
                // Where the dialog has gone to another edge meanwhile, that one has to end it as well.
                Ending.PartyLeft(turn, leg, closed.Cause, told: edge != leg.Edge);
                break;
            case LegReoffered reoffered:
                Descriptions.Reoffered(turn, leg, reoffered);
                break;
            case LegReofferAnswered answered:
                LegWork.AcceptMedia(turn, leg, answered.Sdp);
                LegWork.Remember(leg, answered.Snapshot);
                turn.Save();
                Joining.Reoffered(turn, leg, answered);
                Reanchoring.Reoffered(turn, leg, answered);
                break;
            case LegReofferFailed failed:
                Joining.MediaFailed(turn, leg, failed.Code);
                Reanchoring.MediaFailed(turn, leg, failed.Code);
                break;
            case LegReferred referred:
                Transferring.Referred(turn, leg, referred);
                break;
            case LegSnapshotTaken snapshot:
                LegWork.Remember(leg, snapshot.Snapshot);
                turn.Save();
                break;
            case MediaOffered offered:
                Descriptions.Offered(turn, leg, offered);
                break;
            case MediaAnswered answered:
                Descriptions.Answered(turn, leg, answered);
                break;
            case MediaRefused refused:
                Descriptions.Refused(turn, leg, refused);
                break;
            case MediaOutdated when leg.IsBrowser:
                turn.ToLeg(leg, new ReofferLeg(leg.Id, SdpBody.None));
                turn.Save();
                break;
            case LegDigit digit when turn.State.Program is null && Notices.Digit(turn, leg, digit.Digit):
                break;
            case LegDigit digit when turn.State.Program is null:
                CallBacks.Digit(turn, leg, digit.Digit);
                break;
            case LegDigit digit:
                Programs.Digit(turn, leg, digit.Digit);
                break;
            case PromptEnded ended:
                Prompting.Ended(turn, leg, ended);
                break;
            case MediaLost:
                Ending.PartyLeft(turn, leg, new EndCause(EndKind.MediaLost, null, 102, "No media and no sign of life"), told: true);
                break;
            default:
                // MediaUp and quality change nothing of a call yet.
                break;
        }
    }
}
