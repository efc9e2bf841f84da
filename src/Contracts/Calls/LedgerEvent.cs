using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Contracts.Calls;

/// <summary>One numbered event of a call; call log, reports and webhooks are projections of these and of nothing else.</summary>
/// <param name="At">When it happened (UTC).</param>
[GenerateSerializer, Immutable, Alias("rtc.LedgerEvent")]
public abstract record LedgerEvent([property: Id(0)] DateTimeOffset At);

/// <summary>A ledger event with its number: 1 for the first of the call, without gaps.</summary>
[GenerateSerializer, Immutable, Alias("rtc.LedgerEntry")]
public sealed record LedgerEntry([property: Id(0)] int Number, [property: Id(1)] LedgerEvent Event);

/// <summary>The call began.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.CallOffered")]
public sealed record CallOffered(
    DateTimeOffset At,
    [property: Id(0)] Party Caller,
    [property: Id(1)] string Dialled,
    [property: Id(2)] CallDirection Direction,
    [property: Id(3)] string Edge,
    [property: Id(4)] string SignallingId) : LedgerEvent(At);

/// <summary>A line decided what happens.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.CallRouted")]
public sealed record CallRouted(
    DateTimeOffset At,
    [property: Id(0)] LineId Line,
    [property: Id(1)] string Decision,
    [property: Id(2)] CallDirection Direction) : LedgerEvent(At);

/// <summary>A leg was sent an INVITE.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.LegInvited")]
public sealed record LegWasInvited(
    DateTimeOffset At,
    [property: Id(0)] LegId Leg,
    [property: Id(1)] Party Party,
    [property: Id(2)] string Target) : LedgerEvent(At);

/// <summary>A leg rang.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.LegRang")]
public sealed record LegRang(DateTimeOffset At, [property: Id(0)] LegId Leg) : LedgerEvent(At);

/// <summary>A leg was answered.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.LegWasAnswered")]
public sealed record LegWasAnswered(DateTimeOffset At, [property: Id(0)] LegId Leg) : LedgerEvent(At);

/// <summary>Two legs were connected.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.LegsConnected")]
public sealed record LegsConnected(DateTimeOffset At, [property: Id(0)] LegId First, [property: Id(1)] LegId Second) : LedgerEvent(At);

/// <summary>A leg put the other on hold.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.LegHeld")]
public sealed record LegHeld(DateTimeOffset At, [property: Id(0)] LegId By) : LedgerEvent(At);

/// <summary>The hold ended.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.LegResumed")]
public sealed record LegResumed(DateTimeOffset At, [property: Id(0)] LegId By) : LedgerEvent(At);

/// <summary>A transfer was asked for, blind or to the party of a consultation.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.TransferStarted")]
public sealed record TransferStarted(DateTimeOffset At, [property: Id(0)] LegId By, [property: Id(1)] string To) : LedgerEvent(At);

/// <summary>The transfer's target answered or came over; the transferor left.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.TransferCompleted")]
public sealed record TransferCompleted(DateTimeOffset At, [property: Id(0)] LegId By, [property: Id(1)] LegId NewLeg) : LedgerEvent(At);

/// <summary>The transfer failed; the call returned to the transferor, or ended when that one had gone.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.TransferFailed")]
public sealed record TransferFailed(DateTimeOffset At, [property: Id(0)] LegId By, [property: Id(1)] CallFailure Failure) : LedgerEvent(At);

/// <summary>A transfer led to a slot, in which the party waits for somebody who dials it.</summary>
/// <param name="At">When.</param>
/// <param name="Leg">The leg that waits.</param>
/// <param name="By">The leg of the one who parked it.</param>
/// <param name="Slot">The number of the slot.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.CallParked")]
public sealed record CallParked(DateTimeOffset At, [property: Id(0)] LegId Leg, [property: Id(1)] LegId By, [property: Id(2)] string Slot) : LedgerEvent(At);

/// <summary>Nobody dialled the slot in time; whoever parked the call is rung.</summary>
/// <param name="At">When.</param>
/// <param name="Slot">The number of the slot.</param>
/// <param name="To">The extension that is rung.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.ParkTimedOut")]
public sealed record ParkTimedOut(DateTimeOffset At, [property: Id(0)] string Slot, [property: Id(1)] string To) : LedgerEvent(At);

