using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.History;

/// <summary>The audit trail in the relational database.</summary>
internal sealed class AuditLog(IDbContextFactory<RtcDbContext> contexts, SigningKeys keys) : IAuditLog
{
    private const int LargestPage = 500;

    public async Task AddAsync(AuditRow row, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            db.Add(Signed(row, keys));
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>A row as it is stored; for whoever writes it in one transaction with what it tells of.</summary>
    public static AuditRow Signed(AuditRow row, SigningKeys keys)
    {
        var clean = row with
        {
            Id = 0,
            Actor = StoredText.Cleaned(row.Actor),
            Action = StoredText.Cleaned(row.Action, 64),
            Target = StoredText.Cleaned(row.Target),
            Address = StoredText.Cleaned(row.Address),
            Detail = StoredText.Cleaned(row.Detail),
            EntryId = Guid.NewGuid().ToString("N"),
        };
        return clean with { Signature = AuditSeal.Sign(clean, keys) };
    }

    public async Task<Page<AuditEntry>> ListAsync(AuditFilter filter, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var before = long.MaxValue;
        if (cursor is not null && !(PageCursor.TryDecode(cursor, out var place) && long.TryParse(place.Id, CultureInfo.InvariantCulture, out before)))
        {
            return Page<AuditEntry>.CursorRefused;
        }

        if (!StoredText.Accepts(filter.TenantId, filter.Actor, filter.Action, filter.Target))
        {
            return new Page<AuditEntry>([], null);
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var found = await Matching(db, filter).Where(a => a.Id < before).OrderByDescending(a => a.Id).Take(limit + 1)
                .Select(a => new { Row = a, Number = db.AuditChain.Where(link => link.RowId == a.Id).Select(link => (long?)link.Number).FirstOrDefault() })
                .ToListAsync(ct).ConfigureAwait(false);
            return Page<AuditEntry>.Cut(
                [.. found.Select(each => new AuditEntry(each.Row, each.Number))], limit, entry => new PageCursor(entry.Row.At, entry.Row.Id.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static IQueryable<AuditRow> Matching(RtcDbContext db, AuditFilter filter)
    {
        var rows = db.Audit.Where(a => a.TenantId == filter.TenantId);
        if (filter.Actor is { Length: > 0 } actor)
        {
            rows = rows.Where(a => a.Actor == actor);
        }

        if (filter.Action is { Length: > 0 } action)
        {
            rows = rows.Where(a => a.Action.StartsWith(action));
        }

        if (filter.Target is { Length: > 0 } target)
        {
            rows = rows.Where(a => a.Target.Contains(target));
        }

        if (filter.From is { } from)
        {
            rows = rows.Where(a => a.At >= from);
        }

        if (filter.Until is { } until)
        {
            rows = rows.Where(a => a.At < until);
        }

        return rows;
    }
}
