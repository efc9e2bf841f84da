using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Trunks;

/// <summary>A trunk, as the API shows it; never its password.</summary>
internal sealed record TrunkModel(
    string Name,
    IReadOnlyList<PeerModel> Peers,
    IReadOnlyList<string> AcceptFrom,
    IReadOnlyList<string> Prefixes,
    int OptionsSeconds,
    bool Register,
    string? Username,
    string? Realm,
    string? CallerNumber,
    int MaxCalls,
    bool Enabled,
    bool RequireSrtp,
    TrunkStatusModel? Status)
{
    public static TrunkModel Of(Trunk trunk, TrunkStatus? status) => new(
        trunk.Name,
        [.. trunk.Peers.Select(peer => new PeerModel { Host = peer.Host, Port = peer.Port, Transport = peer.Transport, Priority = peer.Priority, Weight = peer.Weight })],
        trunk.AcceptFrom,
        [.. trunk.NumberRules.Select(rule => rule.Pattern.TrimEnd('*'))],
        trunk.OptionsPingSeconds,
        trunk.Register,
        Empty(trunk.Username),
        Empty(trunk.Realm),
        Empty(trunk.CallerId),
        trunk.MaxCalls,
        trunk.Enabled,
        trunk.RequireSrtp,
        status is null ? null : TrunkStatusModel.Of(status));

    private static string? Empty(string text) => text.Length == 0 ? null : text;
}

/// <summary>One host of a trunk.</summary>
public sealed record PeerModel
{
    /// <summary>IP address or host name.</summary>
    [Required, StringLength(253, MinimumLength = 1)]
    public required string Host { get; init; }

    /// <summary>1 to 65,535.</summary>
    [Range(1, 65_535)]
    public int Port { get; init; } = 5060;

    /// <summary>How SIP travels to it.</summary>
    public TrunkTransport Transport { get; init; }

    /// <summary>Lower is tried first (RFC 2782).</summary>
    [Range(0, 65_535)]
    public int Priority { get; init; }

    /// <summary>Share among those of one priority (RFC 2782).</summary>
    [Range(0, 65_535)]
    public int Weight { get; init; } = 1;
}

/// <summary>How a trunk is.</summary>
internal sealed record TrunkStatusModel(IReadOnlyList<PeerStatus> Peers, int Calls, bool? Registered, string? RegistrationProblem)
{
    public static TrunkStatusModel Of(TrunkStatus status) => new(status.Peers, status.Calls, status.Registered, status.RegistrationProblem);
}

/// <summary>What an administrator sets of a trunk.</summary>
public sealed record TrunkChange
{
    /// <summary>1 to 20 hosts.</summary>
    [Required, Length(1, 20)]
    public required IReadOnlyList<PeerModel> Peers { get; init; }

    /// <summary>Addresses and networks whose calls are taken without digest.</summary>
    [Length(0, 50)]
    public IReadOnlyList<string> AcceptFrom { get; init; } = [];

    /// <summary>E.164 prefixes that go out by it; empty for all.</summary>
    [Length(0, 200)]
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>Seconds between OPTIONS; 0 for none.</summary>
    [Range(0, 3600)]
    public int OptionsSeconds { get; init; } = 30;

    /// <summary>True: keep registered at the first peer.</summary>
    public bool Register { get; init; }

    /// <summary>User name for registration and digest.</summary>
    [StringLength(128)]
    public string? Username { get; init; }

    /// <summary>New password; null keeps the old one.</summary>
    [StringLength(256)]
    public string? Password { get; init; }

    /// <summary>The only realm that the credentials are given to.</summary>
    [StringLength(253)]
    public string? Realm { get; init; }

    /// <summary>Number shown to the carrier when the user has none of their own.</summary>
    [StringLength(32)]
    public string? CallerNumber { get; init; }

    /// <summary>Most calls at a time; 0 for no limit.</summary>
    [Range(0, 100_000)]
    public int MaxCalls { get; init; }

    /// <summary>False: no calls in or out.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>True: SRTP over TLS or no call; every peer has the transport tls then.</summary>
    public bool RequireSrtp { get; init; }

    /// <summary>Leaves the password out.</summary>
    public override string ToString() => $"{nameof(TrunkChange)} {{ {Peers.Count} peers }}";

    internal TrunkSettings ToSettings() => new()
    {
        Peers = [.. Peers.Select(peer => new Contracts.Trunks.TrunkPeer($"{peer.Host}:{peer.Port}", peer.Host, peer.Port, peer.Transport.ToString().ToLowerInvariant(), peer.Priority, peer.Weight))],
        AcceptFrom = [.. AcceptFrom],
        Prefixes = [.. Prefixes],
        OptionsSeconds = OptionsSeconds,
        Register = Register,
        Username = Username,
        Password = Password,
        Realm = Realm,
        CallerNumber = CallerNumber,
        MaxCalls = MaxCalls,
        Enabled = Enabled,
        RequireSrtp = RequireSrtp,
    };
}
