using System.Collections.Immutable;

namespace RtcCluster.Contracts.Queues;

/// <summary>What agents do after a call of the queue (after-call work).</summary>
[GenerateSerializer, Immutable, Alias("rtc.WrapUpRules")]
public sealed record WrapUpRules
{
    /// <summary>How long; zero: none, unless a disposition is demanded. At most 1 h.</summary>
    [Id(0)]
    public TimeSpan Time { get; init; }

    /// <summary>True: the agent gets no call before the last one has a disposition, however long that takes.</summary>
    [Id(1)]
    public bool DispositionRequired { get; init; }

    /// <summary>The dispositions that are accepted; empty: any of 1 to 64 characters.</summary>
    [Id(2)]
    public ImmutableArray<string> Dispositions { get; init; } = [];
}
