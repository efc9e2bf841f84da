using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Contracts.Calls;

/// <summary>Something that happened to a leg at an edge.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="At">When the edge saw it (UTC).</param>
[GenerateSerializer, Immutable, Alias("rtc.LegEvent")]
public abstract record LegEvent([property: Id(0)] LegId Leg, [property: Id(1)] DateTimeOffset At);

/// <summary>An outgoing leg is ringing (180, or 181/182/183 without a description).</summary>
[GenerateSerializer, Immutable, Alias("rtc.LegRinging")]
public sealed record LegRinging(LegId Leg, DateTimeOffset At, [property: Id(0)] int Code) : LegEvent(Leg, At);

/// <summary>An outgoing leg sent a description before the answer (early media).</summary>
[GenerateSerializer, Immutable, Alias("rtc.LegEarlyMedia")]
public sealed record LegEarlyMedia(LegId Leg, DateTimeOffset At, [property: Id(0)] int Code, [property: Id(1)] string Sdp) : LegEvent(Leg, At);

/// <summary>
/// An outgoing leg was answered (the edge has sent the ACK), or an incoming leg's offerless INVITE got its answer in the ACK. Of a browser
/// the description is an offer, to be answered by <see cref="AnswerLeg"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtc.LegAnswered")]
public sealed record LegAnswered(LegId Leg, DateTimeOffset At, [property: Id(0)] string? Sdp, [property: Id(1)] byte[]? Snapshot) : LegEvent(Leg, At);

/// <summary>An outgoing leg failed before it was answered.</summary>
[GenerateSerializer, Immutable, Alias("rtc.LegFailed")]
public sealed record LegFailed(LegId Leg, DateTimeOffset At, [property: Id(0)] CallFailure Failure) : LegEvent(Leg, At);

/// <summary>A leg is over: BYE, CANCEL, time-out. Sent once for each leg that ended other than by a command.</summary>
[GenerateSerializer, Immutable, Alias("rtc.LegClosed")]
public sealed record LegClosed(LegId Leg, DateTimeOffset At, [property: Id(0)] EndCause Cause) : LegEvent(Leg, At);

/// <summary>A party offers a new description in mid-call (re-INVITE or UPDATE); it waits for the answer.</summary>
[GenerateSerializer, Immutable, Alias("rtc.LegReoffered")]
public sealed record LegReoffered(LegId Leg, DateTimeOffset At, [property: Id(0)] string? Sdp) : LegEvent(Leg, At);

/// <summary>The party answered a description that we offered in mid-call.</summary>
[GenerateSerializer, Immutable, Alias("rtc.LegReofferAnswered")]
public sealed record LegReofferAnswered(LegId Leg, DateTimeOffset At, [property: Id(0)] string? Sdp, [property: Id(1)] byte[]? Snapshot) : LegEvent(Leg, At);

/// <summary>The party refused a description that we offered in mid-call; the old one stays in force.</summary>
[GenerateSerializer, Immutable, Alias("rtc.LegReofferFailed")]
public sealed record LegReofferFailed(LegId Leg, DateTimeOffset At, [property: Id(0)] int Code) : LegEvent(Leg, At);

/// <summary>A party asks to be replaced by another (REFER, RFC 3515); it waits for the decision.</summary>
/// <param name="Leg">The transferor's leg.</param>
/// <param name="At">When the edge saw it.</param>
/// <param name="ReferId">Names this request in <see cref="AnswerRefer"/> and <see cref="NotifyRefer"/>.</param>
/// <param name="Target">The number to be called: the user part of Refer-To.</param>
/// <param name="Replaces">The Replaces parameter of an attended transfer (RFC 5589 §7), as it came; null for a blind one.</param>
/// <param name="Replaced">The leg whose dialog it names, when it is one of this edge.</param>
[GenerateSerializer, Immutable, Alias("rtc.LegReferred")]
public sealed record LegReferred(
    LegId Leg,
    DateTimeOffset At,
    [property: Id(0)] int ReferId,
    [property: Id(1)] string Target,
    [property: Id(2)] string? Replaces = null,
    [property: Id(3)] NamedLeg? Replaced = null) : LegEvent(Leg, At);

/// <summary>The dialog changed in a way that another edge would have to know.</summary>
[GenerateSerializer, Immutable, Alias("rtc.LegSnapshotTaken")]
public sealed record LegSnapshotTaken(LegId Leg, DateTimeOffset At, [property: Id(0)] byte[] Snapshot) : LegEvent(Leg, At);

/// <summary>The anchor made a description to offer to this leg's party.</summary>
[GenerateSerializer, Immutable, Alias("rtc.MediaOffered")]
public sealed record MediaOffered(LegId Leg, DateTimeOffset At, [property: Id(0)] string Sdp) : LegEvent(Leg, At);

/// <summary>The anchor answered this leg's description.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="At">When.</param>
/// <param name="Sdp">The answer; null when the leg is signalled by the same edge (<see cref="SdpBody.Local"/>).</param>
/// <param name="RemoteHold">True when the party put us on hold (sendonly, inactive).</param>
[GenerateSerializer, Immutable, Alias("rtc.MediaAnswered")]
public sealed record MediaAnswered(LegId Leg, DateTimeOffset At, [property: Id(0)] string? Sdp, [property: Id(1)] bool RemoteHold) : LegEvent(Leg, At);

