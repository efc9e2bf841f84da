namespace RtcCluster.Load.Runner.Lab.Recordings;

/// <summary>A recording, as REST lists it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="State">How far it is.</param>
/// <param name="Segments">What its sound consists of; only where one recording is asked for.</param>
internal sealed record StoredCall(string Id, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string State, IReadOnlyList<StoredSegment>? Segments)
{
    /// <summary>When the last that is stored of it was said.</summary>
    public DateTimeOffset StoredUntil => StartedAt.AddSeconds(Segments is { Count: > 0 } segments ? segments.Max(static segment => segment.StartSeconds + segment.DurationSeconds) : 0);
}

/// <summary>A segment of a recording.</summary>
/// <param name="StartSeconds">When it begins.</param>
/// <param name="DurationSeconds">Length in seconds.</param>
internal sealed record StoredSegment(double StartSeconds, double DurationSeconds);
