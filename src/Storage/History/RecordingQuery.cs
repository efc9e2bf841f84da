using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.History;

/// <summary>The recordings' catalogue in the relational database.</summary>
internal sealed class RecordingQuery(IDbContextFactory<RtcDbContext> contexts) : IRecordingQuery
{
    private const int LargestPage = 500;

    public async Task<Page<RecordingEntry>> ListAsync(RecordingFilter filter, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var after = default(PageCursor);
        if (cursor is not null && !PageCursor.TryDecode(cursor, out after))
        {
            return Page<RecordingEntry>.CursorRefused;
        }

        if (!StoredText.Accepts(filter.TenantId, filter.CallId, filter.UserId, filter.VisibleTo))
        {
            return new Page<RecordingEntry>([], null);
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var recordings = Matching(db, filter);
            if (cursor is not null)
            {
                recordings = recordings.Where(r => r.StartedAt < after.At || (r.StartedAt == after.At && string.Compare(r.Id, after.Id) < 0));
            }

            var found = await recordings.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).Take(limit + 1).ToListAsync(ct).ConfigureAwait(false);
            return Page<RecordingEntry>.Cut(found, limit, entry => new PageCursor(entry.StartedAt, entry.Id));
        }
    }

    public async Task<RecordingEntry?> FindAsync(string tenantId, string recordingId, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, recordingId))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Recordings.SingleOrDefaultAsync(r => r.Id == recordingId && r.TenantId == tenantId, ct).ConfigureAwait(false);
        }
    }

    public async Task<RecordingEntry?> FindOfAsync(string tenantId, string userId, string recordingId, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, userId, recordingId))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await Matching(db, new RecordingFilter { TenantId = tenantId, VisibleTo = userId }).SingleOrDefaultAsync(r => r.Id == recordingId, ct).ConfigureAwait(false);
        }
    }

    private static IQueryable<RecordingEntry> Matching(RtcDbContext db, RecordingFilter filter)
    {
        var recordings = db.Recordings.Where(r => r.TenantId == filter.TenantId);
        foreach (var user in new[] { filter.VisibleTo, filter.UserId }.OfType<string>().Distinct())
        {
            recordings = recordings.Where(r =>
                db.RecordingParticipants.Where(p => p.UserId == user && p.TenantId == filter.TenantId).Select(p => p.RecordingId).Contains(r.Id));
        }

        if (filter.VisibleTo is { } visible)
        {
            // Of a time when somebody else had the name.
            recordings = recordings.Where(r => !db.Departures.Any(d => d.TenantId == filter.TenantId && filter.TenantId + "/" + d.UserName == visible && d.ReusedAt > r.StartedAt));
        }

        if (filter.From is { } from)
        {
            recordings = recordings.Where(r => r.StartedAt >= from);
        }

        if (filter.Until is { } until)
        {
            recordings = recordings.Where(r => r.StartedAt < until);
        }

        if (filter.CallId is { } call)
        {
            recordings = recordings.Where(r => r.CallId == call);
        }

        return recordings;
    }
}
