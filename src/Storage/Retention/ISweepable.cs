namespace RtcCluster.Storage.Retention;

/// <summary>A thing that a sweep looks at.</summary>
internal interface ISweepable
{
    /// <summary>Its place in the order of the sweep.</summary>
    (DateTimeOffset At, string Id) Place { get; }
}

/// <summary>What a sweep did with a thing.</summary>
internal enum SweepResult
{
    /// <summary>It is not due, or waits for something else.</summary>
    Kept,

    /// <summary>It is gone.</summary>
    Erased,

    /// <summary>It is due, and a case holds it.</summary>
    Held,

    /// <summary>It is due, and could not be erased now.</summary>
    Failed,
}
