using System.Collections.Immutable;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Calls;

/// <summary>Asks the peers of trunks whether they are there: one OPTIONS each. Lives in one SIP shard.</summary>
internal sealed class TrunkProbes(SipShard shard, CallBridge bridge, EdgeParts parts)
{
    /// <summary>Asks every peer once; any thread. The trunk's grain hears of each answer.</summary>
    public void Ask(TrunkId trunk, ImmutableArray<TrunkPeer> peers) => shard.Post(() =>
    {
        foreach (var peer in peers)
        {
            Ask(trunk, peer);
        }
    });

    private void Ask(TrunkId trunk, TrunkPeer peer)
    {
        var asked = shard.Now;
        var uri = TrunkUris.Of(peer, user: null);
        bridge.Ask(
            new OutboundRequest
            {
                Method = SipMethod.Options,
                Target = uri,
                From = $"<sip:{PartyText.Host(parts.Identity.PublicSipAddress)}>",
                To = $"<{uri}>",
                ContactUser = "ping",
            },
            response =>
            {
                // 408 and 503 without a message are the agent's own words for silence.
                var seen = response.Message is null ? 0 : response.Code;
                _ = TellAsync(trunk, peer.Name, seen, (shard.Now - asked) / (double)TimeSpan.TicksPerMillisecond);
            });
    }

    private async Task TellAsync(TrunkId trunk, string peer, int code, double milliseconds)
    {
        await PoolThread.Enter();
        try
        {
            using (TenantScope.Enter(trunk.Tenant.Value))
            {
                await parts.Grains.GetGrain<ITrunkGrain>(trunk.Key).Probed(peer, code, milliseconds).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            // The next probe tells more than this one repeated.
            parts.Metrics.GrainFailed("probed");
        }
    }
}
