namespace RtcCluster.Contracts.Lines;

/// <summary>What is known of what a party outside is told before a recording.</summary>
/// <param name="IsKnown">False where the rules cannot be read: then nothing is recorded.</param>
/// <param name="What">What it is told; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("rtc.NoticeFound")]
public sealed record NoticeFound([property: Id(0)] bool IsKnown, [property: Id(1)] RecordingNotice? What);
