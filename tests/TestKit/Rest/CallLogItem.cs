namespace RtcCluster.TestKit.Rest;

/// <summary>One entry of GET /api/v1/call-log, as far as tests judge it.</summary>
public sealed record CallLogItem
{
    public required string Id { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? Result { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether the call began after this moment of the same machine's clock; the log keeps milliseconds, so the last one counts.</summary>
    public bool BeganAfter(DateTimeOffset moment) => StartedAt >= moment - TimeSpan.FromMilliseconds(1);

    public override string ToString() => $"{Id} {From} -> {To}: {Result}, {StartedAt:HH:mm:ss.fff} / {AnsweredAt:HH:mm:ss.fff} / {EndedAt:HH:mm:ss.fff}";
}
