using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Fax;
using RtcCluster.Grains.ParkLots;
using RtcCluster.Grains.Queues;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Calls;

/// <summary>What can happen to a call.</summary>
internal abstract record CallInput
{
    /// <summary>A first leg came in; <paramref name="Problem"/> says why it cannot be served at all.</summary>
    public sealed record Offered(CallId Call, CallOffer Offer, EdgeId Anchor, int RetentionDays, CallFailure? Problem = null) : CallInput;

    /// <summary>A user asked for a call; <paramref name="Own"/> says where the user's devices are.</summary>
    public sealed record Originated(CallId Call, CallOrigination Origination, RingPlan Own, EdgeId Anchor, int RetentionDays) : CallInput;

    /// <summary>The line answered a question of the turn before.</summary>
    public sealed record Routed(RouteQuestion Question, RoutePlan Plan) : CallInput;

    /// <summary>The queue answered to a join of the turn before.</summary>
    public sealed record QueueJoined(QueueJoinReceipt Receipt) : CallInput;

    /// <summary>The queue said whether the agent who answered in the turn before has the caller.</summary>
    public sealed record QueueConfirmed(bool Accepted) : CallInput;

    /// <summary>The queue said whether the caller of this call will be called back.</summary>
    public sealed record CallBackPromised(CallBackPromise What) : CallInput;

    /// <summary>A queue wants somebody to be called back; <paramref name="Agent"/> says where the agent's devices are.</summary>
    public sealed record CallBackWanted(CallId Call, QueueId Queue, long Offer, CallBackOrder Order, RingPlan Agent, EdgeId Anchor, int RetentionDays) : CallInput;

    /// <summary>A user's box wants a fax to be sent.</summary>
    public sealed record FaxWanted(CallId Call, FaxOrder Order, EdgeId Anchor, int RetentionDays) : CallInput;

    /// <summary>A queue wants an agent to be rung; <paramref name="Plan"/> says where.</summary>
    public sealed record QueueRings(QueueId Queue, int Visit, long Offer, RingPlan Plan, TimeSpan RingTime) : CallInput;

    /// <summary>A queue does not want the agent of an offer to be rung any more.</summary>
    public sealed record QueueStops(QueueId Queue, long Offer) : CallInput;

    /// <summary>A queue announces something to the caller.</summary>
    public sealed record QueueAnnounces(QueueId Queue, int Visit, int Announcement, ImmutableArray<PromptPiece> Pieces) : CallInput;

    /// <summary>A queue sends the caller elsewhere.</summary>
    public sealed record QueueSends(QueueId Queue, int Visit, string? To, QueueJoinStatus Reason) : CallInput;

    /// <summary>The room answered to a question of the turn before.</summary>
    public sealed record RoomTold(RoomQuestion Question, RoomReceipt Receipt) : CallInput;

    /// <summary>A room wants something of the call that is in it.</summary>
    public sealed record RoomOrders(RoomId Room, long Ticket, RoomOrder Order) : CallInput;

    /// <summary>The lot answered to a question of the turn before.</summary>
    public sealed record ParkTold(ParkQuestion Question, ParkReceipt Receipt) : CallInput;

    /// <summary>The older call that was to be parked has answered; <paramref name="Slot"/> is null when it is not parked.</summary>
    public sealed record HeldParked(string? Slot) : CallInput;

    /// <summary>An edge reported.</summary>
    public sealed record Reported(LegReport Report) : CallInput;

    /// <summary>A person wants something.</summary>
    public sealed record Intended(CallIntent Intent) : CallInput;

    /// <summary>A supervisor wants to be in the call; <paramref name="Own"/> says where the supervisor's devices are.</summary>
    /// <param name="Wish">What is wanted.</param>
    /// <param name="Own">The devices.</param>
    /// <param name="ShowsListening">Whether the parties are shown that the supervisor listens.</param>
    /// <param name="ShowsWhispering">Whether they are shown that the supervisor whispers or talks.</param>
    public sealed record SupervisionWanted(SuperviseIntent Wish, RingPlan Own, bool ShowsListening, bool ShowsWhispering) : CallInput;

    /// <summary>A younger call asks to be taken over.</summary>
    public sealed record JoinAsked(CallJoin Join) : CallInput;

    /// <summary>The younger call answered a question of the turn before.</summary>
    public sealed record Joined(JoinQuestion Question, YieldReceipt Answer, NoticeFound? Notice = null) : CallInput;

    /// <summary>The older call said what becomes of the join that a REFER of leg <paramref name="By"/> asked for.</summary>
    public sealed record JoinAnswered(LegId By, int ReferId, IntentStatus Status) : CallInput;

    /// <summary>The older call is a visit to a machine, where the party of this one is to be transferred.</summary>
    public sealed record JoinInstead(LegId By, int ReferId, string Number, CallId Consultation) : CallInput;

    /// <summary>A younger call's party wants to answer this one.</summary>
    public sealed record PickAsked(CallPick Pick) : CallInput;

    /// <summary>The call that rings has answered to a pickup.</summary>
    public sealed record PickAnswered(IntentStatus Status) : CallInput;

    /// <summary>An older call asks for the other party of this one.</summary>
    public sealed record YieldAsked(CallYield Asked) : CallInput;

    /// <summary>The older call has it.</summary>
    public sealed record Taken(CallId By) : CallInput;

    /// <summary>A web request that the call's program asked for was answered, or was not in time.</summary>
    public sealed record WebAnswered(int Number, string? Body) : CallInput;

    /// <summary>Something may be due.</summary>
    public sealed record DeadlineReached(IReadOnlyDictionary<UserId, ImmutableArray<DialTarget>>? Devices = null) : CallInput;

    /// <summary>An edge is gone.</summary>
    /// <param name="Edge">The edge.</param>
    /// <param name="Others">Those that the directory has, the one that is gone perhaps among them.</param>
    /// <param name="Untold">Dialogs of legs that have ended without the edge knowing.</param>
    public sealed record EdgeGone(EdgeId Edge, ImmutableArray<EdgeInfo> Others = default, ImmutableArray<LastDialog> Untold = default) : CallInput;

    /// <summary>An edge that lives is to leave the call.</summary>
    /// <param name="Edge">The edge.</param>
    /// <param name="Near">Telephones that no other edge can reach.</param>
    /// <param name="Last">True when everything that can go has to go now.</param>
    /// <param name="Others">The edges that the directory has.</param>
    public sealed record EdgeLeaves(EdgeId Edge, ImmutableArray<LegId> Near, bool Last, ImmutableArray<EdgeInfo> Others) : CallInput;

    /// <summary>An edge stops and nothing can take its calls.</summary>
    public sealed record EdgeStopping(EdgeId Edge) : CallInput;

    /// <summary>An edge takes no new legs; commands after <paramref name="TakenThrough"/> were not taken.</summary>
    public sealed record EdgeDraining(EdgeId Edge, int TakenThrough) : CallInput;

    /// <summary>The edge has taken commands that an activation before this one did not save: numbers up to this one are used.</summary>
    public sealed record EdgeAhead(EdgeId Edge, int TakenThrough) : CallInput;

    /// <summary>The call was read from the store by a new activation.</summary>
    public sealed record Activated : CallInput;

    /// <summary>The history has the ledger.</summary>
    public sealed record Archived : CallInput;
}
