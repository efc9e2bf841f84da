using System.Collections.Immutable;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Dialogs;
using LegId = RtcCluster.Contracts.Ids.LegId;

namespace RtcCluster.Edge.Calls;

/// <summary>Whether a telephone can be reached from another edge than the one that has its dialog, as far as the dialog shows.</summary>
internal static class LegReach
{
    /// <summary>The legs that this edge alone can reach.</summary>
    /// <param name="shard">The call's shard.</param>
    /// <param name="established">Its answered legs; asked on its thread.</param>
    public static async Task<ImmutableArray<LegId>> NearAsync(SipShard shard, Func<IReadOnlyList<SignalledLeg>> established)
    {
        var legs = await shard.AskAsync(established).ConfigureAwait(false);
        var near = await Task.WhenAll(legs.Select(async leg => (leg.Leg, Near: await leg.Home.Shard.AskAsync(() => leg.Home.Shard.Agent.Snapshot(leg.Agent) is { } bytes && DialogSnapshot.TryRead(bytes, out var dialog) && dialog!.IsHidden).ConfigureAwait(false))))
            .ConfigureAwait(false);
        return [.. near.Where(leg => leg.Near).Select(leg => leg.Leg)];
    }
}
