using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Calls;

/// <summary>
/// A call outlives an edge: another one carries its media and signals its telephones, each of which is offered the new place in the dialog that it has; a browser comes by itself.
/// </summary>
/// <remarks>
/// Who hears whom stays written in the legs and is told to the new anchor leg by leg, as each party's answer comes. A party that does not come within <see cref="Patience"/>
/// is lost, and so is the call if it needs that party.
/// </remarks>
internal static class Reanchoring
{
    /// <summary>How long a party is waited for: a page that is loaded anew, a telephone whose network has to find out as well.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Why calls end that no other edge could take.</summary>
    internal static readonly EndCause EdgeLost = new(EndKind.EdgeLost, null, 27, "The edge that carried the call is gone");

    /// <summary>An edge that had a part in the call is gone.</summary>
    /// <returns>False when no edge can take the call: nothing has been changed.</returns>
    public static bool Begin(CallTurn turn, EdgeId gone, ImmutableArray<EdgeInfo> edges)
    {
        var state = turn.State;
        var media = state.Anchor == gone;
        if (!CanMove(state, gone, media) || (Choose(state, gone, media, edges) ?? Choose(state, gone, media, Had(state, edges))) is not { } anchor)
        {
            return false;
        }

        Go(turn, gone, anchor, leg => leg.Edge == gone, TapeMoving.AnchorGone);
        return true;
    }

    /// <summary>Takes the call to another edge.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="from">The edge that is gone, or leaves.</param>
    /// <param name="anchor">The edge that carries the media from now on; the one before when that is not <paramref name="from"/>.</param>
    /// <param name="goes">Which legs need another edge for their signalling.</param>
    /// <param name="tape">What becomes of recordings whose edge is not the anchor any more.</param>
    public static void Go(CallTurn turn, EdgeId from, EdgeId anchor, Func<CallLeg, bool> goes, Action<CallTurn> tape)
    {
        var state = turn.State;
        var media = state.Anchor == from;

        // Whoever still speaks for the old state of things is refused by the number.
        state.Epoch++;
        state.Anchor = anchor;
        var link = turn.Link(anchor);
        link.Leaving = link.Freed = false;
        turn.Log(new CallMoved(turn.Now, from.Value, anchor.Value));
        turn.Save();
        if (media)
        {
            tape(turn);
        }

        var signalled = state.Legs.Where(leg => leg.Live && goes(leg)).ToHashSet();
        var rung = state.Legs.Where(leg => leg is { Live: true, Talking: false, Incoming: false } && (signalled.Contains(leg) || (media && !leg.IsBrowser))).ToArray();
        foreach (var leg in state.Legs.Where(leg => leg.Live && !rung.Contains(leg)).ToArray())
        {
            Move(turn, leg, from, signalled.Contains(leg), media);
        }

        foreach (var leg in rung)
        {
            RingAgain(turn, leg, signalled.Contains(leg), media);
        }
    }

    /// <summary>The new anchor has made its offer to a telephone that another edge signals.</summary>
    public static void Offered(CallTurn turn, CallLeg leg)
    {
        if (leg is { MovedUntil: not null, Talking: true, IsBrowser: false, Reoffering: false } && LegWork.Description(turn, leg) is { } body)
        {
            turn.ToLeg(leg, new ReofferLeg(leg.Id, body));
        }
    }

    /// <summary>The telephone has answered the offer.</summary>
    public static void Reoffered(CallTurn turn, CallLeg leg, LegReofferAnswered answered)
    {
        if (answered.Sdp is not null)
        {
            Ready(turn, leg, answered.At);
        }
        else
        {
            MediaFailed(turn, leg, Failures.NoDescription.SipCode);
        }
    }

    /// <summary>The telephone does not take the new media.</summary>
    public static void MediaFailed(CallTurn turn, CallLeg leg, int code)
    {
        if (leg is { MovedUntil: not null, Live: true } && !Returning.Refused(turn, leg))
        {
            Ending.PartyLeft(turn, leg, new EndCause(EndKind.EdgeLost, code, 88, "The telephone refuses the media of another edge"), told: true);
        }
    }