/// <summary>An edge died with a part of the call, or left it before a stop; the call goes on at another one.</summary>
/// <param name="At">When the call learnt of it.</param>
/// <param name="From">The edge that is gone, or goes.</param>
/// <param name="Anchor">The edge that carries the media now.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.CallMoved")]
public sealed record CallMoved(DateTimeOffset At, [property: Id(0)] string From, [property: Id(1)] string Anchor) : LedgerEvent(At);

/// <summary>A party has sound at the edge that the call went to.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.LegMoved")]
public sealed record LegMoved(DateTimeOffset At, [property: Id(0)] LegId Leg) : LedgerEvent(At);

/// <summary>The other party of another call came over; that call is a part of this one from now on.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.LegJoined")]
public sealed record LegJoined(
    DateTimeOffset At,
    [property: Id(0)] LegId Leg,
    [property: Id(1)] Party Party,
    [property: Id(2)] CallId From) : LedgerEvent(At);

/// <summary>A party of this call went over to an older one, and this call is a part of that from now on.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.CallMerged")]
public sealed record CallMerged(DateTimeOffset At, [property: Id(0)] LegId Leg, [property: Id(1)] CallId Into) : LedgerEvent(At);

/// <summary>The caller begins to leave a message in somebody's voicemail box.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.MessageBegun")]
public sealed record MessageBegun(DateTimeOffset At, [property: Id(0)] UserId Owner) : LedgerEvent(At);

/// <summary>The message is stored; of less than a second it is thrown away.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.MessageLeft")]
public sealed record MessageLeft(DateTimeOffset At, [property: Id(0)] UserId Owner, [property: Id(1)] long DurationMilliseconds) : LedgerEvent(At);

/// <summary>A fax machine of ours begins to receive for somebody, or to send for them.</summary>
/// <param name="At">When.</param>
/// <param name="Owner">Whose fax it is.</param>
/// <param name="Sends">Whether it is sent.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.FaxBegun")]
public sealed record FaxBegun(DateTimeOffset At, [property: Id(0)] UserId Owner, [property: Id(1)] bool Sends = false) : LedgerEvent(At);

/// <summary>The fax is over; the pages that were confirmed are there.</summary>
/// <param name="At">When.</param>
/// <param name="Owner">Whose fax it is.</param>
/// <param name="Pages">Pages that have passed.</param>
/// <param name="Complete">Whether the whole document has passed.</param>
/// <param name="Result">How it went, in words for an expert.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.FaxEnded")]
public sealed record FaxEnded(
    DateTimeOffset At,
    [property: Id(0)] UserId Owner,
    [property: Id(1)] int Pages,
    [property: Id(2)] bool Complete,
    [property: Id(3)] string Result) : LedgerEvent(At);

/// <summary>The caller is led through a flow.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.FlowEntered")]
public sealed record FlowEntered(DateTimeOffset At, [property: Id(0)] string Flow, [property: Id(1)] int Version, [property: Id(2)] LegId Leg) : LedgerEvent(At);

/// <summary>The flow has led the caller out of itself; a caller who hangs up in it leaves no such event.</summary>
/// <param name="At">When.</param>
/// <param name="Flow">The flow.</param>
/// <param name="Steps">The steps on the way, in order, with <c>&gt;</c> between them; of a long way the last ones.</param>
/// <param name="To">Where to: <c>queue:name</c>, <c>number:1001</c>, <c>hangUp</c>, or <c>failed:why</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.FlowLeft")]
public sealed record FlowLeft(
    DateTimeOffset At,
    [property: Id(0)] string Flow,
    [property: Id(1)] string Steps,
    [property: Id(2)] string To) : LedgerEvent(At);

/// <summary>The caller waits in a queue.</summary>
/// <param name="At">When.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Visit">Which visit of the call it is, from 1.</param>
/// <param name="Caller">The leg that waits.</param>
/// <param name="ServiceLevel">What the queue counts as served well at this time: reports stay as they are when the rules change.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.QueueEntered")]
public sealed record QueueEntered(
    DateTimeOffset At,
    [property: Id(0)] QueueId Queue,
    [property: Id(1)] int Visit,
    [property: Id(2)] LegId? Caller = null,
    [property: Id(3)] ServiceLevelRules? ServiceLevel = null) : LedgerEvent(At);

