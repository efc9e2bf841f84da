using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.History;

/// <summary>The audit trail in the relational database.</summary>
internal sealed class AuditLog(IDbContextFactory<RtcDbContext> contexts) : IAuditLog
{
    private const int LargestPage = 500;

    public async Task AddAsync(AuditRow row, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            db.Add(row with
            {
                Id = 0,
                Actor = StoredText.Cleaned(row.Actor),
                Action = StoredText.Cleaned(row.Action, 64),
                Target = StoredText.Cleaned(row.Target),
                Address = StoredText.Cleaned(row.Address),
                Detail = StoredText.Cleaned(row.Detail),
            });
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<Page<AuditRow>> ListAsync(string tenantId, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var before = long.MaxValue;
        if (cursor is not null && !(PageCursor.TryDecode(cursor, out var place) && long.TryParse(place.Id, CultureInfo.InvariantCulture, out before)))
        {
            return Page<AuditRow>.CursorRefused;
        }

        if (!StoredText.Accepts(tenantId))
        {
            return new Page<AuditRow>([], null);
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var found = await db.Audit.Where(a => a.TenantId == tenantId && a.Id < before)
                .OrderByDescending(a => a.Id).Take(limit + 1).ToListAsync(ct).ConfigureAwait(false);
            return Page<AuditRow>.Cut(found, limit, row => new PageCursor(row.At, row.Id.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
