using System.Collections.Concurrent;
using RtcCluster.Cluster.Tenancy;

namespace RtcCluster.Cluster.Tests.Grains;

public sealed class AlarmGrain : Grain, IAlarmGrain, IRemindable
{
    /// <summary>Ended by the next ring of a grain, with the tenant that the ring came for; by the grain's key.</summary>
    public static readonly ConcurrentDictionary<string, TaskCompletionSource<string?>> Rings = new();

    public Task Set(TimeSpan period) => this.RegisterOrUpdateReminder("ring", TimeSpan.Zero, period);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Rings.TryGetValue(this.GetPrimaryKeyString(), out var ring))
        {
            ring.TrySetResult(TenantScope.Current);
        }

        return Task.CompletedTask;
    }
}
