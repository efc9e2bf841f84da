namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary>A call whose edge is drained.</summary>
internal interface IDrainedCall : IAsyncDisposable
{
    /// <summary>Brings it to its state.</summary>
    /// <exception cref="Hub.CallFailedException">It cannot be had even before the fault.</exception>
    Task SetUpAsync();

    /// <summary>From now on silence is measured.</summary>
    Task WatchAsync();

    /// <summary>What somebody does while the edge is drained.</summary>
    /// <returns>Why it failed; null when it did not.</returns>
    Task<string?> ActAsync();

    /// <summary>The fault is over: all hear what they are to hear, and leave.</summary>
    /// <param name="failure">Why it failed already; null when it did not.</param>
    Task<DrainOutcome> FinishAsync(string? failure);
}
