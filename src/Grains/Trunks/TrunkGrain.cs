using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Edges;
using RtcCluster.Grains.Numbers;
using RtcCluster.Grains.Tenants;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Trunks;

/// <summary>A trunk: health checks, registration and the count of calls. The choice is made by <see cref="TrunkMachine"/> and <see cref="PeerOrder"/>.</summary>
/// <remarks>Nothing of it is stored but its settings: health is asked for anew within one period, and calls that go on release themselves.</remarks>
[CollectionAgeLimit(AlwaysActive = true)]
internal sealed class TrunkGrain(
    IDirectory directory, IDirectoryWriter writer, TenantPolicies tenants, EdgeRoster roster, IDice dice, TimeProvider time, ILogger<TrunkGrain> logger) : Grain, ITrunkGrain
{
    private const int RegistrationSeconds = 300;

    // A peer that came back is of use at once: while one is down, the trunk asks more often than its setting says.
    private static readonly TimeSpan RetryDown = TimeSpan.FromSeconds(5);
    private readonly TrunkSetup _setup = new(directory, writer);
    private readonly PeerHealth _health = new();
    private readonly HashSet<CallId> _calls = [];
    private readonly Remembered<Trunk> _known = new(time);
    private IGrainTimer? _timer;
    private TimeSpan _period;
    private EdgeId? _registrar;
    private bool? _registered;
    private string? _problem;

    private TrunkId Id => new(this.GetPrimaryKeyString());

    public async Task Start()
    {
        if (await Find() is { Enabled: true } trunk)
        {
            await Serve(trunk);
        }
    }

    public async Task<TrunkChoice> Choose(CallId call, string e164, Party caller)
    {
        var emergency = await tenants.Find(Id.Tenant) is { } tenant && DialPlan.IsEmergency(e164, tenant.Country);
        if (await Find() is not { Enabled: true } trunk)
        {
            return Refuse(caller, TrunkMachine.Disabled);
        }

        if (!emergency && trunk.MaxCalls > 0 && _calls.Count >= trunk.MaxCalls && !_calls.Contains(call))
        {
            return Refuse(caller, TrunkMachine.Full);
        }

        var peers = TrunkMachine.Peers(trunk);
        // For help every peer is worth a try, the dead ones last.
        var candidates = PeerOrder.Of(peers.Where(peer => _health.IsHealthy(peer.Name)), dice);
        candidates = emergency ? [.. candidates, .. PeerOrder.Of(peers.Where(peer => !_health.IsHealthy(peer.Name)), dice)] : candidates;
        if (candidates.Count == 0)
        {
            return Refuse(caller, TrunkMachine.NoPeer);
        }

        if (await Edge() is not { } edge)
        {
            return Refuse(caller, TrunkMachine.NoEdge);
        }

        _calls.Add(call);
        return new TrunkChoice(TrunkMachine.Targets(Id, trunk, e164, candidates, edge.Edge), TrunkMachine.From(trunk, caller));
    }

    public Task Count(CallId call)
    {
        _calls.Add(call);
        return Task.CompletedTask;
    }

    public Task Release(CallId call)
    {
        _calls.Remove(call);
        return Task.CompletedTask;
    }

    public Task Probed(string peer, int code, double roundTripMilliseconds)
    {
        var healthy = _health.IsHealthy(peer);
        _health.Answered(peer, code, roundTripMilliseconds);
        Changed(peer, healthy);
        Pace();
        return Task.CompletedTask;
    }

    public Task RegistrationChanged(EdgeId edge, bool registered, string? problem)
    {
        // An edge that gave the registration up to another speaks of the past.
        if (edge == _registrar)
        {
            _registered = registered;
            _problem = problem;
            if (registered)
            {
                TrunkLog.Registered(logger, Id.Key);
            }
            else
            {
                TrunkLog.NotRegistered(logger, Id.Key, Pii.Text(problem));
            }
        }

        return Task.CompletedTask;
    }

    public async Task<TrunkStatus> Status() =>
        new(await Find() is { } trunk ? _health.Status(TrunkMachine.Peers(trunk)) : [], _calls.Count, _registered, _problem);

    public async Task<ConfigureReceipt> Configure(TrunkSettings settings)
    {
        _known.Forget();
        var receipt = await _setup.Save(Id, settings);
        if (receipt.Status == ConfigureStatus.Saved)
        {
            await Stop();
            await Start();
        }

        return receipt;
    }

    public async Task<ConfigureReceipt> Remove()
    {
        _known.Forget();
        var receipt = await _setup.Remove(Id);
        if (receipt.Status == ConfigureStatus.Saved)
        {
            await Stop();
        }

        return receipt;
    }

    private static TrunkChoice Refuse(Party caller, CallFailure failure) => new([], caller, failure);

    private async Task Serve(Trunk trunk)
    {
        if (trunk is { OptionsPingSeconds: <= 0, Register: false })
        {
            return;
        }

        await Serve(trunk, probe: trunk.OptionsPingSeconds > 0);
        Pace();
    }

    /// <summary>Sets the timer to the period that the trunk's settings and its peers' health ask for.</summary>
    private void Pace()
    {
        if (_known.Known is not { Enabled: true } trunk || trunk is { OptionsPingSeconds: <= 0, Register: false })
        {
            return;
        }

        var period = TimeSpan.FromSeconds(trunk.OptionsPingSeconds > 0 ? trunk.OptionsPingSeconds : RegistrationSeconds);
        if (trunk.OptionsPingSeconds > 0 && period > RetryDown && TrunkMachine.Peers(trunk).Any(peer => !_health.IsHealthy(peer.Name)))
        {
            period = RetryDown;
        }

        if (_timer is null || period != _period)
        {
            _timer?.Dispose();
            _period = period;
            _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(period, period) { KeepAlive = true });
        }
    }

    private async Task Tick(CancellationToken cancellation)
    {
        try
        {
            if (await Find() is { Enabled: true } trunk)
            {
                await Serve(trunk);
            }
            else
            {
                await Stop();
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            TrunkLog.EdgeFailed(logger, Id.Key, Pii.Text(e.Message));
        }
    }

    private async Task Serve(Trunk trunk, bool probe)
    {
        if (await Edge() is not { } edge)
        {
            return;
        }

        var peers = TrunkMachine.Peers(trunk);
        var grain = GrainFactory.GetGrain<IEdgeGrain>(edge.Edge.Value);
        if (probe)
        {
            var before = peers.Where(peer => _health.IsHealthy(peer.Name)).ToList();
            _health.Probing(peers, time.GetUtcNow());
            before.ForEach(peer => Changed(peer.Name, true));
            await grain.Probe(Id, peers);
        }

        if (trunk.Register && peers.Length > 0)
        {
            // The edge that kept it before is told to stop, unless it is gone.
            if (_registrar is { } other && other != edge.Edge)
            {
                GrainFactory.GetGrain<IEdgeGrain>(other.Value).KeepRegistered(Id, null).Ignore();
            }

            _registrar = edge.Edge;
            await grain.KeepRegistered(Id, new TrunkRegistration(peers[0], trunk.Username, trunk.Realm, RegistrationSeconds));
        }
    }

    private async Task Stop()
    {
        _timer?.Dispose();
        _timer = null;
        if (_registrar is { } edge)
        {
            _registrar = null;
            _registered = null;
            _problem = null;
            try
            {
                await GrainFactory.GetGrain<IEdgeGrain>(edge.Value).KeepRegistered(Id, null);
            }
            catch (Exception e) when (e is OrleansException or TimeoutException)
            {
                // An edge that is gone keeps nothing registered.
                TrunkLog.EdgeFailed(logger, Id.Key, Pii.Text(e.Message));
            }
        }
    }

    private async Task<EdgeInfo?> Edge() =>
        TrunkMachine.EdgeFor(Id, await roster.List());

    private ValueTask<Trunk?> Find() => _known.Get(() => directory.FindTrunkAsync(Id.Tenant.Value, Id.Name));

    private void Changed(string peer, bool before)
    {
        var healthy = _health.IsHealthy(peer);
        if (before && !healthy)
        {
            TrunkLog.PeerDown(logger, Id.Key, peer);
        }
        else if (!before && healthy)
        {
            TrunkLog.PeerUp(logger, Id.Key, peer);
        }
    }
}
