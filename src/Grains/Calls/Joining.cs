using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.ParkLots;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Calls;

/// <summary>
/// Attended transfer, as the call that goes on: the other party of a younger call takes the place of the one who talks in both. RFC 3891, RFC 5589 §7.
/// </summary>
/// <remarks>The younger call's side of it is <see cref="Yielding"/>.</remarks>
internal static class Joining
{
    // A browser makes a new connection, perhaps after one of its own was lost; a telephone answers the re-INVITE in a second or never.
    internal static readonly TimeSpan TakePatience = TimeSpan.FromSeconds(30);
    private static readonly IntentReceipt Accepted = new(IntentStatus.Accepted);
    private static readonly EndCause Transferred = new(EndKind.Transferred, null, 16, "Transferred");
    private static readonly EndCause NotThere = new(EndKind.MediaLost, null, 102, "The transferred party did not come over");

    /// <summary>A user asks for it: to leave the two others alone, or to stay with them.</summary>
    public static IntentReceipt Wanted(CallTurn turn, CallIntent intent, CallId consultation, bool stays)
    {
        var own = turn.State.Legs.Where(leg => leg.Party.User == intent.By).ToList();
        if (own.Count == 0)
        {
            return new IntentReceipt(IntentStatus.Forbidden, "This user takes no part in the call.");
        }

        if (IsDone(turn.State, consultation))
        {
            return Accepted;
        }

        var by = own.Find(leg => leg.Talking);
        if (Problem(turn.State, by, consultation) is { } problem)
        {
            return problem;
        }

        turn.Ask(new JoinQuestion(consultation, new CallYield(turn.State.Id, by!.Party), by.Id, null, stays));
        return Accepted;
    }

    /// <summary>A telephone asks for it: by a REFER in this call that names the dialog of another one.</summary>
    public static void Referred(CallTurn turn, CallLeg by, int referId, NamedLeg other)
    {
        if (other.Call.IsOlderThan(turn.State.Id) && other.Call.Tenant == turn.State.Id.Tenant)
        {
            // It is the older one that asks: this call yields when it is asked, and the REFER is answered then.
            turn.Tell(new CallTell.Join(other.Call, new CallJoin(new NamedLeg(turn.State.Id, by.Id), other.Leg, by.Party, referId)));
        }
        else if (Problem(turn.State, by, other.Call) is { } problem)
        {
            turn.ToLeg(by, new AnswerRefer(by.Id, referId, CodeOf(problem.Status)));
        }
        else
        {
            turn.Ask(new JoinQuestion(other.Call, new CallYield(turn.State.Id, by.Party, other.Leg), by.Id, referId));
        }
    }

    /// <summary>A younger call asks to be taken over.</summary>
    public static IntentReceipt Asked(CallTurn turn, CallJoin join)
    {
        var state = turn.State;
        if (IsDone(state, join.From.Call))
        {
            return Accepted;
        }

        if (!state.GoingOn || state.Leg(join.By) is not { Live: true } by || !IsSame(by.Party, join.Party))
        {
            return new IntentReceipt(IntentStatus.NotFound, "No such call is going on.");
        }

        if (Parking.Party(state) == by)
        {
            return new IntentReceipt(IntentStatus.Forbidden, "The call is parked.");
        }

        if (Consulting.NumberOf(state, by) is { } number)
        {
            return new IntentReceipt(IntentStatus.Conflict, "Nobody is there to be taken over.", Instead: number);
        }

        if (Problem(state, by, join.From.Call) is { } problem)
        {
            return problem;
        }

        turn.Ask(new JoinQuestion(join.From.Call, new CallYield(state.Id, by.Party, join.From.Leg, join.ReferId), by.Id, null));
        return Accepted;
    }

    /// <summary>The older call has said what becomes of it; when it is nothing, the REFER is answered here.</summary>
    public static void Refused(CallTurn turn, LegId by, int referId, IntentStatus status)
    {
        if (status != IntentStatus.Accepted && turn.State.Leg(by) is { Live: true } leg)
        {
            turn.ToLeg(leg, new AnswerRefer(leg.Id, referId, CodeOf(status)));
            turn.Save();
        }
    }

