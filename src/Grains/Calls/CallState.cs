using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.ParkLots;

namespace RtcCluster.Grains.Calls;

/// <summary>Everything a call has to remember; written as a whole, once per turn, before anybody is told.</summary>
[GenerateSerializer, Alias("rtc.state.Call")]
internal sealed class CallState
{
    /// <summary>The call.</summary>
    [Id(0)]
    public CallId Id { get; set; }

    /// <summary>Grows by one with each activation of the call; 0 as long as there is no call.</summary>
    [Id(1)]
    public long Epoch { get; set; }

    /// <summary>Where the call stands.</summary>
    [Id(2)]
    public CallPhase Phase { get; set; }

    /// <summary>Where it came from and went to.</summary>
    [Id(3)]
    public CallDirection Direction { get; set; }

    /// <summary>Who began it.</summary>
    [Id(4)]
    public Party Caller { get; set; } = new("");

    /// <summary>The number as dialled.</summary>
    [Id(5)]
    public string Dialled { get; set; } = "";

    /// <summary>When it began.</summary>
    [Id(6)]
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When the parties were connected for the first time.</summary>
    [Id(7)]
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The edge that carries the media of every leg.</summary>
    [Id(8)]
    public EdgeId Anchor { get; set; }

    /// <summary>Every leg there ever was, by number; the first is at index 0.</summary>
    [Id(9)]
    public List<CallLeg> Legs { get; set; } = [];

    /// <summary>What goes to and comes from each edge that takes part.</summary>
    [Id(10)]
    public List<EdgeLink> Links { get; set; } = [];

    /// <summary>The ledger.</summary>
    [Id(11)]
    public List<LedgerEntry> Ledger { get; set; } = [];

    /// <summary>The ringing that is under way.</summary>
    [Id(12)]
    public RingAttempt? Attempt { get; set; }

    /// <summary>The blind transfer that is under way.</summary>
    [Id(13)]
    public BlindTransfer? Transfer { get; set; }

    /// <summary>The call's recordings; more than one after the recorded left party left by a transfer.</summary>
    [Id(14)]
    public List<CallRecording> Recordings { get; set; } = [];

    /// <summary>True when the call is to be recorded.</summary>
    [Id(15)]
    public bool Record { get; set; }

    /// <summary>Days that recordings are kept.</summary>
    [Id(16)]
    public int RetentionDays { get; set; }

    /// <summary>What a party hears that talks with no other party: an echo or music line.</summary>
    [Id(17)]
    public MediaSource? Playing { get; set; }

    /// <summary>A call that never gets through ends then.</summary>
    [Id(18)]
    public DateTimeOffset? SetupUntil { get; set; }

    /// <summary>The longest that it may last.</summary>
    [Id(19)]
    public DateTimeOffset? TalkUntil { get; set; }

    /// <summary>How long an ended call waits for its recording to be closed.</summary>
    [Id(20)]
    public DateTimeOffset? RecordingUntil { get; set; }

    /// <summary>When everybody had left.</summary>
    [Id(21)]
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How it came out.</summary>
    [Id(22)]
    public CallResult Result { get; set; }

    /// <summary>Why it ended.</summary>
    [Id(23)]
    public EndCause? Cause { get; set; }

    /// <summary>The leg whose party ended it.</summary>
    [Id(24)]
    public LegId? EndedBy { get; set; }

    /// <summary>True when the ledger has its last event.</summary>
    [Id(25)]
    public bool Concluded { get; set; }

    /// <summary>True when the history has the ledger; the edges are told to forget the call.</summary>
    [Id(26)]
    public bool Archived { get; set; }

    /// <summary>The refusal that the offer was answered with, for an offer that comes twice.</summary>
    [Id(27)]
    public CallFailure? Refusal { get; set; }

    /// <summary>Users who know that they take part, and how.</summary>
    [Id(34)]
    public Dictionary<UserId, UserCallState> Users { get; set; } = [];

    /// <summary>Users who know that numbers outside are called at their expense; null for nobody, as in most calls.</summary>
    [Id(210)]
    public List<UserId>? Payers { get; set; }

    /// <summary>Trunks that count the call.</summary>
    [Id(29)]
    public List<TrunkId> Trunks { get; set; } = [];

    /// <summary>The call that this one is a consultation for.</summary>
    [Id(30)]
    public CallId? ConsultFor { get; set; }

    /// <summary>The older call that this one became a part of.</summary>
    [Id(31)]
    public CallId? MergedInto { get; set; }

    /// <summary>The leg whose party went over to it.</summary>
    [Id(32)]
    public LegId? Yielded { get; set; }

