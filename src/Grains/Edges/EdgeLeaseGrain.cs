using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Storage;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Edges;

/// <summary>The lease of one edge incarnation, and the index of its calls.</summary>
/// <remarks>
/// Reentrant, so that calls which are tracked at the same time share a write. A reminder brings the grain back after the whole cluster was down; then no
/// heartbeat comes, the lease runs out, and the calls of the process that died are told.
/// </remarks>
[Reentrant, RandomPlacement]
internal sealed class EdgeLeaseGrain : Grain, IEdgeLeaseGrain, IRemindable, ISiloStatusListener, IDisposable
{
    private const string Reminder = "lease";
    private const int TellAtOnce = 32;
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private readonly IPersistentState<EdgeLeaseState> _state;
    private readonly ISiloStatusOracle _silos;
    private readonly TimeProvider _time;
    private readonly ILogger<EdgeLeaseGrain> _logger;
    private readonly GroupWrite _write;
    private readonly Wakening _wakening;
    private readonly CancellationTokenSource _stop = new();
    private IGrainTimer? _timer;
    private long _renewed;
    private bool _telling;
    private bool _waking;
    private bool _wakesDirectory;

    // Counts what was put into the index, and how much of that is stored.
    private long _added;
    private long _stored;

    // Which activation this is: one that was cut off and comes back learns by it that another has the lease.
    private readonly Guid _term = Guid.NewGuid();

    private IEdgeLeaseGrain? _self;
    private string? _edge;

    public EdgeLeaseGrain(
        [PersistentState("lease")] IPersistentState<EdgeLeaseState> state, ISiloStatusOracle silos, TimeProvider time, ILogger<EdgeLeaseGrain> logger)
    {
        _state = state;
        _silos = silos;
        _time = time;
        _logger = logger;
        _write = new GroupWrite(Save);
        _wakening = new Wakening(time);
    }