    /// <summary>The younger call has given up its party, or has not.</summary>
    public static void Answered(CallTurn turn, JoinQuestion question, YieldReceipt answer, NoticeFound? notice = null)
    {
        turn.Receipt = new IntentReceipt(answer.Status, answer.Text);
        var by = turn.State.Leg(question.By)!;
        if (answer.Instead is { } number && !question.Stays)
        {
            Consulting.Transfer(turn, by, number, question.Other, question.ReferId);
            return;
        }

        if (answer is { Status: IntentStatus.Accepted, Leg: { } leg })
        {
            if (question.Stays)
            {
                Merging.Take(turn, by, leg, notice);
            }
            else
            {
                Take(turn, by, Talking.PeerOf(turn.State, by)!, leg, question.ReferId, notice);
            }
        }
        else if (question.ReferId is { } referId)
        {
            turn.ToLeg(by, new AnswerRefer(by.Id, referId, CodeOf(answer.Status)));
        }
    }

    /// <summary>The browser of the party that came over makes its offer.</summary>
    public static void Attach(CallTurn turn, CallLeg leg, string offer)
    {
        turn.Save();
        leg.Reoffering = true;
        leg.RemoteSdp = offer;
        LegWork.OpenMedia(turn, leg, offer, leg.Peer);
    }

    /// <summary>The anchor has made its offer to the telephone of the party that came over.</summary>
    public static void Offered(CallTurn turn, CallLeg leg)
    {
        if (leg is { TakenUntil: not null, IsBrowser: false } && LegWork.Description(turn, leg) is { } body)
        {
            turn.ToLeg(leg, new ReofferLeg(leg.Id, body));
        }
    }

    /// <summary>The party that came over has media here: the two talk.</summary>
    public static void MediaReady(CallTurn turn, CallLeg leg, DateTimeOffset at)
    {
        if (leg.TakenUntil is null)
        {
            return;
        }

        if (Moving.Has(turn.State, leg))
        {
            Moving.Ready(turn, leg, at);
            return;
        }

        leg.TakenUntil = null;
        if (turn.State.Third == leg.Id)
        {
            turn.Log(new LegsConnected(at, leg.Peer!.Value, leg.Id));
            turn.Save();
            Notices.BeginThird(turn, leg);
            return;
        }

        var remaining = turn.State.Leg(leg.Peer)!;
        if (!remaining.Talking)
        {
            // A browser has picked the call up.
            Talking.Begin(turn, remaining, leg, at);
            return;
        }

        Notices.Begin(turn, remaining, leg);
        Talking.Pair(turn, remaining, leg, at);
        Taping.PartyChanged(turn, remaining, leg.Id);
        turn.State.Phase = CallPhase.Connected;
        Taping.Between(turn, remaining, leg);
        turn.Save();
    }

    /// <summary>The telephone of the party that came over has answered the offer.</summary>
    public static void Reoffered(CallTurn turn, CallLeg leg, LegReofferAnswered answered)
    {
        if (answered.Sdp is null)
        {
            MediaFailed(turn, leg, Failures.NoDescription.SipCode);
        }
        else
        {
            MediaReady(turn, leg, answered.At);
        }
    }

    /// <summary>The anchor has no media for the browser of a party that is coming over; it may offer anew.</summary>
    public static void Reopen(CallTurn turn, CallLeg leg)
    {
        if (leg is { IsBrowser: true, MediaOpen: true } && (leg.TakenUntil is not null || leg.MovedUntil is not null))
        {
            leg.MediaOpen = false;
            turn.ToAnchor(new CloseMedia(leg.Id));
        }
    }

    /// <summary>The telephone of the party that came over refuses the new media: nobody is left to talk with.</summary>
    public static void MediaFailed(CallTurn turn, CallLeg leg, int code)
    {
        if (leg.TakenUntil is not null)
        {
            Ending.PartyLeft(turn, leg, new EndCause(EndKind.Failed, code, 88, "The transferred party refuses the media"), told: true);
        }
    }

    /// <summary>Time passed: a party that was to come over may not have done so.</summary>
    public static void Check(CallTurn turn)
    {
        if (turn.State.Legs.Find(leg => leg.Live && leg.TakenUntil <= turn.Now) is { } late)
        {
            Ending.PartyLeft(turn, late, NotThere, told: true);
        }
    }

