using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Rights;

/// <summary>Bundles in the relational database; their bytes, in chunks each under the bundle's own key, in the blob store.</summary>
internal sealed class DataExportStore(IDbContextFactory<RtcDbContext> contexts, IBlobStore blobs, IDataKeys keys, SigningKeys signing, TimeProvider time) : IDataExports
{
    /// <summary>How long a maker may be silent before another takes its bundle.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private const int MostAttempts = 5;
    private const int MostListed = 100;
    private const int MostReadyOfADay = 3;
    private const int MostExpired = 500;

    public Task<DataExport> AskAsync(string tenantId, string userName, string by, CancellationToken ct = default) =>
        AskAsync(new DataExport { Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), TenantId = tenantId, UserName = userName, AskedBy = by, AskedAt = time.GetUtcNow() }, ct);

    public async Task<DataExport> AskForAsync(RightsRequest granted, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(granted);
        var export = new DataExport { Id = granted.Id, TenantId = granted.TenantId, UserName = granted.UserName, AskedBy = granted.DecidedBy ?? "", AskedAt = time.GetUtcNow() };
        try
        {
            return await FindAsync(granted.TenantId, granted.Id, ct).ConfigureAwait(false) ?? await AddAsync(export, ct).ConfigureAwait(false);
        }
        catch (DbUpdateException e) when (DatabaseFault.IsTaken(e))
        {
            // Somebody asked for it at this very moment.
            return await FindAsync(granted.TenantId, granted.Id, ct).ConfigureAwait(false) ?? throw new InvalidOperationException($"The id of the bundle {granted.Id} is another tenant's.", e);
        }
    }

    public Task<DataExport> AskOfCaseAsync(string tenantId, string caseId, string by, CancellationToken ct = default) =>
        AskAsync(new DataExport { Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), TenantId = tenantId, CaseId = caseId, AskedBy = by, AskedAt = time.GetUtcNow() }, ct);

    public async Task<DataExport?> FindAsync(string tenantId, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.DataExports.SingleOrDefaultAsync(e => e.Id == id && e.TenantId == tenantId, ct).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<DataExport>> ListOfAsync(string tenantId, string userName, CancellationToken ct = default) =>
        ListAsync(exports => exports.Where(e => e.TenantId == tenantId && e.UserName == userName && e.CaseId == null), ct);

    public Task<IReadOnlyList<DataExport>> ListOfCaseAsync(string tenantId, string caseId, CancellationToken ct = default) =>
        ListAsync(exports => exports.Where(e => e.TenantId == tenantId && e.CaseId == caseId), ct);

    public async Task<DataExport?> TakeAsync(CancellationToken ct = default)
    {
        var now = time.GetUtcNow();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await GiveUpAsync(db, now, ct).ConfigureAwait(false);
            var next = await db.DataExports.Where(e => e.State == DataExportState.Waiting && (e.LeaseUntil == null || e.LeaseUntil < now)).OrderBy(e => e.AskedAt).ThenBy(e => e.Id).FirstOrDefaultAsync(ct)
                .ConfigureAwait(false);
            if (next is null)
            {
                return null;
            }

            // Of two who take it at once the second finds another attempt.
            var taken = next with { Attempts = next.Attempts + 1, LeaseUntil = now + Lease, Done = 0, Total = 0 };
            var changed = await db.InTransactionAsync(
                () => db.DataExports.Where(e => e.Id == next.Id && e.State == DataExportState.Waiting && e.Attempts == next.Attempts && e.LeaseUntil == next.LeaseUntil).ExecuteUpdateAsync(
                    set => set.SetProperty(e => e.Attempts, taken.Attempts).SetProperty(e => e.LeaseUntil, taken.LeaseUntil).SetProperty(e => e.Done, 0).SetProperty(e => e.Total, 0), ct),
                ct).ConfigureAwait(false);
            return changed == 1 ? taken : null;
        }
    }

    public Task<bool> RenewAsync(DataExport export, CancellationToken ct = default)
    {
        DateTimeOffset? until = time.GetUtcNow() + Lease;
        return ChangeAsync(export, (own, token) => own.ExecuteUpdateAsync(set => set.SetProperty(e => e.LeaseUntil, until), token), ct);
    }

    public Task<bool> ProgressAsync(DataExport export, int done, int total, CancellationToken ct = default)
    {
        DateTimeOffset? until = time.GetUtcNow() + Lease;
        return ChangeAsync(export, (own, token) => own.ExecuteUpdateAsync(set => set.SetProperty(e => e.Done, done).SetProperty(e => e.Total, total).SetProperty(e => e.LeaseUntil, until), token), ct);
    }

    public async Task<DataExportStream> WriteAsync(DataExport export, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        await DeleteBytesAsync(export, ct).ConfigureAwait(false);
        var key = keys.Create(export.Purpose, out var wrapped);
        return new DataExportStream(blobs, export, key, JsonSerializer.Serialize(wrapped));
    }

    public async Task<bool> ReadyAsync(DataExport export, DataExportStream written, TimeSpan keeps, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        ArgumentNullException.ThrowIfNull(written);
        var now = time.GetUtcNow();
        var (key, bytes, sha) = (written.WrappedKey, written.Bytes, written.Sha256);
        if (await ChangeAsync(
            export,
            (own, token) => own.ExecuteUpdateAsync(
                set => set.SetProperty(e => e.State, DataExportState.Ready).SetProperty(e => e.ReadyAt, now).SetProperty(e => e.ExpiresAt, now + keeps).SetProperty(e => e.Bytes, bytes).SetProperty(e => e.Sha256, sha)
                    .SetProperty(e => e.Key, key).SetProperty(e => e.LeaseUntil, (DateTimeOffset?)null).SetProperty(e => e.Done, e => e.Total),
                token),
            ct).ConfigureAwait(false))
        {
            return true;
        }

        if (await FindAsync(export.TenantId, export.Id, ct).ConfigureAwait(false) is null or { State: DataExportState.Gone or DataExportState.Failed })
        {
            await DeleteBytesAsync(export, ct).ConfigureAwait(false);
        }

        return false;
    }

    public async Task FailedAsync(DataExport export, string problem, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        var state = export.Attempts >= MostAttempts ? DataExportState.Failed : DataExportState.Waiting;
        var text = StoredText.Cleaned(problem, 200);
        DateTimeOffset? again = time.GetUtcNow() + TimeSpan.FromMinutes(1);
        var isOwn = await ChangeAsync(
            export, (own, token) => own.ExecuteUpdateAsync(set => set.SetProperty(e => e.State, state).SetProperty(e => e.Problem, text).SetProperty(e => e.LeaseUntil, again), token), ct).ConfigureAwait(false);
        if (isOwn && state == DataExportState.Failed)
        {
            await DeleteBytesAsync(export, ct).ConfigureAwait(false);
        }
    }

    public async Task<Stream?> OpenAsync(DataExport export, AuditRow access, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        if (await FindAsync(export.TenantId, export.Id, ct).ConfigureAwait(false) is not { State: DataExportState.Ready } found || !(found.ExpiresAt > time.GetUtcNow())
            || JsonSerializer.Deserialize<WrappedKey>(found.Key) is not { } wrapped || !keys.TryOpen(wrapped, found.Purpose, out var key))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            // What a case allowed to be looked at ends with the case.
            if (found.CaseId is { } id
                && !await db.LegalCases.AnyAsync(c => c.TenantId == found.TenantId && c.Id == id && (c.State == LegalCaseState.Active || c.State == LegalCaseState.Releasing), ct).ConfigureAwait(false))
            {
                CryptographicOperations.ZeroMemory(key);
                return null;
            }

            await db.InTransactionAsync(
                async () =>
                {
                    db.Add(AuditLog.Signed(access, signing));
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return await db.DataExports.Where(e => e.Id == found.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Downloads, e => e.Downloads + 1), ct).ConfigureAwait(false);
                },
                ct).ConfigureAwait(false);
        }

        return new DataExportReader(blobs, found, key);
    }

    public async Task EraseAsync(DataExport export, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(
                () => db.DataExports.Where(e => e.Id == export.Id && e.State != DataExportState.Gone).ExecuteUpdateAsync(
                    set => set.SetProperty(e => e.Key, "").SetProperty(e => e.State, DataExportState.Gone).SetProperty(e => e.LeaseUntil, (DateTimeOffset?)null), ct),
                ct).ConfigureAwait(false);
        }

        await DeleteBytesAsync(export, ct).ConfigureAwait(false);
    }

    public async Task EraseOfAsync(string tenantId, string userName, CancellationToken ct = default)
    {
        for (var after = ""; ;)
        {
            List<DataExport> page;
            var db = contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                page = await db.DataExports.Where(e => e.TenantId == tenantId && e.UserName == userName && e.CaseId == null && string.Compare(e.Id, after) > 0).OrderBy(e => e.Id).Take(MostListed).ToListAsync(ct)
                    .ConfigureAwait(false);
            }

            foreach (var export in page)
            {
                // Those that are gone too: their bytes may have stayed when the store was away.
                await EraseAsync(export, ct).ConfigureAwait(false);
            }

            if (page.Count < MostListed)
            {
                return;
            }

            after = page[^1].Id;
        }
    }

    public async Task<int> ExpireAsync(CancellationToken ct = default)
    {
        var now = time.GetUtcNow();
        List<DataExport> over;
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            over = await db.DataExports.Where(e => e.State == DataExportState.Ready && e.ExpiresAt <= now).OrderBy(e => e.ExpiresAt).Take(MostExpired).ToListAsync(ct).ConfigureAwait(false);
        }

        foreach (var export in over)
        {
            await EraseAsync(export, ct).ConfigureAwait(false);
        }

        return over.Count;
    }

    private async Task<DataExport> AddAsync(DataExport export, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    db.Add(export);
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return export;
                },
                ct).ConfigureAwait(false);
        }
    }

    private async Task<DataExport> AskAsync(DataExport export, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    if (await db.DataExports.FirstOrDefaultAsync(
                        e => e.TenantId == export.TenantId && e.UserName == export.UserName && e.CaseId == export.CaseId && e.State == DataExportState.Waiting, ct).ConfigureAwait(false) is { } there)
                    {
                        return there;
                    }

                    // Each reads all that is kept of the user: of what was made a moment ago there is nothing new.
                    var dayAgo = export.AskedAt.AddDays(-1);
                    var recent = export.CaseId is not null
                        ? []
                        : await db.DataExports.Where(e => e.TenantId == export.TenantId && e.UserName == export.UserName && e.CaseId == null && e.State == DataExportState.Ready && e.AskedAt > dayAgo)
                            .OrderByDescending(e => e.AskedAt).ThenByDescending(e => e.Id).Take(MostReadyOfADay).ToListAsync(ct).ConfigureAwait(false);
                    if (recent.Count == MostReadyOfADay)
                    {
                        return recent[0];
                    }

                    db.Add(export);
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return export;
                },
                ct).ConfigureAwait(false);
        }
    }

    // A bundle that ends its process says nothing of that: it is not begun for ever.
    private async Task GiveUpAsync(RtcDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var spent = await db.DataExports.Where(e => e.State == DataExportState.Waiting && e.Attempts >= MostAttempts && (e.LeaseUntil == null || e.LeaseUntil < now)).Take(MostListed).ToListAsync(ct)
            .ConfigureAwait(false);
        foreach (var export in spent)
        {
            await FailedAsync(export, "It was begun too often; the log of the server says why.", ct).ConfigureAwait(false);
        }
    }

    // Only its present maker changes it: one that was taken for dead finds another attempt.
    private async Task<bool> ChangeAsync(DataExport export, Func<IQueryable<DataExport>, CancellationToken, Task<int>> change, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(() => change(db.DataExports.Where(e => e.Id == export.Id && e.State == DataExportState.Waiting && e.Attempts == export.Attempts), ct), ct).ConfigureAwait(false) == 1;
        }
    }

    private async Task<IReadOnlyList<DataExport>> ListAsync(Func<IQueryable<DataExport>, IQueryable<DataExport>> which, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await which(db.DataExports).OrderByDescending(e => e.AskedAt).ThenByDescending(e => e.Id).Take(MostListed).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    private async Task DeleteBytesAsync(DataExport export, CancellationToken ct)
    {
        var paths = new List<string>();
        await foreach (var blob in blobs.ListAsync(export.BlobFolder, ct).ConfigureAwait(false))
        {
            paths.Add(blob.Path);
        }

        foreach (var path in paths)
        {
            await blobs.DeleteAsync(path, ct).ConfigureAwait(false);
        }
    }
}
