using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Calls;

/// <summary>A call asks an older one to take over its other party: one who talks in both wants those two to talk (RFC 5589 §7).</summary>
/// <param name="From">The leg of that party in the call that asks, which will end.</param>
/// <param name="By">The leg of that party in the call that is asked, which goes on.</param>
/// <param name="Party">Who that party is; the call that is asked compares.</param>
/// <param name="ReferId">The REFER of <paramref name="From"/> that asked for it.</param>
[GenerateSerializer, Immutable, Alias("rtc.CallJoin")]
public sealed record CallJoin(
    [property: Id(0)] NamedLeg From,
    [property: Id(1)] LegId By,
    [property: Id(2)] Party Party,
    [property: Id(3)] int ReferId);

/// <summary>A call asks a younger one to give up its other party and to end.</summary>
/// <param name="Into">The call that goes on.</param>
/// <param name="By">The party that talks in both calls.</param>
/// <param name="ByLeg">That party's leg in the call that is asked, when it is known; else the one of its user.</param>
/// <param name="ReferId">The REFER of that leg that asked for it, when one did.</param>
/// <param name="Itself">True when it is that party itself that goes over, which called and has not been answered: it picks a call up.</param>
[GenerateSerializer, Immutable, Alias("rtc.CallYield")]
public sealed record CallYield(
    [property: Id(0)] CallId Into,
    [property: Id(1)] Party By,
    [property: Id(2)] LegId? ByLeg = null,
    [property: Id(3)] int? ReferId = null,
    [property: Id(4)] bool Itself = false);

/// <summary>A call asks an older one, which rings, to let its party answer there (pickup).</summary>
/// <param name="From">The leg of that party in the call that asks, which will end.</param>
/// <param name="By">Who picks up.</param>
[GenerateSerializer, Immutable, Alias("rtc.CallPick")]
public sealed record CallPick([property: Id(0)] NamedLeg From, [property: Id(1)] Party By);

/// <summary>What became of a <see cref="CallYield"/>.</summary>
/// <param name="Status">Accepted once the call has saved that it ends; else nothing has changed.</param>
/// <param name="Text">A sentence for the person when it was refused.</param>
/// <param name="Leg">The leg that waits to be taken, when it was accepted.</param>
/// <param name="Instead">Nobody is there to be taken over, but a room, a queue or another machine: the number that the party of the call that asks is to be transferred to. Nothing has changed.</param>
[GenerateSerializer, Immutable, Alias("rtc.YieldReceipt")]
public sealed record YieldReceipt(
    [property: Id(0)] IntentStatus Status,
    [property: Id(1)] string? Text = null,
    [property: Id(2)] YieldedLeg? Leg = null,
    [property: Id(250)] string? Instead = null);

/// <summary>A leg that a call has given up.</summary>
/// <param name="From">Its name in that call.</param>
/// <param name="Edge">The edge that signals it.</param>
/// <param name="Party">Who is at its end.</param>
/// <param name="Incoming">True when the party called.</param>
/// <param name="Target">Where it was sent, when it was called.</param>
/// <param name="Device">The browser device, <c>hub:{device}</c>; null for a SIP leg.</param>
/// <param name="PhoneHold">True when its telephone holds.</param>
/// <param name="IsAnswered">False for a leg whose INVITE waits for its answer.</param>
/// <param name="Offer">The offer of such a leg; null when it made none.</param>
/// <param name="Transport">The transport of its signalling, when it is known.</param>
/// <param name="RequireSrtp">True when its party gets SRTP or no call.</param>
/// <param name="Records">True when the call that gives it up is one that is recorded.</param>
/// <param name="Dialled">The number of that call; empty where it is not known.</param>
/// <param name="Told">What its party was told in it.</param>
/// <param name="Withholds">True when nothing may be recorded with it: its party was to be told or asked before, and has not heard it or has not agreed.</param>
[GenerateSerializer, Immutable, Alias("rtc.YieldedLeg")]
public sealed record YieldedLeg(
    [property: Id(0)] NamedLeg From,
    [property: Id(1)] EdgeId Edge,
    [property: Id(2)] Party Party,
    [property: Id(3)] bool Incoming,
    [property: Id(4)] DialTarget? Target,
    [property: Id(5)] string? Device,
    [property: Id(6)] bool PhoneHold,
    [property: Id(7)] bool IsAnswered = true,
    [property: Id(8)] string? Offer = null,
    [property: Id(9)] string? Transport = null,
    [property: Id(100)] bool RequireSrtp = false,
    [property: Id(370)] bool Withholds = false,
    [property: Id(371)] bool Records = false,
    [property: Id(372)] string Dialled = "",
    [property: Id(373)] ImmutableArray<RecordedNotice> Told = default);
