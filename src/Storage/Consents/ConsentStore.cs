using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Consents;

/// <summary>Consents in the database, which is asked each time: a withdrawal holds on every node with its commit.</summary>
internal sealed class ConsentStore(IDbContextFactory<RtcDbContext> contexts) : IConsents
{
    private const int Tries = 5;

    public async Task<bool> HasAsync(string tenantId, string userName, ConsentPurpose purpose, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await HasAsync(db, tenantId, userName, purpose, ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<ConsentChange>> ListAsync(string tenantId, string userName, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ConsentChanges.Where(c => c.TenantId == tenantId && c.UserName == userName)
                .OrderByDescending(c => c.At).ThenByDescending(c => c.Number).ThenBy(c => c.Purpose).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public Task<bool> ChangeAsync(ConsentChange change, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var (tenant, user, purpose) = (change.TenantId, change.UserName, change.Purpose);
        return WriteAsync(
            async db =>
            {
                var last = await Last(db, tenant, user, purpose).FirstOrDefaultAsync(ct).ConfigureAwait(false);
                if ((last?.Given ?? false) == change.Given)
                {
                    return false;
                }

                if (last is not null)
                {
                    await LockAsync(db, last, ct).ConfigureAwait(false);
                }

                db.Add(change with { Number = (last?.Number ?? 0) + 1, Device = StoredText.Cleaned(change.Device, ConsentModel.DeviceLength) });
                await db.SaveChangesAsync(ct).ConfigureAwait(false);
                if (change is { Given: false, Purpose: ConsentPurpose.Diagnostics })
                {
                    await db.DiagnosticReports.Where(r => r.TenantId == tenant && r.UserName == user).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                }
                else if (change is { Given: false, Purpose: ConsentPurpose.Location })
                {
                    await db.DeviceLocations.Where(l => l.TenantId == tenant && l.UserName == user).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                }

                return true;
            },
            ct);
    }

    public Task<bool> AddReportAsync(DiagnosticReport report, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        return WriteAsync(
            async db =>
            {
                if (!await KeepsAsync(db, report.TenantId, report.UserName, ConsentPurpose.Diagnostics, ct).ConfigureAwait(false))
                {
                    return false;
                }

                db.Add(report with
                {
                    Text = StoredText.Cleaned(report.Text, DiagnosticReport.LongestText),
                    Version = StoredText.Cleaned(report.Version, ConsentModel.VersionLength),
                    Device = StoredText.Cleaned(report.Device, ConsentModel.DeviceLength),
                });
                await db.SaveChangesAsync(ct).ConfigureAwait(false);
                var old = await Reports(db, report.TenantId, report.UserName).Skip(DiagnosticReport.MostKept).Select(r => r.Id).ToListAsync(ct).ConfigureAwait(false);
                await db.DiagnosticReports.Where(r => r.TenantId == report.TenantId && old.Contains(r.Id)).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                return true;
            },
            ct);
    }

    public async Task<IReadOnlyList<DiagnosticReport>> ListReportsAsync(string tenantId, string userName, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await Reports(db, tenantId, userName).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public Task<bool> SaveLocationAsync(DeviceLocation location, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        return WriteAsync(
            async db =>
            {
                if (!await KeepsAsync(db, location.TenantId, location.UserName, ConsentPurpose.Location, ct).ConfigureAwait(false))
                {
                    return false;
                }

                await db.DeviceLocations.Where(l => l.TenantId == location.TenantId && l.UserName == location.UserName).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                db.Add(location);
                await db.SaveChangesAsync(ct).ConfigureAwait(false);
                return true;
            },
            ct);
    }

    public async Task<DeviceLocation?> FindLocationAsync(string tenantId, string userName, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.DeviceLocations.SingleOrDefaultAsync(l => l.TenantId == tenantId && l.UserName == userName, ct).ConfigureAwait(false);
        }
    }

    public Task DeleteLocationAsync(string tenantId, string userName, CancellationToken ct = default) =>
        WriteAsync(async db => await db.DeviceLocations.Where(l => l.TenantId == tenantId && l.UserName == userName).ExecuteDeleteAsync(ct).ConfigureAwait(false) > 0, ct);

    public async Task<IReadOnlySet<string>> ListSeenAsync(string tenantId, string userName, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.SeenNotices.Where(n => n.TenantId == tenantId && n.UserName == userName).Select(n => n.Notice).ToHashSetAsync(StringComparer.Ordinal, ct).ConfigureAwait(false);
        }
    }

    public async Task SeeAsync(SeenNotice seen, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                db.Add(seen);
                await db.SaveChangesAsync(ct).ConfigureAwait(false);
            }
            catch (Exception e) when (DatabaseFault.IsTaken(e))
            {
                // It was seen in another tab.
            }
        }
    }

    private static IQueryable<ConsentChange> Last(RtcDbContext db, string tenant, string user, ConsentPurpose purpose) =>
        db.ConsentChanges.Where(c => c.TenantId == tenant && c.UserName == user && c.Purpose == purpose).OrderByDescending(c => c.Number);

    private static Task<bool> HasAsync(RtcDbContext db, string tenant, string user, ConsentPurpose purpose, CancellationToken ct) =>
        Last(db, tenant, user, purpose).Select(c => c.Given).FirstOrDefaultAsync(ct);

    // Whoever writes what a consent allows holds the consent's row: a withdrawal that comes meanwhile waits, and takes along what was written.
    private static async Task<bool> KeepsAsync(RtcDbContext db, string tenant, string user, ConsentPurpose purpose, CancellationToken ct)
    {
        if (await Last(db, tenant, user, purpose).FirstOrDefaultAsync(ct).ConfigureAwait(false) is not { Given: true } last)
        {
            return false;
        }

        await LockAsync(db, last, ct).ConfigureAwait(false);
        return await HasAsync(db, tenant, user, purpose, ct).ConfigureAwait(false);
    }

    private static Task<int> LockAsync(RtcDbContext db, ConsentChange row, CancellationToken ct) =>
        db.ConsentChanges.Where(c => c.TenantId == row.TenantId && c.UserName == row.UserName && c.Purpose == row.Purpose && c.Number == row.Number)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Given, row.Given), ct);

    private static IQueryable<DiagnosticReport> Reports(RtcDbContext db, string tenant, string user) =>
        db.DiagnosticReports.Where(r => r.TenantId == tenant && r.UserName == user).OrderByDescending(r => r.At).ThenByDescending(r => r.Id);

    private async Task<bool> WriteAsync(Func<RtcDbContext, Task<bool>> work, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            var db = contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                try
                {
                    return await db.InTransactionAsync(() => work(db), ct).ConfigureAwait(false);
                }
                catch (Exception e) when (tries < Tries && DatabaseFault.IsTaken(e))
                {
                    // Somebody was faster: it is looked at anew.
                }
            }
        }
    }
}
