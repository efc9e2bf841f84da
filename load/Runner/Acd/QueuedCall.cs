namespace RtcCluster.Load.Runner.Acd;

/// <summary>A call of a queue as its agent met it; the caller waits for both.</summary>
internal sealed class QueuedCall
{
    private readonly TaskCompletionSource<Ring> _rang = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>An agent's browser rang.</summary>
    public Task<Ring> Rang => _rang.Task;

    /// <summary>The agent has answered.</summary>
    public Task Answered => _answered.Task;

    public void Ringing(Ring ring) => _rang.TrySetResult(ring);

    public void Taken() => _answered.TrySetResult();
}

/// <summary>When a browser rang.</summary>
/// <param name="At">The stopwatch's time stamp.</param>
/// <param name="Utc">The clock.</param>
internal readonly record struct Ring(long At, DateTimeOffset Utc);
