namespace RtcCluster.Storage.Directory;

/// <summary>A user without secrets, as grains and edges see it.</summary>
public sealed record DirectoryUser
{
    /// <summary>The tenant that the user belongs to.</summary>
    public required string TenantId { get; init; }

    /// <summary>Name within the tenant, <c>[a-z0-9._-]{1,64}</c>; never changes.</summary>
    public required string Name { get; init; }

    /// <summary>The name that callers and colleagues see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Address that the user signs in with, unique on the cluster.</summary>
    public required string Email { get; init; }

    /// <summary>Extension and SIP user name, unique in the tenant; null for a user without a telephone.</summary>
    public string? Extension { get; init; }

    /// <summary>What the user may do.</summary>
    public UserRole Role { get; init; }

    /// <summary>True when the user may neither sign in nor register.</summary>
    public bool Disabled { get; init; }

    /// <summary>True when the user's telephones speak SRTP over TLS or not at all; browsers always do.</summary>
    public bool RequireSrtp { get; init; }

    /// <summary>What the user wants done with calls.</summary>
    public UserCallSettings Calls { get; init; } = new();

    /// <summary>Number of saves so far; 0 for a user that is not stored yet. A save names the version it changes.</summary>
    public int Version { get; init; }

    /// <summary>The key <c>{tenant}/{name}</c> of Identity, grains and history.</summary>
    public string Id => $"{TenantId}/{Name}";
}
