using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Calls;

/// <summary>What a person wants of a call that is going on.</summary>
/// <param name="By">The user who wants it; the call refuses who takes no part in it, unless <paramref name="Privileged"/>.</param>
/// <param name="Privileged">True when the edge has established that the user may act on calls of others (administrator).</param>
[GenerateSerializer, Immutable, Alias("rtc.CallIntent")]
public abstract record CallIntent([property: Id(0)] UserId By, [property: Id(1)] bool Privileged);

/// <summary>End the call.</summary>
[GenerateSerializer, Immutable, Alias("rtc.HangUpIntent")]
public sealed record HangUpIntent(UserId By, bool Privileged) : CallIntent(By, Privileged);

/// <summary>Put the other party on hold: it hears hold music.</summary>
[GenerateSerializer, Immutable, Alias("rtc.HoldIntent")]
public sealed record HoldIntent(UserId By, bool Privileged) : CallIntent(By, Privileged);

/// <summary>Take the other party back.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ResumeIntent")]
public sealed record ResumeIntent(UserId By, bool Privileged) : CallIntent(By, Privileged);

/// <summary>Blind transfer: the other party is connected with a number and this user leaves.</summary>
[GenerateSerializer, Immutable, Alias("rtc.TransferIntent")]
public sealed record TransferIntent(UserId By, bool Privileged, [property: Id(0)] string To) : CallIntent(By, Privileged);

/// <summary>Park the call: the other party waits in a slot for whoever dials it, and this user leaves.</summary>
/// <param name="By">The user.</param>
/// <param name="Privileged">Of no meaning here: a call is parked by one who talks in it.</param>
/// <param name="Slot">The number of the slot; null for any that is free.</param>
/// <param name="Until">When it is not wanted any more (UTC), because whoever asked was told so: it comes late from a silo that died. Null: at any time.</param>
/// <param name="OnlyHeld">Whether only a call that the user holds is meant, and not one in which they talk.</param>
[GenerateSerializer, Immutable, Alias("rtc.ParkIntent")]
public sealed record ParkIntent(
    UserId By,
    bool Privileged,
    [property: Id(0)] string? Slot = null,
    [property: Id(1)] DateTimeOffset? Until = null,
    [property: Id(250)] bool OnlyHeld = false) : CallIntent(By, Privileged);

/// <summary>Send digits to the other party.</summary>
[GenerateSerializer, Immutable, Alias("rtc.DigitsIntent")]
public sealed record DigitsIntent(UserId By, bool Privileged, [property: Id(0)] string Digits) : CallIntent(By, Privileged);

/// <summary>Attended transfer: this user's party and the one of the user's younger call are connected, the user leaves both. Repeating it is harmless.</summary>
[GenerateSerializer, Immutable, Alias("rtc.JoinIntent")]
public sealed record JoinIntent(UserId By, bool Privileged, [property: Id(0)] CallId Consultation) : CallIntent(By, Privileged);

/// <summary>Three-way call: the party of the user's younger call comes over into this one, and all three talk. Repeating it is harmless.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ConferenceIntent")]
public sealed record ConferenceIntent(UserId By, bool Privileged, [property: Id(0)] CallId Consultation) : CallIntent(By, Privileged);

/// <summary>A supervisor's part in somebody else's call: the supervisor's devices ring, and whichever answers is in it; in mid-call another part is taken. Repeating it is harmless.</summary>
/// <param name="By">The supervisor.</param>
/// <param name="Privileged">True when the edge has established that the user is a supervisor or administrator; nobody else may.</param>
/// <param name="Mode">What the supervisor does.</param>
/// <param name="Agent">Whom a whisper is for and whose place is taken; null for the agent of the call.</param>
[GenerateSerializer, Immutable, Alias("rtc.SuperviseIntent")]
public sealed record SuperviseIntent(
    UserId By,
    bool Privileged,
    [property: Id(0)] SupervisorMode Mode,
    [property: Id(1)] UserId? Agent = null) : CallIntent(By, Privileged);

/// <summary>Take up the media of a browser's leg with a new offer; the device may have connected to another edge.</summary>
/// <param name="By">The device's user.</param>
/// <param name="Privileged">Of no meaning here: nobody takes up a leg of somebody else.</param>
/// <param name="Device">The device, <c>hub:{device}</c>.</param>
/// <param name="Edge">The edge that it is connected to.</param>
/// <param name="Offer">Its new offer.</param>
[GenerateSerializer, Immutable, Alias("rtc.AttachIntent")]
public sealed record AttachIntent(
    UserId By,
    bool Privileged,
    [property: Id(0)] string Device,
    [property: Id(1)] EdgeId Edge,
    [property: Id(2)] string Offer) : CallIntent(By, Privileged);

/// <summary>What became of an intention.</summary>
/// <param name="Status">Done, or why not.</param>
/// <param name="Text">A sentence for the person when it was refused.</param>
/// <param name="Slot">The number of the slot that the call was parked in.</param>
/// <param name="Instead">Of a join that cannot be, because the user talks with a machine here: the number that the other call's party is to be transferred to.</param>
[GenerateSerializer, Immutable, Alias("rtc.IntentReceipt")]
public sealed record IntentReceipt(
    [property: Id(0)] IntentStatus Status,
    [property: Id(1)] string? Text = null,
    [property: Id(140)] string? Slot = null,
    [property: Id(250)] string? Instead = null);

/// <summary>The outcomes of an intention.</summary>
[GenerateSerializer, Alias("rtc.IntentStatus")]
public enum IntentStatus
{
    /// <summary>It is saved and on its way.</summary>
    Accepted = 0,

    /// <summary>No such call is going on.</summary>
    NotFound = 1,

    /// <summary>This user may not do that.</summary>
    Forbidden = 2,

    /// <summary>The call is not in a state for it.</summary>
    Conflict = 3,

    /// <summary>The target cannot be had.</summary>
    Unreachable = 4,

    /// <summary>It could not be found out; the same intention may succeed in a moment.</summary>
    Unavailable = 5,
}
