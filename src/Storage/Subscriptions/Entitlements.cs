using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Subscriptions;

/// <summary>What a company has bought: the one place that is asked.</summary>
public sealed class Entitlements
{
    /// <summary>Making and scheduling backups.</summary>
    public const string Backup = "backup";

    private readonly IReadOnlyList<Plan> _plans;
    private readonly IDirectory _directory;

    /// <param name="options">The section.</param>
    /// <param name="directory">Where tenants are.</param>
    public Entitlements(IOptions<SubscriptionOptions> options, IDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(options);
        _directory = directory;
        _plans = Plan.TryReadAll(options.Value.Plans, out var plans, out _) ? plans : [];
    }

    /// <summary>Whether anything is sold: where nothing is, every company may do everything.</summary>
    public bool AreSold => _plans.Count > 0;

    /// <summary>A plan of that name; null when none is sold.</summary>
    public Plan? Find(string name) => _plans.FirstOrDefault(plan => plan.Name == name);

    /// <summary>The plan of a tenant; null when it has none.</summary>
    public async Task<Plan?> OfAsync(string tenant, CancellationToken ct = default) => Find((await _directory.FindTenantAsync(tenant, ct).ConfigureAwait(false))?.Settings.Plan ?? "");

    /// <summary>Why a tenant may not use a feature; null when it may.</summary>
    public async Task<string?> RefusalAsync(string tenant, string feature, CancellationToken ct = default) =>
        !AreSold ? null
        : await OfAsync(tenant, ct).ConfigureAwait(false) is not { } plan ? $"The company has no plan that includes {feature}."
        : plan.Features.Contains(feature, StringComparer.Ordinal) ? null : $"The plan {plan.Name} does not include {feature}.";

    /// <summary>Why a tenant may have no further user; null when it may.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="user">The user who is to be enabled.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<string?> SeatRefusalAsync(string tenant, string user, CancellationToken ct = default)
    {
        if (await OfAsync(tenant, ct).ConfigureAwait(false) is not { Seats: > 0 } plan || await _directory.FindUserAsync(tenant, user, ct).ConfigureAwait(false) is { Disabled: false })
        {
            return null;
        }

        return await SeatsAsync(tenant, ct).ConfigureAwait(false) >= plan.Seats ? AllTaken(plan) : null;
    }

    /// <summary>The same within the transaction that saves the user: who comes at the same time waits until it is over, and then counts this one.</summary>
    internal async Task<string?> SeatRefusalAsync(RtcDbContext db, DirectoryUser user, CancellationToken ct)
    {
        if (!AreSold || user.Disabled || await db.Users.AnyAsync(u => u.Id == user.Id && !u.Disabled, ct).ConfigureAwait(false))
        {
            return null;
        }

        if (db.Database.IsNpgsql())
        {
            // SQLite has one writer anyway. Rows that refer to the tenant's are not in the way.
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM tenants WHERE id = {user.TenantId} FOR NO KEY UPDATE", ct).ConfigureAwait(false);
        }

        var tenant = await db.Tenants.SingleOrDefaultAsync(t => t.Id == user.TenantId, ct).ConfigureAwait(false);
        return Find(tenant?.Settings.Plan ?? "") is { Seats: > 0 } plan && await db.Users.CountAsync(u => u.TenantId == user.TenantId && !u.Disabled, ct).ConfigureAwait(false) >= plan.Seats ? AllTaken(plan) : null;
    }

    private static string AllTaken(Plan plan) => $"The plan {plan.Name} has {plan.Seats} seats, and all are taken.";

    /// <summary>How many users are enabled.</summary>
    public async Task<int> SeatsAsync(string tenant, CancellationToken ct = default)
    {
        var seats = 0;
        string? cursor = null;
        do
        {
            var page = await _directory.ListUsersAsync(tenant, null, cursor, 500, ct).ConfigureAwait(false);
            seats += page.Items.Count(user => !user.Disabled);
            cursor = page.Next;
        }
        while (cursor is not null);
        return seats;
    }
}
