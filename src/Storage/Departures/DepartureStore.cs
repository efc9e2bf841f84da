using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Rights;

namespace RtcCluster.Storage.Departures;

/// <summary>Departures in the relational database.</summary>
internal sealed class DepartureStore(IDbContextFactory<RtcDbContext> contexts, ILegalCases cases, ErasureJournal journal, TimeProvider time) : IDepartures
{
    private const int Page = 500;

    public async Task<Departure?> FindAsync(string tenantId, string userName, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, userName))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Departures.SingleOrDefaultAsync(d => d.TenantId == tenantId && d.UserName == userName, ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<Departure>> ListOpenAsync(string tenantId, CancellationToken ct = default)
    {
        var open = new List<Departure>();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            // All of them: those that cases hold stay for years, and must not stand before the others.
            for (var after = ""; ;)
            {
                var from = after;
                var page = await db.Departures.Where(d => d.TenantId == tenantId && d.EndedAt == null && string.Compare(d.UserName, from) > 0).OrderBy(d => d.UserName).Take(Page).ToListAsync(ct).ConfigureAwait(false);
                open.AddRange(page);
                if (page.Count < Page)
                {
                    return [.. open.OrderBy(d => d.BegunAt).ThenBy(d => d.UserName, StringComparer.Ordinal)];
                }

                after = page[^1].UserName;
            }
        }
    }

    public async Task<bool> IsOfBeforeAsync(string tenantId, string userName, DateTimeOffset at, CancellationToken ct = default) =>
        await FindAsync(tenantId, userName, ct).ConfigureAwait(false) is { } departure && (departure.ReusedAt is not { } reused || at < reused);

    public async Task ForgetAsync(string tenantId, string userName, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(() => DepartureErasure.ForgetAsync(db, tenantId, userName, ct), ct).ConfigureAwait(false);
        }
    }

    public async Task<Departure> SettleAsync(Departure departure, int held, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(departure);
        // Before the name is free: a restored backup must not bring back what is gone.
        await journal.WriteAsync(departure.TenantId, ct).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var isNamed = (await cases.ListOpenAsync(departure.TenantId, ct).ConfigureAwait(false)).Any(legal => legal.Holds(now) && legal.Scope.Names(departure.UserId));
        DateTimeOffset? ended = held == 0 && !isNamed ? now : null;
        var (tenant, name, begun) = (departure.TenantId, departure.UserName, departure.BegunAt);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(
                async () =>
                {
                    if (await db.Departures.Where(d => d.TenantId == tenant && d.UserName == name && d.BegunAt == begun && d.EndedAt == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(d => d.EndedAt, ended).SetProperty(d => d.Held, held), ct).ConfigureAwait(false) == 0)
                    {
                        return false;
                    }

                    // What was under way when the user was deleted has written since.
                    await DepartureErasure.BeginAsync(db, tenant, name, now, ct).ConfigureAwait(false);
                    var former = FormattableString.Invariant($"{name}~{departure.Number}");
                    await db.RightsRequests.Where(r => r.TenantId == tenant && r.UserName == name).ExecuteUpdateAsync(set => set.SetProperty(r => r.UserName, former), ct).ConfigureAwait(false);
                    // Of bundles the bytes have gone before: whoever has the name next does not find that there were any.
                    await db.DataExports.Where(e => e.TenantId == tenant && e.UserName == name && e.CaseId == null && e.State == DataExportState.Gone).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                    return true;
                },
                ct).ConfigureAwait(false);
        }

        return await FindAsync(tenant, name, ct).ConfigureAwait(false) ?? departure;
    }
}
