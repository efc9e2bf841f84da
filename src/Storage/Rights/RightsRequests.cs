using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Rights;

/// <summary>Requests in the relational database.</summary>
internal sealed class RightsRequests(IDbContextFactory<RtcDbContext> contexts, TimeProvider time) : IRightsRequests
{
    private const int MostOfOne = 200;
    private const int LargestPage = 500;
    private const int Tries = 20;
    private const int MostGranting = 1_000;

    public async Task<RightsRequest> AddAsync(RightsRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        for (var tries = 1; ; tries++)
        {
            var db = contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                try
                {
                    return await db.InTransactionAsync(
                        async () =>
                        {
                            var last = await db.RightsRequests.Where(r => r.TenantId == request.TenantId).MaxAsync(r => (int?)r.Number, ct).ConfigureAwait(false) ?? 0;
                            var numbered = request with { Number = last + 1, Text = StoredText.Cleaned(request.Text, RightsModel.TextLength), Version = 1 };
                            db.Add(numbered);
                            await db.SaveChangesAsync(ct).ConfigureAwait(false);
                            return numbered;
                        },
                        ct).ConfigureAwait(false);
                }
                catch (DbUpdateException e) when (tries < Tries && DatabaseFault.IsTaken(e))
                {
                    // Somebody else got the number.
                }
            }
        }
    }

    public async Task<RightsRequest?> FindAsync(string tenantId, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.RightsRequests.SingleOrDefaultAsync(r => r.Id == id && r.TenantId == tenantId, ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<RightsRequest>> ListOfAsync(string tenantId, string userName, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.RightsRequests.Where(r => r.TenantId == tenantId && r.UserName == userName).OrderByDescending(r => r.Number).Take(MostOfOne).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<RightsRequest>> ListAsync(string tenantId, bool onlyOverdue, int limit = 200, CancellationToken ct = default)
    {
        limit = Math.Clamp(limit, 1, LargestPage);
        var now = time.GetUtcNow();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var open = await db.RightsRequests.Where(r => r.TenantId == tenantId && (r.State == RightsState.Open || r.State == RightsState.Granting) && (!onlyOverdue || r.DueAt < now)).OrderBy(r => r.DueAt).ThenBy(r => r.Number).Take(limit)
                .ToListAsync(ct).ConfigureAwait(false);
            return onlyOverdue ? open :
            [
                .. open,
                .. await db.RightsRequests.Where(r => r.TenantId == tenantId && r.State != RightsState.Open && r.State != RightsState.Granting).OrderByDescending(r => r.Number).Take(limit - open.Count).ToListAsync(ct).ConfigureAwait(false),
            ];
        }
    }

    public async Task<IReadOnlyList<RightsRequest>> ListGrantingAsync(string tenantId, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.RightsRequests.Where(r => r.TenantId == tenantId && r.State == RightsState.Granting).OrderBy(r => r.DecidedAt).ThenBy(r => r.Number).Take(MostGranting).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<RightsRequest?> DecideAsync(string tenantId, string id, RightsState state, string by, string decision, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, id))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var text = StoredText.Cleaned(decision, RightsModel.TextLength);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var changed = await db.InTransactionAsync(
                () => db.RightsRequests.Where(r => r.Id == id && r.TenantId == tenantId && r.State == RightsState.Open).ExecuteUpdateAsync(
                    set => set.SetProperty(r => r.State, state).SetProperty(r => r.DecidedBy, by).SetProperty(r => r.Decision, text).SetProperty(r => r.DecidedAt, now).SetProperty(r => r.Version, r => r.Version + 1), ct),
                ct).ConfigureAwait(false);
            return changed == 1 ? await FindAsync(tenantId, id, ct).ConfigureAwait(false) : null;
        }
    }

    public async Task<RightsRequest?> DoneAsync(string tenantId, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(
                () => db.RightsRequests.Where(r => r.Id == id && r.TenantId == tenantId && r.State == RightsState.Granting)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RightsState.Done).SetProperty(r => r.Version, r => r.Version + 1), ct),
                ct).ConfigureAwait(false);
            // Another may have said so first.
            return await FindAsync(tenantId, id, ct).ConfigureAwait(false) is { State: RightsState.Done } done ? done : null;
        }
    }
}
