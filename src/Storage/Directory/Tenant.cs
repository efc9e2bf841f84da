namespace RtcCluster.Storage.Directory;

/// <summary>A company on the cluster.</summary>
public sealed record Tenant
{
    /// <summary>Short id that begins every key of the tenant, for example <c>demo</c>: <c>[a-z0-9-]{1,32}</c>, but no folder in which files of all tenants lie (audit, fax, greetings, recordings, restoring, voicemail); never changes.</summary>
    public required string Id { get; init; }

    /// <summary>The company's name as people write it.</summary>
    public required string Name { get; init; }

    /// <summary>Digest realm and SIP domain of its accounts, unique on the cluster, lower case, for example <c>demo.test</c>.</summary>
    public required string SipRealm { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code that national numbers are read by, for example <c>CO</c>.</summary>
    public required string Country { get; init; }

    /// <summary>Everything else that the company decides.</summary>
    public TenantSettings Settings { get; init; } = new();

    /// <summary>Number of saves so far; 0 for a tenant that is not stored yet. A save names the version it changes.</summary>
    public int Version { get; init; }
}
