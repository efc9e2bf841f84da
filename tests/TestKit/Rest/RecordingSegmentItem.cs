namespace RtcCluster.TestKit.Rest;

/// <summary>A part of a recording that is one file, as <c>GET /api/v1/recordings/{id}</c> names it.</summary>
public sealed record RecordingSegmentItem(string ContentType, double StartSeconds, double DurationSeconds, string Audio);
