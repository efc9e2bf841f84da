namespace RtcCluster.Storage.Audits;

/// <summary>Which rows of a tenant's audit trail to list; what is null does not matter.</summary>
public sealed record AuditFilter
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Who acted, <c>{tenant}/{name}</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>What the action begins with: <c>queue.</c> is everything that was done to queues.</summary>
    public string? Action { get; init; }

    /// <summary>Part of the target.</summary>
    public string? Target { get; init; }

    /// <summary>Happened at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Happened before.</summary>
    public DateTimeOffset? Until { get; init; }
}
