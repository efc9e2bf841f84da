using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Rooms;

/// <summary>
/// A party whose media is open in its call goes over into a room's mix: its port in the call is closed, one among the room's is opened, and the party is offered that one by a
/// re-INVITE; a browser is asked for a new connection. It is in the room, or asked for the PIN, when the new media is agreed.
/// </summary>
internal static class Moving
{
    private static readonly EndCause WentOn = new(EndKind.Administrative, null, 16, "The call went into a conference");

    /// <summary>True when the party can be moved: it was answered, or it can be with the description that it came with.</summary>
    public static bool IsPossible(CallLeg leg) => leg.Talking || leg.RemoteSdp is not null;

    /// <summary>The room lets the party in, or to its door.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="leg">The party's leg.</param>
    /// <param name="anchor">The edge that mixes the room.</param>
    public static void Begin(CallTurn turn, CallLeg leg, EdgeId anchor)
    {
        var state = turn.State;
        // What the call has with the edge that carried it so far has to be said before another one carries it.
        LegWork.Answer(turn, leg, turn.Now);
        Taping.StayBehind(turn);
        foreach (var other in state.Legs.Where(other => other.Live && other != leg).ToArray())
        {
            LegWork.Drop(turn, other, WentOn);
        }

        if (leg.MediaOpen)
        {
            turn.ToAnchor(new CloseMedia(leg.Id));
        }

        // Where it was on its way to after the death of an edge does not matter any more.
        (leg.MovedUntil, leg.PromptLost) = (null, false);
        state.Anchor = anchor;
        turn.Link(anchor);
        state.Playing = MediaSource.Silence;
        (leg.MediaOpen, leg.LocalSdp, leg.Peer) = (false, null, null);
        (leg.HearsLeg, leg.HearsSource, leg.HearsMix, leg.Prompt) = (null, null, null, null);
        leg.TakenUntil = turn.Now + Joining.TakePatience;
        Offer(turn, leg);
        turn.Save();
    }

    /// <summary>True when an answer of the anchor is the room's, and not one that the call's own port had given before it was closed.</summary>
    public static bool IsMeant(CallLeg leg) => leg.MediaOpen && (leg.Reoffering || leg.AnswerPending);

    /// <summary>The party has media in the room.</summary>
    public static void Ready(CallTurn turn, CallLeg leg, DateTimeOffset at)
    {
        leg.TakenUntil = null;
        Programs.Answered(turn, leg, at);
        turn.Save();
    }

    /// <summary>True while the leg is on its way into a room.</summary>
    public static bool Has(CallState state, CallLeg leg) => leg.TakenUntil is not null && state.Program is RoomVisit visit && visit.Leg == leg.Id;

    private static void Offer(CallTurn turn, CallLeg leg)
    {
        if (leg.AnswerPending)
        {
            // It still waits for an answer to what it offered: that comes from the room at once.
            LegWork.OpenMedia(turn, leg, leg.RemoteSdp, null);
            return;
        }

        if (leg.Reoffering)
        {
            // Its new offer and ours have crossed; it comes again when ours is answered (RFC 3261 §14.1).
            leg.Reoffering = false;
            turn.ToLeg(leg, new RejectReoffer(leg.Id, RoomFailures.Moves));
        }

        // Of an answer that says the same as before, the room's port knows nothing yet.
        leg.RemoteSdp = null;
        if (leg.IsBrowser)
        {
            turn.ToLeg(leg, new ReofferLeg(leg.Id, SdpBody.None));
            return;
        }

        LegWork.OpenMedia(turn, leg, null, null);
        Joining.Offered(turn, leg);
    }
}
