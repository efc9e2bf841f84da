using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.ParkLots;
using RtcCluster.Grains.Rooms;
using RtcCluster.Grains.Voicemail;

namespace RtcCluster.Grains.Calls;

/// <summary>What a turn wants beside the changed state; commands and ledger are in the state.</summary>
/// <param name="Save">True when the state has to be written before anybody is told.</param>
/// <param name="Question">A line to be asked, and the answer to be applied, before the turn ends.</param>
/// <param name="Tells">Messages to other grains, in order; each may come twice.</param>
/// <param name="Report">The answer to a report.</param>
/// <param name="Receipt">The answer to an intention.</param>
internal sealed record CallEffects(
    bool Save,
    RouteQuestion? Question,
    IReadOnlyList<CallTell> Tells,
    ReportReceipt? Report,
    IntentReceipt? Receipt)
{
    /// <summary>A younger call to be asked for its party, and the answer to be applied, before the turn ends.</summary>
    public JoinQuestion? Join { get; init; }

    /// <summary>The answer to an older call that asked for a party.</summary>
    public YieldReceipt? Yield { get; init; }

    /// <summary>A queue to be asked, and the answer to be applied, before the turn ends.</summary>
    public QueueQuestion? Queue { get; init; }

    /// <summary>A room to be asked, and the answer to be applied, before the turn ends.</summary>
    public RoomQuestion? Room { get; init; }

    /// <summary>The lot to be asked, and the answer to be applied, before the turn ends.</summary>
    public ParkQuestion? Park { get; init; }

    /// <summary>False when the caller has left the visit that a queue spoke of, or is not in the room that gave an order.</summary>
    public bool StillWaits { get; init; } = true;

    /// <summary>The answer to an edge that leaves.</summary>
    public LeaveStatus Leave { get; init; }

    /// <summary>The effects of this and of a later part of the same turn.</summary>
    public CallEffects Then(CallEffects later) =>
        new(Save || later.Save, later.Question, [.. Tells, .. later.Tells], later.Report ?? Report, later.Receipt ?? Receipt) { Join = later.Join, Yield = later.Yield ?? Yield, Queue = later.Queue, Room = later.Room, Park = later.Park, StillWaits = StillWaits && later.StillWaits, Leave = later.Leave };
}

/// <summary>A younger call that is to yield its party to this one.</summary>
/// <param name="Other">The younger call.</param>
/// <param name="Request">What it is asked.</param>
/// <param name="By">The leg in this call of the one who talks in both.</param>
/// <param name="ReferId">The REFER of that leg that asked for it, when one did.</param>
/// <param name="Stays">True for a three-way call: the one who talks in both stays in this one.</param>
internal sealed record JoinQuestion(CallId Other, CallYield Request, LegId By, int? ReferId, bool Stays = false);

/// <summary>A number that the call wants to be looked up.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Number">The number.</param>
/// <param name="Request">What the line is told.</param>
/// <param name="Waiting">The leg that waits for the answer.</param>
/// <param name="Diverted">Numbers that were diverted from, oldest first.</param>
/// <param name="Follow">Of a number of somebody's follow-me list: what is left of that.</param>
/// <param name="Owner">Whose number it is, of somebody who may have none: their devices are rung when it leads nowhere.</param>
internal sealed record RouteQuestion(
    RoutePurpose Purpose,
    string Number,
    RouteRequest Request,
    LegId Waiting,
    IReadOnlyList<string> Diverted,
    Follow? Follow = null,
    UserId? Owner = null);

/// <summary>Something that another grain is told after the state was saved.</summary>
internal abstract record CallTell
{
    /// <summary>A user takes part in another way than before, or no longer.</summary>
    public sealed record User(UserId Who, UserCall How) : CallTell;

    /// <summary>A call outside that a user was to pay for is not made after all.</summary>
    public sealed record Withdrawn(UserId Payer) : CallTell;

    /// <summary>A trunk does not carry the call any more.</summary>
    public sealed record Trunk(TrunkId Which) : CallTell;

    /// <summary>A trunk carries the call without having been asked: one of its legs came over from another call.</summary>
    public sealed record TrunkTaken(TrunkId Which) : CallTell;

    /// <summary>An older call is asked to take this one over; its answer comes back as a turn.</summary>
    public sealed record Join(CallId Older, CallJoin What) : CallTell;

    /// <summary>An older call, which rings, is asked to let the party answer there; its answer comes back as a turn.</summary>
    public sealed record Pick(CallId Ringing, CallPick What) : CallTell;

    /// <summary>The party of a younger call has come over.</summary>
    public sealed record Taken(CallId From) : CallTell;

    /// <summary>The caller of a visit has left a queue.</summary>
    public sealed record QueueLeft(QueueId Queue, int Visit) : CallTell;

    /// <summary>The caller of a visit has heard an announcement to its end.</summary>
    public sealed record AnnouncementHeard(QueueId Queue, int Visit, int Announcement) : CallTell;

    /// <summary>The agent of an offer has left; the call goes on.</summary>
    public sealed record AgentLeft(QueueId Queue, long Offer) : CallTell;

    /// <summary>The agent of an offer did not take the call.</summary>
    public sealed record OfferFailed(QueueId Queue, long Offer, OfferFailure Failure) : CallTell;

    /// <summary>The call has left a room, or its door.</summary>
    public sealed record RoomLeft(RoomId Room, long Ticket) : CallTell;

    /// <summary>The edge that mixes a room leaves.</summary>
    public sealed record RoomLeaves(RoomId Room, EdgeId Edge) : CallTell;

    /// <summary>The member wants something of its room, with the keys of the telephone.</summary>
    public sealed record RoomWanted(RoomId Room, RoomWish Wish) : CallTell;

    /// <summary>A user leaves another call, where they wait for nothing any more.</summary>
    public sealed record Leave(CallId Call, HangUpIntent What) : CallTell;

    /// <summary>An older call is asked to be parked; its answer comes back as a turn.</summary>
    public sealed record ParkHeld(CallId Held, ParkIntent What) : CallTell;

    /// <summary>The call does not wait in a slot any more.</summary>
    public sealed record ParkLeft(long Ticket) : CallTell;

    /// <summary>A web service is asked; its answer comes back as a turn.</summary>
    public sealed record Webhook(int Number, Uri Url, string Body, TimeSpan Timeout) : CallTell;

    /// <summary>Somebody did something at the telephone with a voicemail box.</summary>
    public sealed record Mailbox(UserId Owner, MailboxAct What) : CallTell;

    /// <summary>A call back is over.</summary>
    public sealed record CallBackEnded(QueueId Queue, long Offer, CallbackOutcome Outcome) : CallTell;

    /// <summary>A recording begins.</summary>
    public sealed record RecordingBegun(RecordingId Recording, RecordingStart Start) : CallTell;
}
