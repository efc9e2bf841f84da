namespace RtcCluster.Contracts.Queues;

/// <summary>Virtual hold: a caller hangs up, keeps the place and is called back.</summary>
[GenerateSerializer, Immutable, Alias("rtc.CallbackRules")]
public sealed record CallbackRules
{
    /// <summary>True when callers may ask for it.</summary>
    [Id(0)]
    public bool Allowed { get; init; }

    /// <summary>How often somebody is called who does not answer. 1 to 5.</summary>
    [Id(1)]
    public int Attempts { get; init; } = 1;

    /// <summary>How long after an attempt the next one may be made. 1 minute to 1 day.</summary>
    [Id(2)]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after the wish somebody may be called; then the place is given up. 10 minutes to 30 days.</summary>
    [Id(150)]
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(1);

    /// <summary>True: people are called back while the queue is closed, too. False: they wait until it opens, and keep their places.</summary>
    [Id(151)]
    public bool OutsideHours { get; init; }
}
