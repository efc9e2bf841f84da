using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Registrar;
using TrunkRegistration = RtcCluster.Contracts.Trunks.TrunkRegistration;
using Upkeep = RtcCluster.Sip.Registrar.TrunkRegistration;

namespace RtcCluster.Edge.Calls;

/// <summary>Keeps trunks registered at their peers: one machine for each, its requests sent by this shard's agent. Lives in one SIP shard.</summary>
internal sealed class TrunkRegistrations(SipShard shard, CallBridge bridge, EdgeParts parts)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CryptographicEntropy _entropy = new();
    private readonly Dictionary<TrunkId, Kept> _kept = [];
    private bool _looking;

    /// <summary>Keeps a trunk registered as <paramref name="registration"/> says from now on, or no longer when it is null; any thread.</summary>
    public void Keep(TrunkId trunk, TrunkRegistration? registration) => shard.Post(() =>
    {
        if (_kept.TryGetValue(trunk, out var known))
        {
            if (known.Registration == registration)
            {
                return;
            }

            _kept.Remove(trunk);
            known.Machine.Stop();
            Send(known);
        }

        if (registration is not null)
        {
            parts.Credentials.Load(trunk, () => shard.Post(() => Begin(trunk, registration)));
        }
    });

    private void Begin(TrunkId trunk, TrunkRegistration registration)
    {
        if (_kept.ContainsKey(trunk))
        {
            return;
        }

        var options = new TrunkRegistrationOptions
        {
            Registrar = TrunkUris.Of(registration.Peer, user: null),
            AddressOfRecord = $"<{TrunkUris.Of(registration.Peer, registration.Username)}>",
            ContactUser = registration.Username,
            CallId = NewCallId(),
            Expires = TimeSpan.FromSeconds(registration.ExpiresSeconds),
        };
        var kept = new Kept(trunk, registration, new Upkeep(options, _entropy, shard.Now));
        _kept.Add(trunk, kept);
        Send(kept);
        Look();
    }

    // Its answers must come back to this shard.
    private string NewCallId()
    {
        Span<byte> random = stackalloc byte[16];
        _entropy.Fill(random);
        return bridge.OwnCallId(Convert.ToHexStringLower(random));
    }

    private void Look()
    {
        if (_looking || _kept.Count == 0)
        {
            return;
        }

        _looking = true;
        shard.After(LookEvery, () =>
        {
            _looking = false;
            foreach (var kept in _kept.Values)
            {
                if (kept.Machine.Deadline <= shard.Now)
                {
                    kept.Machine.Tick(shard.Now);
                    Send(kept);
                    Tell(kept);
                }
            }

            Look();
        });
    }

    private void Send(Kept kept)
    {
        while (kept.Machine.TryTake(out var request))
        {
            bridge.Ask(request!, response =>
            {
                kept.Machine.Receive(response, shard.Now);
                Send(kept);
                Tell(kept);
            });
        }
    }

    private void Tell(Kept kept)
    {
        if (kept.Machine.State is TrunkRegistrationState.Registering or TrunkRegistrationState.Stopped)
        {
            return;
        }

        var registered = kept.Machine.State == TrunkRegistrationState.Registered;
        var problem = registered ? null : $"The peer answered {kept.Machine.LastCode}.";
        if (kept.Told != (registered, problem))
        {
            kept.Told = (registered, problem);
            _ = TellAsync(kept.Trunk, registered, problem);
        }
    }

    private async Task TellAsync(TrunkId trunk, bool registered, string? problem)
    {
        await PoolThread.Enter();
        try
        {
            using (TenantScope.Enter(trunk.Tenant.Value))
            {
                await parts.Grains.GetGrain<ITrunkGrain>(trunk.Key).RegistrationChanged(parts.Identity.Edge, registered, problem).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            // The state is only shown; the next change says it anew.
            parts.Metrics.GrainFailed("registration");
        }
    }

    private sealed class Kept(TrunkId trunk, TrunkRegistration registration, Upkeep machine)
    {
        public TrunkId Trunk => trunk;

        public TrunkRegistration Registration => registration;

        public Upkeep Machine => machine;

        public (bool, string?)? Told { get; set; }
    }
}
