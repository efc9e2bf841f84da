using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.History;

/// <summary>The ledger in the relational database.</summary>
internal sealed class LedgerQuery(IDbContextFactory<RtcDbContext> contexts) : ILedgerQuery
{
    public async Task<IReadOnlyList<LedgerRow>> ListAsync(string tenantId, string callId, long after = 0, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, callId))
        {
            return [];
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Ledger.Where(r => r.CallId == callId && r.TenantId == tenantId && r.Number > after)
                .OrderBy(r => r.Number).ToListAsync(ct).ConfigureAwait(false);
        }
    }
}
