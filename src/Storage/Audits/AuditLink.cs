namespace RtcCluster.Storage.Audits;

/// <summary>The place of an audit row in its tenant's chain. Rows are only added: the audit trail itself is never written to again.</summary>
public sealed record AuditLink
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Place in the chain: 1 for the first, without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>The row.</summary>
    public required long RowId { get; init; }

    /// <summary>Hash of the row and of the link before it, in hexadecimal.</summary>
    public required string Hash { get; init; }
}