/// <summary>The caller was not let in, or was sent away while waiting. Who hangs up leaves no such event, but the end of the leg.</summary>
/// <param name="At">When.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Visit">Which visit of the call it is, from 1.</param>
/// <param name="Why">Why.</param>
/// <param name="To">Where the caller goes; null for nowhere.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.QueueLeft")]
public sealed record QueueLeft(
    DateTimeOffset At,
    [property: Id(0)] QueueId Queue,
    [property: Id(1)] int Visit,
    [property: Id(2)] QueueJoinStatus Why,
    [property: Id(3)] string? To) : LedgerEvent(At);

/// <summary>An agent's devices are rung for the caller.</summary>
/// <param name="At">When.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Offer">The queue's number of the offer.</param>
/// <param name="Agent">The agent.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.QueueOffered")]
public sealed record QueueOffered(DateTimeOffset At, [property: Id(0)] QueueId Queue, [property: Id(1)] long Offer, [property: Id(2)] UserId Agent) : LedgerEvent(At);

/// <summary>The agent did not take the caller.</summary>
/// <param name="At">When.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Offer">The queue's number of the offer.</param>
/// <param name="Why">Why.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.QueueNotTaken")]
public sealed record QueueNotTaken(DateTimeOffset At, [property: Id(0)] QueueId Queue, [property: Id(1)] long Offer, [property: Id(2)] OfferFailure Why) : LedgerEvent(At);

/// <summary>An agent of the queue has the caller.</summary>
/// <param name="At">When.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Offer">The queue's number of the offer, by which it explains the choice.</param>
/// <param name="Leg">The agent's leg.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.QueueAnswered")]
public sealed record QueueAnswered(DateTimeOffset At, [property: Id(0)] QueueId Queue, [property: Id(1)] long Offer, [property: Id(2)] LegId Leg) : LedgerEvent(At);

/// <summary>A supervisor's device was rung for a part in the call, or the supervisor does something else in it from now on.</summary>
/// <param name="At">When.</param>
/// <param name="Leg">The supervisor's leg.</param>
/// <param name="By">The supervisor.</param>
/// <param name="Agent">The leg that is supervised.</param>
/// <param name="Mode">What the supervisor does.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.SupervisionChanged")]
public sealed record SupervisionChanged(
    DateTimeOffset At,
    [property: Id(0)] LegId Leg,
    [property: Id(1)] UserId By,
    [property: Id(2)] LegId Agent,
    [property: Id(3)] SupervisorMode Mode) : LedgerEvent(At);

/// <summary>A party outside is told, or asked, that the call is recorded, or it is known what came of that.</summary>
/// <param name="At">When.</param>
/// <param name="Leg">The party.</param>
/// <param name="Rule">The rule that says so, by its name.</param>
/// <param name="Result">What came of it.</param>
[GenerateSerializer, Immutable, Alias("rtc.ledger.RecordingNoticed")]
public sealed record RecordingNoticed(DateTimeOffset At, [property: Id(0)] LegId Leg, [property: Id(1)] string Rule, [property: Id(2)] NoticeResult Result) : LedgerEvent(At);

/// <summary>A recording began.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.RecordingStarted")]
public sealed record RecordingStarted(
    DateTimeOffset At,
    [property: Id(0)] RecordingId Recording,
    [property: Id(1)] string BlobPrefix,
    [property: Id(2)] string KeyId,
    [property: Id(3)] DateTimeOffset RetainUntil) : LedgerEvent(At);

/// <summary>Audio could not be stored for a while or at all.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.RecordingProblem")]
public sealed record RecordingProblem(DateTimeOffset At, [property: Id(0)] RecordingId Recording, [property: Id(1)] string Problem) : LedgerEvent(At);

/// <summary>A recording is closed.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.RecordingEnded")]
public sealed record RecordingEnded(
    DateTimeOffset At,
    [property: Id(0)] RecordingId Recording,
    [property: Id(1)] int Chunks,
    [property: Id(2)] long DurationMilliseconds,
    [property: Id(3)] bool Complete) : LedgerEvent(At);

/// <summary>A leg is over.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.LegWasEnded")]
public sealed record LegWasEnded(
    DateTimeOffset At,
    [property: Id(0)] LegId Leg,
    [property: Id(1)] EndCause Cause) : LedgerEvent(At);

/// <summary>The call is over; always the last event.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ledger.CallEnded")]
public sealed record CallEnded(
    DateTimeOffset At,
    [property: Id(0)] CallResult Result,
    [property: Id(1)] EndCause Cause,
    [property: Id(2)] LegId? EndedBy) : LedgerEvent(At);
