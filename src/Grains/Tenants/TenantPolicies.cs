using System.Collections.Concurrent;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Grains.Tenants;

/// <summary>What the directory says of tenants, remembered for a few seconds, and for longer while the directory is away: every call asks for it.</summary>
internal sealed class TenantPolicies(IDirectory directory, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<TenantId, (Tenant? Tenant, DateTimeOffset Read)> _known = new();

    /// <summary>The tenant; null when there is none of that id.</summary>
    public async Task<Tenant?> Find(TenantId tenant)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(tenant, out var known) && now - known.Read < Fresh)
        {
            return known.Tenant;
        }

        Tenant? found;
        try
        {
            found = await directory.FindTenantAsync(tenant.Value).WaitAsync(DatabaseOutage.Patience);
        }
        catch (Exception e) when (DatabaseOutage.Is(e) && known.Tenant is not null && now - known.Read < DatabaseOutage.Trust)
        {
            return known.Tenant;
        }

        // Only tenants that exist are kept: unknown names come from callers and would fill the memory.
        if (found is not null)
        {
            _known[tenant] = (found, now);
        }

        return found;
    }

    /// <summary>Days that the tenant keeps recordings.</summary>
    public async Task<int> RetentionDays(TenantId tenant, int otherwise) =>
        await Find(tenant) is { Settings.RecordingRetentionDays: > 0 and var days } ? days : otherwise;
}
