using Microsoft.Extensions.Options;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Storage.Backups;

/// <summary>Whether backups are part of what a tenant has bought: plans of <c>Subscription:Plans</c> say so as a feature, and <c>Backup:Plans</c> names further ones that have them.</summary>
/// <param name="options">The section.</param>
/// <param name="directory">Where tenants are.</param>
/// <param name="entitlements">What tenants have bought.</param>
public sealed class BackupEntitlement(IOptions<BackupOptions> options, IDirectory directory, Entitlements entitlements)
{
    /// <summary>Why a tenant may have no backups made; null when it may.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<string?> RefusalAsync(string tenant, CancellationToken ct = default)
    {
        var plans = options.Value.Plans.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (plans.Length == 0 || entitlements.AreSold)
        {
            var refusal = await entitlements.RefusalAsync(tenant, Entitlements.Backup, ct).ConfigureAwait(false);
            if (plans.Length == 0 || refusal is null)
            {
                return refusal;
            }
        }

        var plan = (await directory.FindTenantAsync(tenant, ct).ConfigureAwait(false))?.Settings.Plan ?? "";
        return plans.Contains(plan, StringComparer.Ordinal) ? null
            : plan.Length == 0 ? "The company has no plan that includes backups."
            : $"Backups are not part of the plan {plan}.";
    }
}