/// <summary>The anchor cannot serve this leg: no common codec, no port left.</summary>
[GenerateSerializer, Immutable, Alias("rtc.MediaRefused")]
public sealed record MediaRefused(LegId Leg, DateTimeOffset At, [property: Id(0)] CallFailure Failure) : LegEvent(Leg, At);

/// <summary>The first RTP packet of the leg's party arrived.</summary>
[GenerateSerializer, Immutable, Alias("rtc.MediaUp")]
public sealed record MediaUp(LegId Leg, DateTimeOffset At) : LegEvent(Leg, At);

/// <summary>Neither RTP nor RTCP nor a signalling answer for the configured time.</summary>
[GenerateSerializer, Immutable, Alias("rtc.MediaLost")]
public sealed record MediaLost(LegId Leg, DateTimeOffset At) : LegEvent(Leg, At);

/// <summary>
/// What the leg's browser was answered does not fit any more whom it talks with, whose picture began or ended: its next offer gets another answer.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtc.MediaOutdated")]
public sealed record MediaOutdated(LegId Leg, DateTimeOffset At) : LegEvent(Leg, At);

/// <summary>A digit was pressed (RFC 4733 or INFO).</summary>
[GenerateSerializer, Immutable, Alias("rtc.LegDigit")]
public sealed record LegDigit(LegId Leg, DateTimeOffset At, [property: Id(0)] char Digit, [property: Id(1)] int DurationMilliseconds) : LegEvent(Leg, At);

/// <summary>A prompt came to its end; sent exactly once for each <see cref="PlayPrompt"/>.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="At">When.</param>
/// <param name="Number">The prompt.</param>
/// <param name="How">What ended it.</param>
[GenerateSerializer, Immutable, Alias("rtc.PromptEnded")]
public sealed record PromptEnded(LegId Leg, DateTimeOffset At, [property: Id(0)] int Number, [property: Id(1)] PromptEnd How) : LegEvent(Leg, At);

/// <summary>What the leg's reception was like; at most every 5 s, and once at the end.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="At">When.</param>
/// <param name="PacketsReceived">RTP packets accepted so far.</param>
/// <param name="PacketsLost">RTP packets missing so far (RFC 3550 §6.4.1, cumulative).</param>
/// <param name="JitterMilliseconds">Interarrival jitter (RFC 3550 §6.4.1).</param>
/// <param name="RoundTripMilliseconds">Round trip from RTCP, when known.</param>
[GenerateSerializer, Immutable, Alias("rtc.MediaQuality")]
public sealed record MediaQuality(
    LegId Leg,
    DateTimeOffset At,
    [property: Id(0)] long PacketsReceived,
    [property: Id(1)] long PacketsLost,
    [property: Id(2)] double JitterMilliseconds,
    [property: Id(3)] double? RoundTripMilliseconds) : LegEvent(Leg, At);

/// <summary>A recording came to its end at this edge: every chunk that could be stored is stored.</summary>
/// <param name="Leg">The left channel's leg.</param>
/// <param name="At">When.</param>
/// <param name="Recording">The recording.</param>
/// <param name="Chunks">Number of chunks stored.</param>
/// <param name="DurationMilliseconds">Length in milliseconds.</param>
/// <param name="Complete">False when a chunk could not be stored; <paramref name="Problem"/> says why.</param>
/// <param name="Problem">What went wrong, when something did.</param>
[GenerateSerializer, Immutable, Alias("rtc.RecordingClosed")]
public sealed record RecordingClosed(
    LegId Leg,
    DateTimeOffset At,
    [property: Id(0)] RecordingId Recording,
    [property: Id(1)] int Chunks,
    [property: Id(2)] long DurationMilliseconds,
    [property: Id(3)] bool Complete,
    [property: Id(4)] string? Problem = null) : LegEvent(Leg, At);

/// <summary>Chunks of a recording cannot be stored at present; the call goes on.</summary>
[GenerateSerializer, Immutable, Alias("rtc.RecordingTroubled")]
public sealed record RecordingTroubled(LegId Leg, DateTimeOffset At, [property: Id(0)] RecordingId Recording, [property: Id(1)] string Problem) : LegEvent(Leg, At);

/// <summary>A fax machine of ours has come to its end; sent exactly once for each <see cref="ReceiveFax"/> and <see cref="SendFax"/>, before <see cref="RecordingClosed"/>.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="At">When.</param>
/// <param name="Fax">The fax, as its command named it.</param>
/// <param name="Complete">Whether the whole document has passed.</param>
/// <param name="Pages">Pages that have passed and were confirmed.</param>
/// <param name="Station">What the other machine calls itself; empty when it did not say.</param>
/// <param name="Result">How it went, in words for an expert (English).</param>
[GenerateSerializer, Immutable, Alias("rtc.FaxOver")]
public sealed record FaxOver(
    LegId Leg,
    DateTimeOffset At,
    [property: Id(0)] RecordingId Fax,
    [property: Id(1)] bool Complete,
    [property: Id(2)] int Pages,
    [property: Id(3)] string Station,
    [property: Id(4)] string Result) : LegEvent(Leg, At);
