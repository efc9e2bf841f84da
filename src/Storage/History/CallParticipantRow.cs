namespace RtcCluster.Storage.History;

/// <summary>One user of one call, so that a user's own calls are one index range.</summary>
internal sealed record CallParticipantRow
{
    public required string CallId { get; init; }

    public required string UserId { get; init; }

    public required string TenantId { get; init; }
}
