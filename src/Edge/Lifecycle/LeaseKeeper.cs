using RtcCluster.Cluster.Configuration;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>
/// Keeps the proof that this edge is alive: announces it, renews the lease every second, and keeps the durable index of its calls, so that somebody
/// tells them when this process dies.
/// </summary>
/// <remarks>
/// A lease that is lost is never taken again by the same incarnation: its calls may have been told that it is gone. The edge then drops what it has
/// without a word and the process ends; whoever watches it starts the next one. The same holds when its own clock shows that it slept for longer than
/// the lease lasts.
/// </remarks>
public sealed partial class LeaseKeeper : IAsyncDisposable
{
    private readonly IGrainFactory _grains;
    private readonly EdgeIdentity _identity;
    private readonly EdgeClock _clock;
    private readonly EdgeMetrics _metrics;
    private readonly ILogger<LeaseKeeper> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly TrackBatch _tracked;
    private readonly TrackBatch _untracked;
    private Func<EdgeLoad> _load = () => new EdgeLoad(0, 0, false);
    private Task _renewing = Task.CompletedTask;
    private long _confirmed;
    private long _lastRound;
    private long _sleptUntil;
    private int _over;
    private volatile bool _isCutOff;

    /// <summary>Makes the keeper; nothing happens before <see cref="StartAsync"/>.</summary>
    /// <param name="grains">The cluster.</param>
    /// <param name="identity">Who this edge is.</param>
    /// <param name="clock">The clock that shows whether this process slept.</param>
    /// <param name="metrics">Where failures are counted.</param>
    /// <param name="log">Where a lost lease is told.</param>
    public LeaseKeeper(IGrainFactory grains, EdgeIdentity identity, EdgeClock clock, EdgeMetrics metrics, ILogger<LeaseKeeper> log)
    {
        ArgumentNullException.ThrowIfNull(identity);
        _grains = grains;
        _identity = identity;
        _clock = clock;
        _metrics = metrics;
        _log = log;
        _tracked = new TrackBatch(calls => Lease.Track(calls));
        _untracked = new TrackBatch(calls => Lease.Untrack(calls));
    }

    /// <summary>How long an edge whose name another one has waits for its end: the process before it may have died just now.</summary>
    internal TimeSpan NamePatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What beats each second; the real clock unless a test moves it.</summary>
    internal TimeProvider Beat { get; init; } = TimeProvider.System;

    /// <summary>How often it has beaten, for tests.</summary>
    internal int Beats { get; private set; }

    /// <summary>Signalled when the lease is lost: this edge owns nothing any more.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Whether the edge is on the smaller side of a cut: whoever confirms the lease there may be cut off as well.</summary>
    internal bool IsCutOff => _isCutOff;

    /// <summary>Whether the edge may act: the lease was confirmed within its lifetime, is not lost, and the edge is not cut off.</summary>
    public bool IsHeld => !_isCutOff && !_lost.IsCancellationRequested && _clock.Now - Volatile.Read(ref _confirmed) < IEdgeLeaseGrain.Lifetime.Ticks;

    /// <summary>How long ago the lease was confirmed the last time.</summary>
    public TimeSpan Age => TimeSpan.FromTicks(_clock.Now - Volatile.Read(ref _confirmed));

    /// <summary>
    /// Whether the edge may send. False after the lease is lost, while the edge is cut off from most of the cluster, and after this process slept for longer than the lease lasts until the cluster has
    /// confirmed that it still owns its legs: somebody else may own them by now.
    /// </summary>
    public bool MaySend =>
        !_isCutOff && !_lost.IsCancellationRequested && Volatile.Read(ref _sleptUntil) == 0 && _clock.Now - Volatile.Read(ref _lastRound) < IEdgeLeaseGrain.Lifetime.Ticks;

    private IEdgeLeaseGrain Lease => _grains.GetGrain<IEdgeLeaseGrain>(_identity.Edge.Value);

    /// <summary>Opens the lease and announces the edge; tries again until it succeeds or <paramref name="stop"/> says otherwise.</summary>
    /// <param name="load">Asked at each renewal how busy the edge is.</param>
    /// <param name="stop">Ends the attempts.</param>
    /// <exception cref="ConfigurationRefusedException">Another edge has the name and does not end.</exception>
    public async Task StartAsync(Func<EdgeLoad> load, CancellationToken stop)
    {
        _load = load;
        var backOff = new BackOff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
        var begun = _clock.Now;
        var told = false;
        while (true)
        {
            try
            {
                await Lease.Open(_identity.Info);
                await _grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).Announce(_identity.Info);
                break;
            }
            catch (EdgeNameTakenException taken)
            {
                if (!told)
                {
                    LogNameTaken(_identity.Name, taken.Holder.Value);
                    told = true;
                }

                await GiveBackAsync();
                if (_clock.Now - begun >= NamePatience.Ticks)
                {
                    throw new ConfigurationRefusedException([new("Edge:Name", _identity.Name, $"is the name of the edge at {taken.Holder}, which lives; each edge needs a name of its own")]);
                }

                await Task.Delay(backOff.Next(), stop);
            }
            catch (Exception e) when (GrainFailure.IsTransient(e))
            {
                _metrics.GrainFailed("lease");
                LogOpenFailed(Pii.Text(e.Message));
                await Task.Delay(backOff.Next(), stop);
            }
        }

