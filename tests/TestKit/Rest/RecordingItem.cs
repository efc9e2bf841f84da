namespace RtcCluster.TestKit.Rest;

/// <summary>One entry of GET /api/v1/recordings, as far as tests judge it.</summary>
public sealed record RecordingItem
{
    public required string Id { get; init; }

    public string? Call { get; init; }

    public string? State { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