    /// <summary>True when both are proven to be the same person or peer.</summary>
    public static bool IsSame(Party one, Party other) =>
        one.User is { } user ? other.User == user : one.Trunk is { } trunk && other.User is null && other.Trunk == trunk;

    /// <summary>The leg of a party that comes over.</summary>
    public static CallLeg Make(CallTurn turn, YieldedLeg yielded, LegId peer) => new()
    {
        Id = new LegId(turn.State.Legs.Count + 1),
        Edge = yielded.Edge,
        Party = yielded.Party,
        Incoming = yielded.Incoming,
        Phase = LegPhase.Answered,
        Target = yielded.Target,
        Device = yielded.Device,
        PhoneHold = yielded.PhoneHold,
        Transport = yielded.Transport,
        RequireSrtp = yielded.RequireSrtp,
        Peer = peer,
        TakenUntil = turn.Now + TakePatience,
    };

    /// <summary>Takes the signalling of a party that comes over, and gives it media here.</summary>
    public static void Fetch(CallTurn turn, CallLeg leg, NamedLeg from)
    {
        turn.Tell(new CallTell.Taken(from.Call));
        if (leg.Target?.Trunk is { } trunk)
        {
            turn.Tell(new CallTell.TrunkTaken(trunk));
        }

        if (leg.IsBrowser)
        {
            turn.ToLeg(leg, new AdoptLeg(leg.Id, leg.Device!, leg.Party.User!.Value));
            Cards.Show(turn, leg);
            turn.ToLeg(leg, new ReofferLeg(leg.Id, SdpBody.None));
            return;
        }

        turn.ToLeg(leg, new TakeLeg(leg.Id, from));
        LegWork.OpenMedia(turn, leg, null, leg.Peer);
        Offered(turn, leg);
    }

    // What the transferor held ends with the transferor; the two that are left talk as soon as the new one has media here.
    private static void Take(CallTurn turn, CallLeg by, CallLeg remaining, YieldedLeg yielded, int? referId, NoticeFound? notice)
    {
        var state = turn.State;
        var leg = Make(turn, yielded, remaining.Id);
        turn.Save();
        turn.Log(new TransferStarted(turn.Now, by.Id, yielded.Party.Number));
        turn.Log(new LegJoined(turn.Now, leg.Id, leg.Party, yielded.From.Call));
        state.Legs.Add(leg);
        state.Phase = CallPhase.Transferring;
        if (referId is { } refer)
        {
            turn.ToLeg(by, new AnswerRefer(by.Id, refer, 202));
            turn.ToLeg(by, new NotifyRefer(by.Id, refer, 200, "OK", Final: true));
        }

        Notices.Join(turn, [leg, remaining], yielded, notice);
        (by.Peer, remaining.Peer) = (null, leg.Id);
        Taping.PartyChanged(turn, remaining, null);
        Hearing.Play(turn, remaining, MediaSource.HoldMusic);
        LegWork.Drop(turn, by, Transferred);
        turn.Log(new TransferCompleted(turn.Now, by.Id, leg.Id));
        Fetch(turn, leg, yielded.From);
    }

    private static IntentReceipt? Problem(CallState state, CallLeg? by, CallId other)
    {
        if (other == state.Id)
        {
            return new IntentReceipt(IntentStatus.Conflict, "A call cannot be joined with itself.");
        }

        if (other.Tenant != state.Id.Tenant)
        {
            return new IntentReceipt(IntentStatus.NotFound, "No such call is going on.");
        }

        if (other.IsOlderThan(state.Id))
        {
            return new IntentReceipt(IntentStatus.Conflict, "The older one of two calls goes on: ask that one.");
        }

        return by is { Talking: true } && state.Transfer is null && state.Third is null && Talking.PeerOf(state, by) is { Talking: true }
            ? null
            : new IntentReceipt(IntentStatus.Conflict, "The call is not in a state for it.");
    }

    private static bool IsDone(CallState state, CallId other) =>
        state.Ledger.Exists(entry => entry.Event is LegJoined joined && joined.From == other);

    // RFC 5057 §5.1: 404, 481 and their like would end the dialog that the REFER came in, and with it the call.
    private static int CodeOf(IntentStatus status) => status switch
    {
        IntentStatus.Conflict => 491,
        IntentStatus.Unavailable => 503,
        _ => 403,
    };
}