        Volatile.Write(ref _confirmed, _clock.Now);
        Volatile.Write(ref _lastRound, _clock.Now);
        _renewing = RenewAsync();
    }

    /// <summary>Puts a call into the durable index; many at once share one write. To be done before the call is offered.</summary>
    /// <param name="call">The call.</param>
    public Task TrackAsync(CallId call) => _tracked.AddAsync(call);

    /// <summary>Takes a call out of the index; whether and when it succeeds does not matter to the call.</summary>
    /// <param name="call">The call.</param>
    public void Untrack(CallId call) => _untracked.AddAsync(call).ContinueWith(
        t =>
        {
            // The lease grain asks calls that it still has in the index, and those that are over say so: a lost Untrack is only untidy.
            _ = t.Exception;
            _metrics.GrainFailed("untrack");
        },
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    /// <summary>The edge is cut off from most of the cluster, or is not any more: then it is as after a sleep, and speaks when the cluster has confirmed what it still owns.</summary>
    /// <param name="isCutOff">Which of both.</param>
    internal void CutOff(bool isCutOff)
    {
        if (!isCutOff)
        {
            Volatile.Write(ref _sleptUntil, _clock.Now);
        }

        _isCutOff = isCutOff;
    }

    /// <summary>Says that this edge takes nothing new, or takes calls again.</summary>
    /// <param name="leaving">Whether it takes nothing new.</param>
    /// <param name="stopping">Whether its process ends.</param>
    public async Task AnnounceAsync(bool leaving, bool stopping = false) =>
        await _grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).Announce(_identity.Info with { Leaving = leaving, Stopping = stopping }).ConfigureAwait(false);

    /// <summary>Gives the lease back in the ordinary way.</summary>
    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _over, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        await _renewing;
        if (_lost.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await Lease.Close();
            await _grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).Withdraw(_identity.Edge);
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            // It runs out by itself in a few seconds.
            LogCloseFailed(Pii.Text(e.Message));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        _stop.Dispose();
        _lost.Dispose();
    }

    // Nobody was told of this edge: its lease has no calls and is ended. One that cannot be runs out.
    private async Task GiveBackAsync()
    {
        try
        {
            await Lease.Close();
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            LogCloseFailed(Pii.Text(e.Message));
        }
    }

    // The beat does not wait for the answers: a cluster that is slow to give one is not a sleep of this process.
    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(IEdgeLeaseGrain.RenewEvery, Beat);
        var renewing = Task.CompletedTask;
        try
        {
            while (!_lost.IsCancellationRequested && await timer.WaitForNextTickAsync(_stop.Token))
            {
                var now = _clock.Now;
                if (now - Volatile.Read(ref _lastRound) >= IEdgeLeaseGrain.Lifetime.Ticks)
                {
                    Volatile.Write(ref _sleptUntil, now);
                }

                Volatile.Write(ref _lastRound, now);
                Beats++;
                if (renewing.IsCompleted)
                {
                    renewing = TryRenewAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The edge stops in the ordinary way; what it hears now concerns nobody.
        }
    }

    /// <summary>The lease is certainly lost when the grain says so. A cluster that does not answer proves nothing: the grain itself counts the seconds.</summary>
    private async Task TryRenewAsync()
    {
        var asked = _clock.Now;
        try
        {
            if (await Lease.Renew(_load()))
            {
                Volatile.Write(ref _confirmed, asked);
                // Only what was asked after the sleep says that nothing was taken from us in it.
                var slept = Volatile.Read(ref _sleptUntil);
                if (slept != 0 && asked >= slept)
                {
                    Interlocked.CompareExchange(ref _sleptUntil, 0, slept);
                }
            }
            else if (!_stop.IsCancellationRequested)
            {
                LogLost();
                await _lost.CancelAsync();
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            _metrics.GrainFailed("renew");
            LogRenewFailed(Pii.Text(e.Message));
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "The edge's lease could not be opened yet: {Problem}")]
    private partial void LogOpenFailed(Pii<string> problem);

    [LoggerMessage(2002, LogLevel.Warning, "The edge's lease could not be renewed: {Problem}")]
    private partial void LogRenewFailed(Pii<string> problem);

    [LoggerMessage(2003, LogLevel.Critical, "The edge's lease is lost: its legs are dropped and the process ends.")]
    private partial void LogLost();

    [LoggerMessage(2004, LogLevel.Information, "The edge's lease could not be closed and will run out: {Problem}")]
    private partial void LogCloseFailed(Pii<string> problem);

    [LoggerMessage(2005, LogLevel.Error, "The edge {Edge} has the name {Name} and lives: this one does not start beside it.")]
    private partial void LogNameTaken(string name, string edge);
}
