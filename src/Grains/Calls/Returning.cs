using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Calls;

/// <summary>A telephone does not take the place that its call goes to, and the edge that the call leaves still has all of it: the call goes back, and is asked again later.</summary>
/// <remarks>
/// What refused is left as it was: its dialog and its sound are still at the old edge, which is only told that the dialog is its own again. Whoever has gone already is offered the
/// old place again. Nobody is asked back while an offer of the new edge is out: it would cross the next one.
/// </remarks>
internal static class Returning
{
    // Its signalling stays after the first refusal, which a trunk gives that knows one address alone; after the second nothing of the call goes while there is time.
    private const int Enough = 2;

    /// <summary>The telephone does not take the new place. False when there is no way back: it is lost.</summary>
    public static bool Refused(CallTurn turn, CallLeg leg)
    {
        if (leg is not { Live: true, MovedUntil: not null, IsBrowser: false } || Origin(turn.State) is null)
        {
            return false;
        }

        if (!leg.Refused)
        {
            leg.Refused = true;
            leg.Refusals++;
            turn.Save();
        }

        return true;
    }

    /// <summary>True for an end of the dialog at the new edge that is no end of the party's will.</summary>
    public static bool IsRefusal(EndCause cause) => cause is { Kind: EndKind.Failed } or { Kind: EndKind.Hangup, SipCode: >= 400 };

    /// <summary>Whether a telephone's signalling stays where it is while there is time.</summary>
    public static bool Stays(CallLeg leg) => leg.Refusals > 0;

    /// <summary>Whether a party has shown that the call cannot go.</summary>
    public static bool IsHopeless(CallState state) => state.Legs.Exists(static leg => leg is { Live: true, Refusals: >= Enough });

    /// <summary>Goes back when somebody has refused and nobody's answer is waited for.</summary>
    public static void Settle(CallTurn turn)
    {
        var state = turn.State;
        if (state.Legs.Exists(static leg => leg is { Live: true, Refused: true })
            && !state.Legs.Exists(static leg => leg is { Live: true, MovedUntil: not null, Refused: false, IsBrowser: false })
            && Origin(state) is { } link)
        {
            Return(turn, link);
        }
    }

    /// <summary>There is no way back: the edge is gone, or has been told to forget the call, or the call is there again.</summary>
    public static void Forget(CallState state, EdgeLink link)
    {
        if (link.Keeps != KeptThings.None)
        {
            link.Keeps = KeptThings.None;
            state.Legs.ForEach(static leg => leg.Kept = false);
        }
    }

    // Where the call was before, if that edge still carries it. What began since then is known to the new one alone.
    private static EdgeLink? Origin(CallState state) => state is { GoingOn: true, Transfer: null, Program: not RoomVisit } && state.Legs.TrueForAll(static leg => !leg.Live || leg.Talking)
        ? state.Links.Find(static link => link is { Keeps: not KeptThings.None, Leaving: true, Freed: false, Lost: false })
        : null;

    private static void Return(CallTurn turn, EdgeLink link)
    {
        var state = turn.State;
        var (from, back, media) = (state.Anchor, link.Edge, link.Keeps == KeptThings.Media);
        state.Epoch++;
        turn.Save();
        if (media)
        {
            state.Anchor = back;
            turn.Log(new CallMoved(turn.Now, from.Value, back.Value));
            link.Leaving = link.Freed = false;
            var left = turn.Link(from);
            (left.Leaving, left.Freed) = (true, false);
            TapeMoving.Returns(turn, from, back);
        }

        foreach (var leg in state.Legs.Where(static leg => leg.Live).ToArray())
        {
            if (leg.Kept && (media || leg.Refused))
            {
                TakeBack(turn, leg, back, media);
            }

            if (leg.Refused)
            {
                leg.Refused = leg.Unreached = false;
                leg.MovedUntil = null;
                leg.MediaOpen = true;
                turn.Log(new LegMoved(turn.Now, leg.Id));
            }
            else if (media)
            {
                AskBack(turn, leg, back);
            }
        }

        Forget(state, link);
    }

    private static void TakeBack(CallTurn turn, CallLeg leg, EdgeId back, bool media)
    {
        // Where the media is nowhere else the new edge is told to forget the whole call in the end.
        turn.ToLeg(leg, media ? new HandOver(leg.Id) : new ReleaseLeg(leg.Id));
        leg.Edge = back;
        leg.Kept = false;
        leg.LocalSdp = null;
        turn.ToLeg(leg, new TakeBack(leg.Id, ++leg.Moves));
    }

    private static void AskBack(CallTurn turn, CallLeg leg, EdgeId back)
    {
        leg.MovedUntil = turn.Now + Reanchoring.Patience;
        leg.RemoteSdp = leg.LocalSdp = null;
        if (leg.IsBrowser)
        {
            // Its page makes a connection anew for each offer of its own.
            turn.Send(back, new CloseMedia(leg.Id));
            leg.MediaOpen = false;
            turn.ToLeg(leg, new ReofferLeg(leg.Id, SdpBody.None));
            return;
        }

        leg.MediaOpen = true;
        turn.ToAnchor(new ReofferMedia(leg.Id, null, ReportSdp: !turn.IsLocal(leg)));
        if (turn.IsLocal(leg))
        {
            turn.ToLeg(leg, new ReofferLeg(leg.Id, SdpBody.Local));
        }
    }
}
