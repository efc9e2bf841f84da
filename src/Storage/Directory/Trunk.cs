namespace RtcCluster.Storage.Directory;

/// <summary>The connection to a carrier or PBX. Its password is asked for with <see cref="IDirectory.FindTrunkPasswordAsync"/>.</summary>
public sealed record Trunk
{
    /// <summary>The trunk's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Name within the tenant, <c>[a-z0-9._-]{1,64}</c>; never changes.</summary>
    public required string Name { get; init; }

    /// <summary>Where calls are sent, tried by priority and weight.</summary>
    public IReadOnlyList<TrunkPeer> Peers { get; init; } = [];

    /// <summary>IP addresses and networks (<c>192.0.2.0/24</c>) whose calls are taken without digest; each belongs to one trunk of the cluster.</summary>
    public IReadOnlyList<string> AcceptFrom { get; init; } = [];

    /// <summary>True when the trunk wants REGISTER from us.</summary>
    public bool Register { get; init; }

    /// <summary>User name for REGISTER and for challenges to our calls; empty when there is none.</summary>
    public string Username { get; init; } = "";

    /// <summary>The only realm that the user name and password are given to.</summary>
    public string Realm { get; init; } = "";

    /// <summary>How numbers are written for the carrier; empty sends them as E.164.</summary>
    public IReadOnlyList<TrunkNumberRule> NumberRules { get; init; } = [];

    /// <summary>Number shown to the called party; empty shows the caller's own.</summary>
    public string CallerId { get; init; } = "";

    /// <summary>Calls at one time, both directions; 0 means no limit.</summary>
    public int MaxCalls { get; init; }

    /// <summary>False when no call goes in or out.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>True when its calls are SRTP over TLS or none.</summary>
    public bool RequireSrtp { get; init; }

    /// <summary>Seconds between OPTIONS that tell whether a peer is there; 0 sends none.</summary>
    public int OptionsPingSeconds { get; init; } = 30;

    /// <summary>Number of saves so far; 0 for a trunk that is not stored yet. A save names the version it changes.</summary>
    public int Version { get; init; }
}
