using RtcCluster.Cluster.Draining;
using RtcCluster.Contracts.Edges;
using RtcCluster.Edge.Hub;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>
/// Drains this edge because somebody asked for it: nothing new comes in, calls go to other edges as they can, and nothing is ended. It stays so until it is told otherwise, or
/// the process ends.
/// </summary>
internal sealed partial class DrainDesk(
    Drain drain, EdgeHost edge, EdgeIdentity identity, EdgeLeave leave, CallMover mover, PhoneDevices devices, IHostApplicationLifetime lifetime, ILogger<DrainDesk> log)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Seconds until a browser connects elsewhere: soon, and not all within one moment (the page adds a random part).</summary>
    internal const int BrowsersGoAfter = 1;

    private readonly Lock _lock = new();
    private CancellationTokenSource? _held;

    /// <summary>How far it is.</summary>
    public EdgeDrain State => new(identity.Name, identity.Edge, drain.IsDraining, drain.IsStopping, edge.Calls.Active, edge.Calls.Legs, devices.Count);

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

        if (held is null)
        {
            return;
        }

        await held.CancelAsync();
        held.Dispose();
        if (!drain.IsStopping)
        {
            drain.Release();
            LogReleased();
            await leave.EndAsync();
        }
    }

    private async Task RunAsync(CancellationToken released)
    {
        try
        {
            await TellAsync(released).ConfigureAwait(false);
            while (true)
            {
                // Nothing is forced: who rings is answered, who can be reached from here alone hangs up some time.
                await mover.AskAllAsync(last: false, released).ConfigureAwait(false);
                await Task.Delay(AskEvery, released).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (released.IsCancellationRequested)
        {
            // Released, or a stop goes on with what is left.
        }
    }

    private async Task TellAsync(CancellationToken released)
    {
        while (!await leave.BeginAsync(released).ConfigureAwait(false))
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
