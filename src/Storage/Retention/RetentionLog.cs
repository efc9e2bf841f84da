using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Retention;

/// <summary>Reads sweeps and receipts from the relational database.</summary>
internal sealed class RetentionLog(IDbContextFactory<RtcDbContext> contexts) : IRetentionLog
{
    private const int LargestPage = 500;
    private const int Sweeps = 50;

    public async Task AddAsync(RetentionReceipt receipt, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            db.Add(receipt);
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<RetentionSweep>> ListSweepsAsync(string tenantId, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.RetentionSweeps.Where(s => s.TenantId == tenantId).OrderByDescending(s => s.Id).Take(Sweeps).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<Page<RetentionReceipt>> ListReceiptsAsync(string tenantId, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var before = long.MaxValue;
        if (cursor is not null && !(PageCursor.TryDecode(cursor, out var place) && long.TryParse(place.Id, CultureInfo.InvariantCulture, out before)))
        {
            return Page<RetentionReceipt>.CursorRefused;
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var found = await db.RetentionReceipts.Where(r => r.TenantId == tenantId && r.Id < before).OrderByDescending(r => r.Id).Take(limit + 1).ToListAsync(ct).ConfigureAwait(false);
            return Page<RetentionReceipt>.Cut(found, limit, receipt => new PageCursor(receipt.At, receipt.Id.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
