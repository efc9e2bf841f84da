using System.Collections.Immutable;
using Orleans.Concurrency;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Users;

/// <summary>A person: devices, calls, limits. Key: <see cref="UserId"/>.</summary>
[Alias("rtc.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>A REGISTER that was authenticated (RFC 3261 §10.3); all of its contacts are changed or none.</summary>
    [Alias("Register")]
    Task<RegisterReceipt> Register(RegisterRequest request);

    /// <summary>The connection that bindings came by is closed: those of TCP, TLS and WebSocket end with it.</summary>
    [Alias("FlowClosed")]
    Task FlowClosed(EdgeId edge, long flow);

    /// <summary>The devices that can be rung now, in the order of preference (q).</summary>
    [Alias("Devices"), ReadOnly]
    Task<ImmutableArray<DeviceView>> Devices();

    /// <summary>Where a call to this user goes now: what they want done with calls, then their devices.</summary>
    [Alias("Ring")]
    Task<RingPlan> Ring(RingRequest request);

    /// <summary>The user's own devices, for a call that the user asked for; also when the user is not to be disturbed.</summary>
    [Alias("RingOwn")]
    Task<RingPlan> RingOwn();

    /// <summary>The user's devices that one edge alone can reach now, since they are behind a NAT or opened a connection: where a telephone is that has lost its edge and come back.</summary>
    [Alias("HiddenDevices"), ResponseTimeout("00:00:02")]
    Task<ImmutableArray<DialTarget>> HiddenDevices();

    /// <summary>May this user call out to a number now? Counts it when it may; emergency numbers always may.</summary>
    [Alias("AdmitOutbound")]
    Task<CallFailure?> AdmitOutbound(CallId call, string e164, bool emergency);

    /// <summary>A call that was admitted (<see cref="AdmitOutbound"/>) is not made after all, and holds no place any more.</summary>
    [Alias("WithdrawOutbound")]
    Task WithdrawOutbound(CallId call);

    /// <summary>A case blocks calls outside until then, but for emergency numbers, in place of what it said before; null: it blocks them no longer. They pass again when no case blocks them.</summary>
    /// <param name="until">Until when (UTC).</param>
    /// <param name="incident">The case.</param>
    [Alias("BlockOutside")]
    Task BlockOutside(DateTimeOffset? until, string incident);

    /// <summary>The user takes part in a call in another way, or no longer; keeps the list behind <see cref="ActiveCalls"/>.</summary>
    [Alias("CallChanged")]
    Task CallChanged(UserCall call);

    /// <summary>The user begins to work in queues: their agent is told of the calls that go on, and from now on of each that comes of no queue.</summary>
    [Alias("BeginWork"), ResponseTimeout("00:00:10")]
    Task BeginWork();

    /// <summary>The call that the user's devices ring for, the one that has rung longest when there are several, and none of a queue; null when there is none.</summary>
    [Alias("RingingCall"), ReadOnly]
    Task<CallId?> RingingCall();

    /// <summary>The calls that the user takes part in.</summary>
    [Alias("ActiveCalls"), ReadOnly]
    Task<ImmutableArray<CallId>> ActiveCalls();

    /// <summary>How the user is.</summary>
    [Alias("Presence"), ReadOnly]
    Task<PresenceCard> Presence();

    /// <summary>The user says how they are: available, busy, away or not to be disturbed.</summary>
    [Alias("SetPresence")]
    Task SetPresence(PresenceStatus status, string? reason);

    /// <summary>A calendar says when the user is engaged, in place of what it said before. Colleagues see who chose to be available as busy then; calls ring as ever.</summary>
    /// <remarks>It is not stored: whoever reads the calendar says it again every few minutes.</remarks>
    [Alias("Engage")]
    Task Engage(ImmutableArray<Engagement> engagements);

    /// <summary>Whether the user's account of Google is told when the user is seen otherwise (<see cref="Google.IGoogleGrain.PresenceChanged"/>).</summary>
    /// <remarks>It is not stored: whoever reads Google Chat says it again every few minutes.</remarks>
    /// <returns>How the user is seen now.</returns>
    [Alias("TellGoogle")]
    Task<PresenceStatus> TellGoogle(bool isWanted);

    /// <summary>An edge has browsers that watch this user: it is told of changes for two minutes (<see cref="Edges.IEdgeGrain.PresenceChanged"/>), unless it says so again.</summary>
    /// <returns>How the user is; null when there is no such user.</returns>
    [Alias("WatchPresence")]
    Task<PresenceChange?> WatchPresence(EdgeId edge);

    /// <summary>Creates or changes the user in the directory.</summary>
    [Alias("Configure")]
    Task<ConfigureReceipt> Configure(UserSettings settings);

    /// <summary>Changes how the user is shown to others, and nothing else.</summary>
    [Alias("Rename")]
    Task<ConfigureReceipt> Rename(string displayName);

    /// <summary>Keeps the user from signing in, registering and calling, and changes nothing else.</summary>
    [Alias("Restrict")]
    Task<ConfigureReceipt> Restrict();

    /// <summary>What the user wants done with calls.</summary>
    [Alias("ConfigureCalls")]
    Task<ConfigureReceipt> ConfigureCalls(CallWishes wishes);

    /// <summary>To whom the user shows presence and number; who watches is told at once.</summary>
    [Alias("ConfigureVisibility")]
    Task<ConfigureReceipt> ConfigureVisibility(VisibilityRules rules);

    /// <summary>Removes the user: devices are dropped, sign-in ends.</summary>
    [Alias("Remove")]
    Task<ConfigureReceipt> Remove();

    /// <summary>The user was deleted: devices are dropped, and calls that are known of end for the user.</summary>
    [Alias("Forget")]
    Task Forget();
}

/// <summary>What an administrator may set of a user.</summary>
/// <param name="Email">Sign-in name.</param>
/// <param name="DisplayName">Shown to others.</param>
/// <param name="Extension">The SIP account and the number of the user's line.</param>
/// <param name="Role">Agent, Supervisor or Administrator.</param>
/// <param name="Password">A new password; null leaves the old one. Never logged.</param>
/// <param name="Disabled">True: no sign-in, no registration, no calls.</param>
/// <param name="RequireSrtp">True: the user's telephones speak SRTP over TLS or not at all.</param>
[GenerateSerializer, Immutable, Alias("rtc.UserSettings")]
public sealed record UserSettings(
    [property: Id(0)] string Email,
    [property: Id(1)] string DisplayName,
    [property: Id(2)] string Extension,
    [property: Id(3)] string Role,
    [property: Id(4)] string? Password,
    [property: Id(5)] bool Disabled = false,
    [property: Id(100)] bool RequireSrtp = false)
{
    /// <summary>Leaves the password out.</summary>
    public override string ToString() => $"{nameof(UserSettings)} {{ {Extension}, {Role} }}";
}

/// <summary>What a user wants done with calls.</summary>
/// <param name="ForwardAlways">Every call goes there; null for none.</param>
/// <param name="ForwardBusy">A call goes there that finds the user busy, not to be disturbed or declining; null for none.</param>
/// <param name="ForwardNoAnswer">A call goes there that nobody answers, or that no device can be reached for; null for none.</param>
/// <param name="RingSeconds">How long the devices ring, 5 to 120; null for as long as the line says.</param>
/// <param name="CallWaiting">Whether a further call rings while the user is in one.</param>
/// <param name="BlocksAnonymous">Whether callers are refused who show no number.</param>
/// <param name="Blocked">Callers that are refused: extensions, E.164 numbers, or the beginning of one with an asterisk behind it; at most 1,000.</param>
/// <param name="FollowMe">Numbers that are rung one after the other for a call that the own devices do not take, before <paramref name="ForwardNoAnswer"/>; at most 5, 5 to 60 seconds each.</param>
/// <param name="FollowMeAtOnce">Whether they are rung instead of the own devices.</param>
[GenerateSerializer, Immutable, Alias("rtc.CallWishes")]
public sealed record CallWishes(
    [property: Id(0)] string? ForwardAlways,
    [property: Id(1)] string? ForwardBusy,
    [property: Id(2)] string? ForwardNoAnswer,
    [property: Id(3)] int? RingSeconds,
    [property: Id(4)] bool CallWaiting,
    [property: Id(5)] bool BlocksAnonymous,
    [property: Id(6)] ImmutableArray<string> Blocked,
    [property: Id(7)] ImmutableArray<FollowStep> FollowMe = default,
    [property: Id(8)] bool FollowMeAtOnce = false);

/// <summary>What became of a change of settings.</summary>
/// <param name="Status">Saved, or why not.</param>
/// <param name="Problem">The field and the bound that it broke, when it was invalid.</param>
[GenerateSerializer, Immutable, Alias("rtc.ConfigureReceipt")]
public sealed record ConfigureReceipt([property: Id(0)] ConfigureStatus Status, [property: Id(1)] string? Problem = null);

/// <summary>The outcomes of a change of settings.</summary>
[GenerateSerializer, Alias("rtc.ConfigureStatus")]
public enum ConfigureStatus
{
    /// <summary>Saved.</summary>
    Saved = 0,

    /// <summary>A value is not acceptable.</summary>
    Invalid = 1,

    /// <summary>Somebody else changed it, or the name is taken.</summary>
    Conflict = 2,

    /// <summary>There is nothing of that name.</summary>
    NotFound = 3,

    /// <summary>The plan's seats are all taken. An edge of before takes it for an unacceptable value.</summary>
    NoSeat = 4,
}