    /// <summary>A leg has sound at its anchor: it hears what it is to hear, and is heard.</summary>
    public static void Ready(CallTurn turn, CallLeg leg, DateTimeOffset at)
    {
        if (leg.MovedUntil is null)
        {
            return;
        }

        leg.MovedUntil = null;
        turn.Log(new LegMoved(at, leg.Id));
        turn.Save();
        TapeMoving.Ready(turn, leg);
        if (leg is { PromptLost: true, Prompt: { } prompt } && !Notices.Again(turn, leg))
        {
            leg.PromptLost = false;
            Prompting.Ended(turn, leg, new PromptEnded(leg.Id, at, prompt, PromptEnd.Played));
        }

        Sound(turn, leg);
        if (turn.State.Program is RoomVisit visit && visit.Leg == leg.Id)
        {
            Visiting.Returned(turn, leg, visit);
        }

        foreach (var other in turn.State.Legs.Where(other => other.Live && other != leg && other.HearsMix?.Contains(leg.Id) is true).ToArray())
        {
            Sound(turn, other);
        }
    }

    /// <summary>The telephone cannot be reached from its new edge. It may still be heard of, and is waited for.</summary>
    public static void Unreached(CallTurn turn, CallLeg leg)
    {
        var isNews = !leg.Unreached;
        leg.Unreached = true;
        leg.AskedAgain = false;
        leg.SeekAt = turn.Now + Seeking.Every;
        turn.Save();
        if (isNews && Talking.PeerOf(turn.State, leg) is { MovedUntil: null } peer)
        {
            Sound(turn, peer);
        }
    }

    /// <summary>True while parties are on their way to an edge.</summary>
    public static bool MovesTo(CallState state, EdgeId edge) =>
        state.Anchor == edge && state.Legs.Exists(leg => leg is { Live: true, MovedUntil: not null });

    /// <summary>Time passed: a party may not have come.</summary>
    public static void Check(CallTurn turn)
    {
        var late = turn.State.Legs.Where(leg => leg.Live && leg.MovedUntil <= turn.Now).ToArray();
        foreach (var leg in late.Where(leg => !Returning.Refused(turn, leg)))
        {
            Ending.PartyLeft(turn, leg, EdgeLost, told: true);
        }
    }

    /// <summary>Whether every party can go.</summary>
    /// <remarks>A caller whom nobody has answered yet is bound to the transaction of its INVITE, and a party on its way from one call to another to both.</remarks>
    public static bool CanMove(CallState state, EdgeId gone, bool media) => state.Legs.Where(leg => leg.Live).All(leg =>
        leg.TakenUntil is null
        && !(media && leg.Room is not null)
        && (leg.Edge != gone || (leg.Talking ? leg.IsBrowser || leg.Snapshot is not null : !leg.Incoming)));

    /// <summary>The edge that carries the media from now on; null when there is none.</summary>
    public static EdgeId? Choose(CallState state, EdgeId gone, bool media, ImmutableArray<EdgeInfo> edges)
    {
        if (edges.IsDefaultOrEmpty)
        {
            return null;
        }

        // The process that came after it at the same place knows no more of the call than any other; where there is no other, nothing was left running and the call has ended.
        ImmutableArray<EdgeInfo> others =
            [.. edges.Where(edge => !edge.Leaving && Endpoint(edge.Edge) != Endpoint(gone) && state.Link(edge.Edge) is not ({ Lost: true } or { Leaving: true, Freed: false }))];
        if (!media)
        {
            return others.IsEmpty ? null : state.Anchor;
        }

        var there = state.Legs.Find(leg => leg is { Live: true, Talking: true } && others.Any(edge => edge.AnchorsMedia && edge.Edge == leg.Edge))?.Edge;
        return AnchorChoice.Of(others, there ?? default, state.Id);
    }

    // Edges that take nothing new go on with a call that they have: better than none.
    private static ImmutableArray<EdgeInfo> Had(CallState state, ImmutableArray<EdgeInfo> edges) =>
        edges.IsDefaultOrEmpty
            ? []
            : [.. edges.Where(edge => edge.Leaving && state.Link(edge.Edge) is { } link && (link.Leaving || !link.Freed)).Select(static edge => edge with { Leaving = false })];

    // Orleans writes a silo's address as ip:port@generation.
    private static string Endpoint(EdgeId edge) => edge.Value.Split('@')[0];