    private EdgeId Edge => new(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _renewed = _time.GetTimestamp();
        _self = this.AsReference<IEdgeLeaseGrain>();
        _edge = this.GetPrimaryKeyString();
        _silos.SubscribeToSiloStatusEvents(this);
        if (_state.State.Edge is not null)
        {
            // An activation before may live on in a silo that was cut off, where it hears of no renewal: from here on the store refuses what it writes.
            _state.State.Term = _term;
            await _write.Write();

            // Whatever this one was brought to life for, calls may have died with the activation before, and the directory too.
            _wakesDirectory = true;
            _wakening.All();
            Watch();
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _silos.UnSubscribeFromSiloStatusEvents(this);
        await _stop.CancelAsync();
        _timer?.Dispose();
    }

    public void Dispose() => _stop.Dispose();

    // Membership knows of a process that was killed seconds before its lease runs out, and its calls are without sound meanwhile. Comes on a thread of the oracle's.
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead && _edge == updatedSilo.ToParsableString())
        {
            _self?.Expire().Ignore();
        }
        else if (status == SiloStatus.Dead)
        {
            _self?.SiloLost().Ignore();
        }
    }

    public async Task Open(EdgeInfo edge)
    {
        _renewed = _time.GetTimestamp();
        _state.State.Edge = edge;
        _state.State.Term = _term;
        await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
        await _write.Write();
        Watch();
    }

    public Task<bool> Renew(EdgeLoad load)
    {
        var held = IsHeld;
        if (held)
        {
            _renewed = _time.GetTimestamp();
        }

        return Task.FromResult(held);
    }

    public async Task Track(ImmutableArray<CallId> calls)
    {
        if (!IsHeld)
        {
            throw new InvalidOperationException($"Edge {Edge} holds no lease; it may carry no calls.");
        }

        foreach (var call in calls)
        {
            if (_state.State.Calls.Add(call))
            {
                _added++;
            }
        }

        // A call that is in the index already may be in a write that has not ended, or that failed.
        if (_stored != _added)
        {
            await _write.Write();
        }

        if (_state.State.Lost)
        {
            throw new InvalidOperationException($"Edge {Edge} holds no lease any more; it may carry no calls.");
        }
    }

    public Task Untrack(ImmutableArray<CallId> calls)
    {
        // Written with the next change: a call that is told without need says that it is over.
        foreach (var call in calls)
        {
            _state.State.Calls.Remove(call);
        }

        return Task.CompletedTask;
    }

    public async Task Close()
    {
        if (_state.State.Edge is null)
        {
            return;
        }

        if (_state.State.Calls.Count > 0)
        {
            // It left calls behind, so it did not end in the ordinary way.
            await Expire();
            return;
        }

        await End();
    }

    public async Task Expire()
    {
        if (_state.State.Edge is null && _state.State.Calls.Count == 0)
        {
            // Nothing is known of it, or it has ended already; the directory may still have it.
            await GrainFactory.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).Withdraw(Edge);
            DeactivateOnIdle();
            return;
        }

        if (!_state.State.Lost)
        {
            _state.State.Lost = true;
            try
            {
                await _write.Write();
            }
            catch
            {
                // Nobody may be told of what is not saved; the timer tries it again.
                _state.State.Lost = false;
                throw;
            }

            EdgeLog.Expired(_logger, Edge.Value, _state.State.Calls.Count);
        }

        // Now, not with the next look: the calls are without sound.
        Watch();
        _timer?.Change(TimeSpan.Zero, IEdgeLeaseGrain.RenewEvery);
    }

    public Task SiloLost()
    {
        _wakesDirectory = true;
        _wakening.All();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private bool IsHeld => _state.State is { Edge: not null, Lost: false } && _time.GetElapsedTime(_renewed) < IEdgeLeaseGrain.Lifetime;

    private void Watch() => _timer ??= this.RegisterGrainTimer(
        Check, new GrainTimerCreationOptions(IEdgeLeaseGrain.RenewEvery, IEdgeLeaseGrain.RenewEvery) { KeepAlive = true, Interleave = true });

    private async Task Check(CancellationToken cancellation)
    {
        try
        {
            if (_state.State is { Edge: not null, Lost: false } && !IsHeld)
            {
                await Expire();
            }

            if (_state.State.Lost && !_telling)
            {
                _telling = true;
                try
                {
                    await TellCalls();
                }
                finally
                {
                    _telling = false;
                }
            }
            else if (_wakening.IsDue && !_waking && !_state.State.Lost)
            {
                _waking = true;
                try
                {
                    await WakeCalls();
                }
                finally
                {
                    _waking = false;
                }
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            EdgeLog.EndFailed(_logger, Edge.Value, Pii.Text(e.Message));
        }
    }

    // Runs in a timer's turn, which belongs to no tenant: the calls belong to many.
    private async Task TellCalls()
    {
        // One that takes its time keeps only its own place: the others go on.
        var calls = new Queue<CallId>(_state.State.Calls);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(TellAtOnce, calls.Count)).Select(_ => TellSome(calls)));
        if (_state.State.Calls.Count > 0)
        {
            // The timer comes back in a second.
            return;
        }

        await End();
    }

    private async Task TellSome(Queue<CallId> calls)
    {
        while (!_stop.IsCancellationRequested && calls.TryDequeue(out var call))
        {
            try
            {
                await GrainFactory.GetGrain<ICallGrain>(call.Key).EdgeLost(Edge);
                _state.State.Calls.Remove(call);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                EdgeLog.TellFailed(_logger, call.Key, Edge.Value, Pii.Text(e.Message));
            }
        }
    }

    // Those that live say so for the price of a message; what does not answer is asked again by the timer.
    private async Task WakeCalls()
    {
        if (_wakesDirectory)
        {
            await WakeDirectory();
        }

        foreach (var some in _wakening.Begin(_state.State.Calls).Chunk(TellAtOnce))
        {
            await Task.WhenAll(some.Select(Wake));
        }
    }

    // It has to be alive to see that an edge died together with its lease.
    private async Task WakeDirectory()
    {
        try
        {
            await GrainFactory.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List();
            _wakesDirectory = false;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            EdgeLog.WakeDirectoryFailed(_logger, Edge.Value, Pii.Text(e.Message));
            _wakening.All();
        }
    }

    private async Task Wake(CallId call)
    {
        try
        {
            await GrainFactory.GetGrain<ICallTurns>(call.Key).Wake();
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            EdgeLog.WakeFailed(_logger, call.Key, Edge.Value, Pii.Text(e.Message));
            _wakening.Silent(call);
        }
    }

    private async Task End()
    {
        await GrainFactory.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).Withdraw(Edge);
        if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        try
        {
            await _state.ClearStateAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation has ended it already, or is ahead and will: asking again and again would change neither.
        }

        _timer?.Dispose();
        _timer = null;
        DeactivateOnIdle();
    }

    private async Task Save()
    {
        var added = _added;
        try
        {
            await _state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            await SaveAnew();
        }

        _stored = added;

        // Any other failure leaves the grain here: while the store is away it could not come back, and the edge would lose a lease that nobody took from it.
        // What is in the index beside what is stored is asked without need at worst, and is written with the next change or when it is said again.
    }

    // A write of ours that was thought to have failed came in when the store was back; or another activation is ahead, and this one ends. A call too many in the index does no harm.
    // A lease that is lost stays so, and its calls are told here: who gave up would only be back with the reminder.
    private async Task SaveAnew()
    {
        try
        {
            var (calls, lost) = (_state.State.Calls, _state.State.Lost);
            await _state.ReadStateAsync();
            if (_state.State.Edge is null)
            {
                throw new InvalidOperationException($"The lease of edge {Edge} has ended elsewhere.");
            }

            if (_state.State.Term != _term)
            {
                // It may be held there, by renewals that did not reach this one.
                throw new InvalidOperationException($"The lease of edge {Edge} is kept elsewhere.");
            }

            _state.State.Lost |= lost;
            _state.State.Calls.UnionWith(calls);
            await _state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
