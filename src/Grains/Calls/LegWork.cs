using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>What is done to one leg; each of these is one or two commands and the leg's own state.</summary>
internal static class LegWork
{
    /// <summary>Makes a leg and invites its party.</summary>
    public static CallLeg Invite(CallTurn turn, RingAttempt attempt, DialTarget target)
    {
        var leg = new CallLeg
        {
            Id = new LegId(turn.State.Legs.Count + 1),
            Edge = target.Edge,
            Party = attempt.Party with { User = target.User, Trunk = target.Trunk },
            Target = target,
            Device = target.IsBrowser ? target.Uri : null,
            Transport = target.Transport,
            RequireSrtp = target.RequireSrtp,
        };
        turn.State.Legs.Add(leg);
        attempt.Legs.Add(leg.Id);
        turn.Log(new LegWasInvited(turn.Now, leg.Id, leg.Party, target.Peer ?? target.Uri));
        if (leg.IsBrowser)
        {
            SendInvite(turn, attempt, leg, SdpBody.None);
            return leg;
        }

        OpenMedia(turn, leg, null, attempt.Waiting);
        leg.InvitePending = !turn.IsLocal(leg);
        if (!leg.InvitePending)
        {
            SendInvite(turn, attempt, leg, SdpBody.Local);
        }

        return leg;
    }

    /// <summary>Sends the INVITE of a leg whose offer is there.</summary>
    public static void SendInvite(CallTurn turn, RingAttempt attempt, CallLeg leg, SdpBody offer)
    {
        leg.InvitePending = false;
        turn.ToLeg(leg, new InviteLeg(leg.Id, leg.Target!, attempt.From, attempt.Number, offer, [.. attempt.Diverted], attempt.HandsFree && !leg.Target!.IsBrowser));
    }

    /// <summary>Opens the leg's media port once.</summary>
    public static void OpenMedia(CallTurn turn, CallLeg leg, string? remoteOffer, LegId? codecsFrom)
    {
        if (!leg.MediaOpen)
        {
            leg.MediaOpen = true;
            turn.ToAnchor(new OpenMedia(
                leg.Id, remoteOffer, codecsFrom, turn.State.Record, ReportSdp: !turn.IsLocal(leg), WebRtc: remoteOffer is null && leg.IsWebRtc, Encrypted: leg.IsEncrypted,
                RequireSrtp: leg.RequireSrtp, Room: leg.Room));
        }
    }

    /// <summary>Gives the anchor a description that the party sent, unless it has it already.</summary>
    public static void AcceptMedia(CallTurn turn, CallLeg leg, string? sdp)
    {
        if (sdp is not null && sdp != leg.RemoteSdp)
        {
            leg.RemoteSdp = sdp;
            turn.ToAnchor(new AcceptMedia(leg.Id, sdp));
        }
    }

    /// <summary>Answers an incoming leg, now or when the anchor's description is there.</summary>
    public static void Answer(CallTurn turn, CallLeg leg, DateTimeOffset at)
    {
        if (leg.Phase is LegPhase.Answered or LegPhase.Ended)
        {
            return;
        }

        leg.Phase = LegPhase.Answered;
        turn.Log(new LegWasAnswered(at, leg.Id));
        Confirm(turn, leg);
    }

    /// <summary>Sends the answer to the description that a leg came in or answered with, now or when the anchor has made it.</summary>
    public static void Confirm(CallTurn turn, CallLeg leg)
    {
        if (Description(turn, leg) is { } body)
        {
            turn.ToLeg(leg, new AnswerLeg(leg.Id, body));
        }
        else
        {
            leg.AnswerPending = true;
        }
    }

    /// <summary>The anchor's description for a leg as its signalling edge finds it; null while it is on its way.</summary>
    public static SdpBody? Description(CallTurn turn, CallLeg leg) =>
        turn.IsLocal(leg) ? SdpBody.Local : leg.LocalSdp is { } text ? SdpBody.Of(text) : null;

    /// <summary>Keeps a leg's dialog as its edge handed it over.</summary>
    public static void Remember(CallLeg leg, byte[]? snapshot)
    {
        if (snapshot is not null)
        {
            (leg.Snapshot, leg.Moves) = (snapshot, 0);
        }
    }

    /// <summary>Ends a leg of ours.</summary>
    public static void Drop(CallTurn turn, CallLeg leg, EndCause cause)
    {
        if (!leg.Live)
        {
            return;
        }

        if (!leg.InvitePending)
        {
            turn.ToLeg(leg, new EndLeg(leg.Id, cause));
        }

        Closed(turn, leg, cause);
    }

    /// <summary>Refuses an incoming leg.</summary>
    public static void Reject(CallTurn turn, CallLeg leg, CallFailure failure)
    {
        if (leg.Live)
        {
            turn.ToLeg(leg, new RejectLeg(leg.Id, failure));
            Closed(turn, leg, Failures.CauseOf(failure));
        }
    }

    /// <summary>Notes that a leg is over, whoever ended it, and frees its media port.</summary>
    public static void Closed(CallTurn turn, CallLeg leg, EndCause cause)
    {
        if (!leg.Live)
        {
            return;
        }

        leg.Phase = LegPhase.Ended;
        leg.Ended = cause;
        leg.InvitePending = leg.AnswerPending = leg.ProgressPending = leg.Reoffering = false;
        // Not needed any more, and the largest part of what a call writes.
        leg.RemoteSdp = leg.LocalSdp = null;
        leg.Snapshot = null;
        leg.Shown = null;
        leg.HearsMix = null;
        leg.MovedUntil = null;
        leg.Refused = false;
        if (leg.MediaOpen)
        {
            leg.MediaOpen = false;
            turn.ToAnchor(new CloseMedia(leg.Id));
        }

        foreach (var other in turn.State.Legs.Where(other => other.HearsLeg == leg.Id))
        {
            other.HearsLeg = null;
        }

        turn.Log(new LegWasEnded(turn.At, leg.Id, cause));
        turn.Save();
    }
}
