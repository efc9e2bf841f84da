using System.Collections.Immutable;
using Orleans.Concurrency;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Trunks;

/// <summary>The connection to a carrier or PBX: health, choice of peer, limits. Key: <see cref="TrunkId"/>.</summary>
[Alias("rtc.ITrunkGrain")]
public interface ITrunkGrain : IGrainWithStringKey
{
    /// <summary>Begins health checks and registration; edges call it at start for each trunk of the directory. Repeating it is harmless.</summary>
    [Alias("Start")]
    Task Start();

    /// <summary>The peers to try for a number, healthy ones first by priority, shuffled by weight (as RFC 2782 does); or why not.</summary>
    [Alias("Choose")]
    Task<TrunkChoice> Choose(CallId call, string e164, Party caller);

    /// <summary>A call has taken over a leg that goes by this trunk: it counts, even beyond <see cref="TrunkSettings.MaxCalls"/>.</summary>
    [Alias("Count")]
    Task Count(CallId call);

    /// <summary>A leg that used one of the calls of <see cref="TrunkSettings.MaxCalls"/> has ended.</summary>
    [Alias("Release")]
    Task Release(CallId call);

    /// <summary>A peer answered an OPTIONS, or did not.</summary>
    /// <param name="peer">The peer's name.</param>
    /// <param name="code">The response code; any final response but 503 and 408 counts as alive. 0 for none.</param>
    /// <param name="roundTripMilliseconds">Milliseconds until the response.</param>
    [Alias("Probed")]
    Task Probed(string peer, int code, double roundTripMilliseconds);

    /// <summary>The registration at the peer changed.</summary>
    [Alias("RegistrationChanged")]
    Task RegistrationChanged(EdgeId edge, bool registered, string? problem);

    /// <summary>How the trunk is.</summary>
    [Alias("Status"), ReadOnly]
    Task<TrunkStatus> Status();

    /// <summary>Creates or changes the trunk in the directory.</summary>
    [Alias("Configure")]
    Task<ConfigureReceipt> Configure(TrunkSettings settings);

    /// <summary>Removes the trunk.</summary>
    [Alias("Remove")]
    Task<ConfigureReceipt> Remove();
}

/// <summary>Where a call that goes out is sent.</summary>
/// <param name="Targets">In the order in which they are tried.</param>
/// <param name="From">Who is calling, as the carrier shall see it.</param>
/// <param name="Refusal">503 when no peer is healthy or the trunk is full; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("rtc.TrunkChoice")]
public sealed record TrunkChoice(
    [property: Id(0)] ImmutableArray<DialTarget> Targets,
    [property: Id(1)] Party From,
    [property: Id(2)] CallFailure? Refusal = null);

/// <summary>One host of a trunk.</summary>
/// <param name="Name">Unique within the trunk.</param>
/// <param name="Host">Address or name.</param>
/// <param name="Port">1 to 65,535.</param>
/// <param name="Transport">udp, tcp or tls.</param>
/// <param name="Priority">Lower is tried first (RFC 2782).</param>
/// <param name="Weight">Share among those of the same priority (RFC 2782).</param>
[GenerateSerializer, Immutable, Alias("rtc.TrunkPeer")]
public sealed record TrunkPeer(
    [property: Id(0)] string Name,
    [property: Id(1)] string Host,
    [property: Id(2)] int Port,
    [property: Id(3)] string Transport = "udp",
    [property: Id(4)] int Priority = 10,
    [property: Id(5)] int Weight = 100);

/// <summary>A registration that an edge keeps up. The edge reads the password from the directory.</summary>
[GenerateSerializer, Immutable, Alias("rtc.TrunkRegistration")]
public sealed record TrunkRegistration(
    [property: Id(0)] TrunkPeer Peer,
    [property: Id(1)] string Username,
    [property: Id(2)] string Realm,
    [property: Id(3)] int ExpiresSeconds);

/// <summary>How a trunk is.</summary>
[GenerateSerializer, Immutable, Alias("rtc.TrunkStatus")]
public sealed record TrunkStatus(
    [property: Id(0)] ImmutableArray<PeerStatus> Peers,
    [property: Id(1)] int Calls,
    [property: Id(2)] bool? Registered,
    [property: Id(3)] string? RegistrationProblem);

/// <summary>How a peer is.</summary>
[GenerateSerializer, Immutable, Alias("rtc.PeerStatus")]
public sealed record PeerStatus(
    [property: Id(0)] string Peer,
    [property: Id(1)] bool Healthy,
    [property: Id(2)] DateTimeOffset? LastProbe,
    [property: Id(3)] int? LastCode,
    [property: Id(4)] double? RoundTripMilliseconds);

/// <summary>What an administrator may set of a trunk.</summary>
[GenerateSerializer, Immutable, Alias("rtc.TrunkSettings")]
public sealed record TrunkSettings
{
    /// <summary>Hosts, at least one.</summary>
    [Id(0)]
    public required ImmutableArray<TrunkPeer> Peers { get; init; }

    /// <summary>Addresses that calls are accepted from without digest.</summary>
    [Id(1)]
    public ImmutableArray<string> AcceptFrom { get; init; } = [];

    /// <summary>Number prefixes (E.164) that go out by this trunk; empty for all.</summary>
    [Id(2)]
    public ImmutableArray<string> Prefixes { get; init; } = [];

    /// <summary>Seconds between OPTIONS; 0 for none. While a peer is down at most 5, so that one that comes back is used at once.</summary>
    [Id(3)]
    public int OptionsSeconds { get; init; } = 30;

    /// <summary>True: keep registered at the first peer.</summary>
    [Id(4)]
    public bool Register { get; init; }

    /// <summary>User name for registration and digest.</summary>
    [Id(5)]
    public string? Username { get; init; }

    /// <summary>A new password; null leaves the old one. Never logged.</summary>
    [Id(6)]
    public string? Password { get; init; }

    /// <summary>The only realm that the credentials are given to.</summary>
    [Id(7)]
    public string? Realm { get; init; }

    /// <summary>Number shown to the carrier when the user has none of their own.</summary>
    [Id(8)]
    public string? CallerNumber { get; init; }

    /// <summary>Most calls at a time; 0 for no limit.</summary>
    [Id(9)]
    public int MaxCalls { get; init; }

    /// <summary>False: no calls in or out.</summary>
    [Id(10)]
    public bool Enabled { get; init; } = true;

    /// <summary>True: SRTP over TLS or no call.</summary>
    [Id(100)]
    public bool RequireSrtp { get; init; }

    /// <summary>Leaves the password out.</summary>
    public override string ToString() => $"{nameof(TrunkSettings)} {{ {Peers.Length} peers }}";
}
