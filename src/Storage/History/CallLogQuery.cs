using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.History;

/// <summary>The call log in the relational database.</summary>
internal sealed class CallLogQuery(IDbContextFactory<RtcDbContext> contexts) : ICallLogQuery
{
    private const int LargestPage = 500;

    public async Task<Page<CallLogEntry>> ListAsync(CallLogFilter filter, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var after = default(PageCursor);
        if (cursor is not null && !PageCursor.TryDecode(cursor, out after))
        {
            return Page<CallLogEntry>.CursorRefused;
        }

        if (!IsAskable(filter))
        {
            return new Page<CallLogEntry>([], null);
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var calls = Matching(db, filter);
            if (cursor is not null)
            {
                calls = calls.Where(e => e.StartedAt < after.At || (e.StartedAt == after.At && string.Compare(e.CallId, after.Id) < 0));
            }

            var found = await calls.OrderByDescending(e => e.StartedAt).ThenByDescending(e => e.CallId).Take(limit + 1).ToListAsync(ct).ConfigureAwait(false);
            return Page<CallLogEntry>.Cut(found, limit, entry => new PageCursor(entry.StartedAt, entry.CallId));
        }
    }

    public async Task<CallLogEntry?> FindAsync(string tenantId, string callId, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, callId))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.CallLog.SingleOrDefaultAsync(e => e.CallId == callId && e.TenantId == tenantId, ct).ConfigureAwait(false);
        }
    }

    public async Task<CallLogEntry?> FindOfAsync(string tenantId, string userId, string callId, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, userId, callId))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await Matching(db, new CallLogFilter { TenantId = tenantId, VisibleTo = userId }).SingleOrDefaultAsync(e => e.CallId == callId, ct).ConfigureAwait(false);
        }
    }

    public async Task<long> CountAsync(CallLogFilter filter, CancellationToken ct = default)
    {
        if (!IsAskable(filter))
        {
            return 0;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await Matching(db, filter).LongCountAsync(ct).ConfigureAwait(false);
        }
    }

    private static bool IsAskable(CallLogFilter filter) => StoredText.Accepts(filter.TenantId, filter.Party, filter.UserId, filter.Result, filter.VisibleTo);

    private static IQueryable<CallLogEntry> Matching(RtcDbContext db, CallLogFilter filter)
    {
        var calls = db.CallLog.Where(e => e.TenantId == filter.TenantId);
        foreach (var user in new[] { filter.VisibleTo, filter.UserId }.OfType<string>().Distinct())
        {
            calls = calls.Where(e => db.CallParticipants.Where(p => p.UserId == user && p.TenantId == filter.TenantId).Select(p => p.CallId).Contains(e.CallId));
        }

        if (filter.VisibleTo is { } visible)
        {
            // Of a time when somebody else had the name.
            calls = calls.Where(e => !db.Departures.Any(d => d.TenantId == filter.TenantId && filter.TenantId + "/" + d.UserName == visible && d.ReusedAt > e.StartedAt));
        }

        if (filter.From is { } from)
        {
            calls = calls.Where(e => e.StartedAt >= from);
        }

        if (filter.Until is { } until)
        {
            calls = calls.Where(e => e.StartedAt < until);
        }

        if (filter.Direction is { } direction)
        {
            calls = calls.Where(e => e.Direction == direction);
        }

        if (filter.Result is { } result)
        {
            calls = calls.Where(e => e.Result == result);
        }

        if (filter.Party is { Length: > 0 } party)
        {
            var folded = party.ToLowerInvariant();
            calls = calls.Where(e => EF.Property<string>(e, HistoryModel.SearchText).Contains(folded));
        }

        return calls;
    }
}
