using System.Diagnostics;

namespace RtcCluster.Cluster.Draining;

/// <summary>Whether this process takes nothing new, because it stops or is drained, and how patient it is. Anybody may watch it: readiness, the SIP listener, the hub.</summary>
/// <param name="patience">How long calls that cannot be moved may go on.</param>
public sealed class Drain(TimeSpan patience) : IDisposable
{
    private readonly CancellationTokenSource _started = new();
    private volatile bool _held;
    private volatile bool _elsewhere;
    private long _begun;

    /// <summary>How long calls that cannot be moved may go on (<c>Cluster:DrainSeconds</c>).</summary>
    public TimeSpan Patience { get; } = patience;

    /// <summary>Whether nothing new may be accepted: the stop has begun, or somebody asked for it.</summary>
    public bool IsDraining => _held || IsStopping;

    /// <summary>Whether the stop has begun.</summary>
    public bool IsStopping => _started.IsCancellationRequested;

    /// <summary>Whether others take what is refused here.</summary>
    public bool IsElsewhere
    {
        get => _elsewhere;
        set => _elsewhere = value;
    }

    /// <summary>How long the stop has been going on.</summary>
    public TimeSpan Elapsed => Volatile.Read(ref _begun) is var begun and not 0 ? Stopwatch.GetElapsedTime(begun) : TimeSpan.Zero;

    /// <summary>Signalled when the stop begins.</summary>
    public CancellationToken Started => _started.Token;

    /// <summary>Begins the stop; later calls change nothing.</summary>
    public void Begin()
    {
        Interlocked.CompareExchange(ref _begun, Stopwatch.GetTimestamp(), 0);
        _started.Cancel();
    }

    /// <summary>Nothing new is accepted from now on, and the process goes on.</summary>
    public void Hold() => _held = true;

    /// <summary>New calls are accepted again, unless the process stops.</summary>
    public void Release() => _held = false;

    /// <inheritdoc/>
    public void Dispose() => _started.Dispose();
}