    /// <summary>How long an ended call waits to be told that the older one has the party.</summary>
    [Id(33)]
    public DateTimeOffset? YieldUntil { get; set; }

    /// <summary>The queue that the call waits in or came out of.</summary>
    [Id(40)]
    public QueueVisit? Queue { get; set; }

    /// <summary>What a party talks with instead of a person.</summary>
    [Id(50)]
    public CallProgram? Program { get; set; }

    /// <summary>The number of the last prompt.</summary>
    [Id(51)]
    public int Prompts { get; set; }

    /// <summary>Of a call back: for whom and how it stands.</summary>
    [Id(52)]
    public CallBack? Back { get; set; }

    /// <summary>The language that the caller has chosen in a flow (BCP 47); null when none was.</summary>
    [Id(53)]
    public string? Language { get; set; }

    /// <summary>The supervisor who is in the call, or whose devices ring for it.</summary>
    [Id(70)]
    public Supervision? Supervision { get; set; }

    /// <summary>The leg that came over into a three-way call; the two others are each other's peers.</summary>
    [Id(71)]
    public LegId? Third { get; set; }

    /// <summary>Of a call that is parked: where, and until when.</summary>
    [Id(140)]
    public ParkStay? Park { get; set; }

    /// <summary>What a party outside is told before the call is recorded; null for nothing.</summary>
    [Id(340)]
    public CallNotice? Notice { get; set; }

    /// <summary>What other parties were told before; null for nobody.</summary>
    [Id(341)]
    public List<RecordedNotice>? Told { get; set; }

    /// <summary>True when nothing is recorded any more, since a party has not agreed, or cannot be told.</summary>
    [Id(342)]
    public bool Withheld { get; set; }

    /// <summary>True when that is only for as long as somebody is in the call who was called for help.</summary>
    [Id(390)]
    public bool WithheldForHelp { get; set; }

    /// <summary>Who is told after <see cref="Notice"/>; null for nobody.</summary>
    [Id(343)]
    public List<CallNotice>? NoticesDue { get; set; }

    /// <summary>Agents of the queue who are being rung, each for an offer of its own.</summary>
    public IReadOnlyList<RingAttempt> Offers => Queue?.Offers ?? [];

    /// <summary>True once there is a call.</summary>
    public bool Exists => Epoch > 0;

    /// <summary>True while parties are, or are being, connected.</summary>
    public bool GoingOn => Exists && Phase != CallPhase.Ended;

    /// <summary>The leg of a number; null when there is none.</summary>
    public CallLeg? Leg(LegId id) => id.Number >= 1 && id.Number <= Legs.Count ? Legs[id.Number - 1] : null;

    /// <summary>The leg of a number; null when there is none.</summary>
    public CallLeg? Leg(LegId? id) => id is { } known ? Leg(known) : null;

    /// <summary>The link to an edge; null when it takes no part.</summary>
    public EdgeLink? Link(EdgeId edge) => Links.Find(link => link.Edge == edge);

    /// <summary>All who are being rung: for the call, for a queue, for a supervisor.</summary>
    public IEnumerable<RingAttempt> Attempts => new[] { Attempt, Supervision?.Attempt }.OfType<RingAttempt>().Concat(Offers);

    /// <summary>The attempt that a leg was rung for, when it is under way.</summary>
    public RingAttempt? AttemptOf(CallLeg leg) =>
        Attempts.FirstOrDefault(attempt => attempt.Legs.Contains(leg.Id));

    /// <summary>The recording that is being made.</summary>
    public CallRecording? OpenRecording() => Recordings.Find(recording => !recording.Closed);

    /// <summary>The next moment that something is due; null when nothing is.</summary>
    public DateTimeOffset? NextDeadline()
    {
        DateTimeOffset? next = null;
        Take(SetupUntil);
        Take(TalkUntil);
        Take(RecordingUntil);
        Take(YieldUntil);
        Take(Attempt?.RingUntil);
        Take(Attempt?.TryUntil);
        Take(Supervision?.Attempt?.RingUntil);
        Take(Program?.Until);
        Take(GoingOn ? Notice?.Until : null);
        Take(Park?.Until);
        foreach (var offer in Offers)
        {
            Take(offer.RingUntil);
        }

        foreach (var leg in Legs)
        {
            Take(leg.Live ? leg.TakenUntil : null);
            Take(leg.Live ? leg.MovedUntil : null);
            Take(leg.SeeksAt);
        }

        return next;

        void Take(DateTimeOffset? due) => next = next is null || due < next ? due ?? next : next;
    }
}
