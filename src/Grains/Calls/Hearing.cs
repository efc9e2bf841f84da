using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>Who hears whom; the anchor is told only what changes.</summary>
internal static class Hearing
{
    /// <summary>Two legs hear each other, or music and silence while one of them holds.</summary>
    public static void Settle(CallTurn turn, CallLeg one, CallLeg other)
    {
        if (Mixing.Decides(turn.State) || Notices.Decides(turn.State, one, other))
        {
            return;
        }

        if (!one.Holds && !other.Holds)
        {
            Connect(turn, one, other);
            return;
        }

        Play(turn, one, other.Holds ? MediaSource.HoldMusic : MediaSource.Silence);
        Play(turn, other, one.Holds ? MediaSource.HoldMusic : MediaSource.Silence);
    }

    /// <summary>Says anew what a leg hears after its own or its peer's hold changed.</summary>
    public static void Settle(CallTurn turn, CallLeg leg)
    {
        if (turn.State.Transfer is { } transfer && (transfer.Remaining == leg.Id || transfer.By == leg.Id))
        {
            // The party hears how the transfer goes; what they hold counts again when it failed.
            return;
        }

        if (Talking.PeerOf(turn.State, leg) is { } peer)
        {
            Settle(turn, leg, peer);
        }
        else if (leg.Talking && turn.State.Playing is not null && !Programs.HoldChanged(turn, leg))
        {
            Alone(turn, leg);
        }
    }

    /// <summary>A leg without a peer hears the call's source, or nothing while it holds.</summary>
    public static void Alone(CallTurn turn, CallLeg leg)
    {
        if (!Announcing.HearsMusic(turn, leg))
        {
            Play(turn, leg, leg.Holds ? MediaSource.Silence : turn.State.Playing ?? MediaSource.Silence);
        }
    }

    /// <summary>Two legs hear each other.</summary>
    public static void Connect(CallTurn turn, CallLeg one, CallLeg other)
    {
        if (one.HearsLeg == other.Id && other.HearsLeg == one.Id)
        {
            return;
        }

        one.HearsLeg = other.Id;
        other.HearsLeg = one.Id;
        one.HearsSource = other.HearsSource = null;
        one.HearsMix = other.HearsMix = null;
        turn.ToAnchor(new ConnectMedia(one.Id, other.Id));
    }

    /// <summary>A leg hears a source.</summary>
    public static void Play(CallTurn turn, CallLeg leg, MediaSource source)
    {
        if (!leg.Live || (leg.HearsSource == source && leg.HearsLeg is null))
        {
            return;
        }

        leg.HearsSource = source;
        leg.HearsLeg = null;
        leg.HearsMix = null;
        turn.ToAnchor(new PlayMedia(leg.Id, source));
    }

    /// <summary>The telephone began or ended a hold.</summary>
    public static void PhoneHold(CallTurn turn, CallLeg leg, bool hold, DateTimeOffset at)
    {
        if (leg.PhoneHold != hold)
        {
            var held = leg.Holds;
            leg.PhoneHold = hold;
            Changed(turn, leg, held, at);
        }
    }

    /// <summary>The user began or ended a hold through the API.</summary>
    public static void IntentHold(CallTurn turn, CallLeg leg, bool hold)
    {
        if (leg.IntentHold != hold)
        {
            var held = leg.Holds;
            leg.IntentHold = hold;
            Changed(turn, leg, held, turn.Now);
        }
    }

    private static void Changed(CallTurn turn, CallLeg leg, bool held, DateTimeOffset at)
    {
        turn.Save();
        if (leg.Holds != held && leg.Talking)
        {
            turn.Log(leg.Holds ? new LegHeld(at, leg.Id) : new LegResumed(at, leg.Id));
        }

        Notices.HoldChanged(turn, leg);
        Settle(turn, leg);
    }
}