    private static void Move(CallTurn turn, CallLeg leg, EdgeId from, bool signalling, bool media)
    {
        if (!media && !signalling)
        {
            return;
        }

        if (leg.Talking)
        {
            leg.MovedUntil = turn.Now + Patience;
            leg.Unreached = false;
        }

        if (signalling)
        {
            leg.Reoffering = leg.AnswerPending = false;
        }

        if (signalling && !leg.IsBrowser)
        {
            // One that is gone is told nothing; one that lives has the dialog too and must not use it.
            turn.Send(from, new HandOver(leg.Id));
            leg.Kept = leg.Edge == from && turn.Link(from).Keeps != KeptThings.None;
            leg.Edge = turn.State.Anchor;
            leg.LocalSdp = null;
            turn.ToLeg(leg, new AdoptDialog(leg.Id, leg.Snapshot!, ++leg.Moves, leg.Incoming, leg.Party.Trunk));
            Seeking.Begin(turn, leg);
        }

        if (!media)
        {
            // Its media is where it was; the telephone learns who signals it from now on.
            if (!leg.IsBrowser && leg.MediaOpen)
            {
                leg.RemoteSdp = null;
                turn.ToAnchor(new ReofferMedia(leg.Id, null, ReportSdp: !turn.IsLocal(leg)));
                turn.ToLeg(leg, new ReofferLeg(leg.Id, SdpBody.Local));
            }

            return;
        }

        leg.MediaOpen = false;
        leg.LocalSdp = null;
        leg.PromptLost = leg.Prompt is not null;
        if (leg is { IsBrowser: true, Talking: false, Incoming: false })
        {
            // Its page makes the offer when it answers; until then there is nothing to open.
            return;
        }

        if (leg.Talking && !leg.Reoffering && !leg.AnswerPending)
        {
            Reopen(turn, leg, signalling);
        }
        else
        {
            // It waits for the answer to a description of its own, and gets the new anchor's.
            LegWork.OpenMedia(turn, leg, leg.RemoteSdp, null);
            if (!leg.Talking)
            {
                Sound(turn, leg);
            }
        }
    }

    private static void Reopen(CallTurn turn, CallLeg leg, bool signalling)
    {
        // The same words in an answer are news to the new anchor.
        leg.RemoteSdp = null;
        if (!leg.IsBrowser)
        {
            LegWork.OpenMedia(turn, leg, null, leg.Peer);
            if (turn.IsLocal(leg))
            {
                turn.ToLeg(leg, new ReofferLeg(leg.Id, SdpBody.Local));
            }
        }
        else if (!signalling)
        {
            turn.ToLeg(leg, new ReofferLeg(leg.Id, SdpBody.None));
        }
    }

    // Whoever was being rung has an offer of the edge that is gone: it is rung anew from a living one, and a browser, which has lost its connection, counts as not there.
    private static void RingAgain(CallTurn turn, CallLeg leg, bool signalling, bool media)
    {
        leg.MediaOpen &= !media;
        if (Ringing.Of(turn, leg) is not { } attempt)
        {
            return;
        }

        if (leg.IsBrowser || leg.Target is not { } target || (signalling && !target.Transport.Equals("udp", StringComparison.OrdinalIgnoreCase) && target.Trunk is null))
        {
            // Of an edge that lives it must not go on ringing.
            turn.ToLeg(leg, new EndLeg(leg.Id, EdgeLost));
            Ringing.Failed(turn, leg, Failures.EdgeGone);
            return;
        }

        LegWork.Drop(turn, leg, EdgeLost);
        if (attempt.EarlyFrom == leg.Id)
        {
            // Whoever waits heard what this device said before its answer.
            attempt.EarlyFrom = null;
            if (turn.State.Leg(attempt.Waiting) is { Live: true } waiting)
            {
                Hearing.Play(turn, waiting, MediaSource.Ringback);
            }
        }

        LegWork.Invite(turn, attempt, signalling ? target with { Edge = turn.State.Anchor } : target);
    }

    // Says to the anchor what a leg hears; what it is to hear is written in it.
    private static void Sound(CallTurn turn, CallLeg leg)
    {
        if (leg.MovedUntil is not null)
        {
            return;
        }

        if (leg.HearsMix is { } mix)
        {
            turn.ToAnchor(new MixMedia(leg.Id, [.. mix]));
        }
        else if (leg.HearsSource is { } source)
        {
            turn.ToAnchor(new PlayMedia(leg.Id, source));
        }
        else if (turn.State.Leg(leg.HearsLeg) is { Live: true } other)
        {
            if (other.MovedUntil is null)
            {
                turn.ToAnchor(new ConnectMedia(leg.Id, other.Id));
            }
            else if (other.IsBrowser || other.Unreached)
            {
                // That may take seconds: somebody who hears music knows that the line is not dead.
                turn.ToAnchor(new PlayMedia(leg.Id, MediaSource.HoldMusic));
            }
        }
    }
}
