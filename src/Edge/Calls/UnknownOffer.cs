using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Calls;

/// <summary>An offer of which nobody knows whether it was taken: a write that was given up may come in when the store is back.</summary>
internal static class UnknownOffer
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Asks after the call until somebody answers. If it is there after all it comes to life by that, finds its leg gone, and ends; nobody else would ever wake it.</summary>
    public static async Task SettleAsync(EdgeParts parts, CallId call)
    {
        await PoolThread.Enter();
        var backOff = new BackOff(First, Longest);
        for (var since = parts.Clock.Now; parts.Clock.Now - since < Patience.Ticks && !parts.IsStopping();)
        {
            await Task.Delay(backOff.Next()).ConfigureAwait(false);
            try
            {
                using (TenantScope.Enter(call.Tenant.Value))
                {
                    await parts.Grains.GetGrain<ICallGrain>(call.Key).View().ConfigureAwait(false);
                }

                return;
            }
            catch (Exception e) when (GrainFailure.IsTransient(e))
            {
                parts.Metrics.GrainFailed("settle");
            }
        }
    }
}
