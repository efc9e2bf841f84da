namespace RtcCluster.Storage.History;

/// <summary>One user of one recording, so that a user's own recordings are one index range.</summary>
internal sealed record RecordingParticipantRow
{
    public required string RecordingId { get; init; }

    public required string UserId { get; init; }

    public required string TenantId { get; init; }
}
