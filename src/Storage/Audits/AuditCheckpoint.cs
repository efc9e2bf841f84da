namespace RtcCluster.Storage.Audits;

/// <summary>How far a tenant's chain was at a moment; signed, and kept in the blob store, where whoever can write to the database cannot reach it.</summary>
public sealed record AuditCheckpoint
{
    /// <summary>The version of this document.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>Number of the last link.</summary>
    public required long Number { get; init; }

    /// <summary>Its hash.</summary>
    public required string Hash { get; init; }

    /// <summary>When this was signed (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Rows up to this number may lack a signature: they are of before there were any.</summary>
    public required long Unsigned { get; init; }
}

/// <summary>When the chain begun: rows that processes of the version before still write are taken for an hour after it.</summary>
/// <param name="At">When (UTC).</param>
public sealed record AuditBeginning(DateTimeOffset At);
