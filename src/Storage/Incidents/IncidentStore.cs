using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Incidents;

/// <summary>The cases in the relational database.</summary>
internal sealed class IncidentStore(IDbContextFactory<RtcDbContext> contexts) : IIncidents
{
    private const int LargestPage = 500;

    // Its column (IncidentModel).
    private const int LongestSubject = 128;

    public async Task<Page<Incident>> ListAsync(string tenantId, string? userId = null, IncidentState? state = null, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        PageCursor after = default;
        if (cursor is not null && !PageCursor.TryDecode(cursor, out after))
        {
            return Page<Incident>.CursorRefused;
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var rows = db.Incidents.Where(i => i.TenantId == tenantId);
            rows = userId is null ? rows : rows.Where(i => i.UserId == userId);
            rows = state is null ? rows : rows.Where(i => i.State == state);
            rows = cursor is null ? rows : rows.Where(i => i.OpenedAt < after.At || (i.OpenedAt == after.At && string.Compare(i.Id, after.Id) < 0));
            var found = await rows.OrderByDescending(i => i.OpenedAt).ThenByDescending(i => i.Id).Take(limit + 1).ToListAsync(ct).ConfigureAwait(false);
            return Page<Incident>.Cut(found, limit, incident => new PageCursor(incident.OpenedAt, incident.Id));
        }
    }

    public async Task<Incident?> FindAsync(string tenantId, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Incidents.SingleOrDefaultAsync(i => i.TenantId == tenantId && i.Id == id, ct).ConfigureAwait(false);
        }
    }

    public async Task<Incident?> FindOpenAsync(string tenantId, string rule, string subject, CancellationToken ct = default)
    {
        // As it was written (AddAsync).
        var stored = StoredText.Cleaned(subject, LongestSubject);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Incidents.Where(i => i.TenantId == tenantId && i.State == IncidentState.Open && i.Rule == rule && i.Subject == stored)
                .OrderByDescending(i => i.OpenedAt).FirstOrDefaultAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task AddAsync(Incident incident, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            // What came over the wire is cleaned: a NUL in a number, and nothing is stored of it.
            db.Add(incident with { Subject = StoredText.Cleaned(incident.Subject, LongestSubject), Reason = StoredText.Cleaned(incident.Reason, Incident.LongestText), Version = 1 });
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<bool> SaveAsync(Incident incident, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var (decision, appeal) = (StoredText.Cleaned(incident.Decision, Incident.LongestText), StoredText.Cleaned(incident.Appeal, Incident.LongestText));
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Incidents.Where(i => i.TenantId == incident.TenantId && i.Id == incident.Id && i.Version == incident.Version).ExecuteUpdateAsync(
                set => set.SetProperty(i => i.LastAt, incident.LastAt).SetProperty(i => i.Times, incident.Times).SetProperty(i => i.State, incident.State)
                    .SetProperty(i => i.BlockedUntil, incident.BlockedUntil).SetProperty(i => i.Decision, decision).SetProperty(i => i.DecidedBy, incident.DecidedBy)
                    .SetProperty(i => i.DecidedAt, incident.DecidedAt).SetProperty(i => i.Appeal, appeal).SetProperty(i => i.AppealedAt, incident.AppealedAt)
                    .SetProperty(i => i.Version, incident.Version + 1),
                ct).ConfigureAwait(false) == 1;
        }
    }
}
