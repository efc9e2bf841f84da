using RtcCluster.Cluster.Draining;
using RtcCluster.Contracts.Edges;
using RtcCluster.Edge.Hub;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>
/// Drains this edge because somebody asked for it: nothing new comes in, calls go to other edges as they can, and nothing is ended. It stays so until it is told otherwise, or
/// the process ends.
/// </summary>
internal sealed partial class DrainDesk(
    Drain drain, EdgeHost edge, EdgeIdentity identity, EdgeLeave leave, CallMover mover, LeaseKeeper lease, PhoneDevices devices, IHostApplicationLifetime lifetime, ILogger<DrainDesk> log) : IDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AskAtLeastEvery = TimeSpan.FromSeconds(10);

    /// <summary>Seconds until a browser connects elsewhere: soon, and not all within one moment (the page adds a random part).</summary>
    internal const int BrowsersGoAfter = 1;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _saying = new(1, 1);
    private Task _repeating = Task.CompletedTask;
    private CancellationTokenSource? _held;

    /// <summary>How far it is.</summary>
    public EdgeDrain State => new(identity.Name, identity.Edge, drain.IsDraining, drain.IsStopping, edge.Calls.Active, edge.Calls.Legs, devices.Count, lease.Age);

    /// <summary>Nothing new is taken from now on.</summary>
    public void Hold()
    {
        CancellationToken released;
        lock (_lock)
        {
            if (_held is not null)
            {
                return;
            }

            _held = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            released = _held.Token;
        }

        LogHeld(edge.Calls.Active);
        drain.Hold();
        _ = RunAsync(released);
    }

    /// <summary>Calls are taken again; those that have gone stay where they are.</summary>
    public async Task ReleaseAsync()
    {
        CancellationTokenSource? held;
        lock (_lock)
        {
            (held, _held) = (_held, null);
        }

        if (held is not null)
        {
            await held.CancelAsync();
            held.Dispose();
            if (!drain.IsStopping)
            {
                drain.Release();
                LogReleased();
            }
        }

        // Also when it takes calls already: the directory may not have heard of it.
        if (!await SayReleasedAsync())
        {
            lock (_lock)
            {
                if (_repeating.IsCompleted)
                {
                    _repeating = RepeatAsync();
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _saying.Dispose();

    /// <summary>How long the calls are left in peace after a round: the longer, the longer nothing has moved.</summary>
    /// <param name="before">How long it was.</param>
    /// <param name="moved">Whether calls went.</param>
    internal static TimeSpan PauseAfter(TimeSpan before, bool moved) => moved ? AskEvery : before * 2 < AskAtLeastEvery ? before * 2 : AskAtLeastEvery;

    private async Task RepeatAsync()
    {
        try
        {
            var pause = AskEvery;
            do
            {
                await Task.Delay(pause, lifetime.ApplicationStopping).ConfigureAwait(false);
                pause = PauseAfter(pause, moved: false);
            }
            while (!await SayReleasedAsync().ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It is right that it leaves.
        }
    }

    // What is said last has to be what holds: one thing is said after the other. True when there is nothing more to say, also because the edge is drained again.
    private async Task<bool> SayReleasedAsync()
    {
        await _saying.WaitAsync().ConfigureAwait(false);
        try
        {
            return drain.IsDraining || await leave.EndAsync().ConfigureAwait(false);
        }
        finally
        {
            _saying.Release();
        }
    }

    private async Task<bool> SayLeavingAsync(CancellationToken released)
    {
        await _saying.WaitAsync(released).ConfigureAwait(false);
        try
        {
            return await leave.BeginAsync(released).ConfigureAwait(false);
        }
        finally
        {
            _saying.Release();
        }
    }

    private async Task RunAsync(CancellationToken released)
    {
        try
        {
            await TellAsync(released).ConfigureAwait(false);
            var pause = AskEvery;
            while (true)
            {
                // Nothing is forced: who rings is answered, who can be reached from here alone hangs up some time. That may take hours.
                var round = await mover.AskAllAsync(last: false, released).ConfigureAwait(false);
                pause = PauseAfter(pause, round.Going > 0);
                await Task.Delay(pause, released).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (released.IsCancellationRequested)
        {
            // Released, or a stop goes on with what is left.
        }
    }

    private async Task TellAsync(CancellationToken released)
    {
        while (!await SayLeavingAsync(released).ConfigureAwait(false))
        {
            // Alone nobody is sent away: an edge that comes later can take them.
            await Task.Delay(AskEvery, released).ConfigureAwait(false);
        }

        edge.CloseSubscriptions();
        foreach (var device in devices.Connected)
        {
            device.Tell(static client => client.Drain(BrowsersGoAfter));
        }
    }

    [LoggerMessage(2033, LogLevel.Information, "The edge is drained: it takes nothing new, {Calls} calls are to go.")]
    private partial void LogHeld(int calls);

    [LoggerMessage(2034, LogLevel.Information, "The edge takes calls again.")]
    private partial void LogReleased();
}
