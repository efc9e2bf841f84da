namespace RtcCluster.Storage.Directory;

/// <summary>A SIP account as stored; both digests are encrypted with Data Protection.</summary>
internal sealed record SipAccountRow
{
    public required string TenantId { get; init; }

    public required string Username { get; init; }

    public required string Realm { get; init; }

    public required string UserId { get; init; }

    public required string ProtectedHa1Md5 { get; init; }

    public required string ProtectedHa1Sha256 { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
