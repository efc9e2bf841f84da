namespace RtcCluster.Cluster.Draining;

/// <summary>Whether this process is stopping, and how patient it is. Anybody may watch it: readiness, the SIP listener, the hub.</summary>
/// <param name="patience">How long calls that cannot be moved may go on.</param>
public sealed class Drain(TimeSpan patience) : IDisposable
{
    private readonly CancellationTokenSource _started = new();

    /// <summary>How long calls that cannot be moved may go on (<c>Cluster:DrainSeconds</c>).</summary>
    public TimeSpan Patience { get; } = patience;

    /// <summary>Whether the stop has begun: nothing new may be accepted.</summary>
    public bool IsDraining => _started.IsCancellationRequested;

    /// <summary>Signalled when the stop begins.</summary>
    public CancellationToken Started => _started.Token;

    /// <summary>Begins the stop; later calls change nothing.</summary>
    public void Begin() => _started.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _started.Dispose();
}
