using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Backups;

/// <summary>Backups of tenants: made while calls go on, verified, and brought back.</summary>
public sealed class TenantBackups
{
    private readonly RtcDbContextFactory _contexts;
    private readonly BackupStore _store;
    private readonly BackupKeys _keys;
    private readonly IBlobStore _live;
    private readonly KeyRingCopy _ring;
    private readonly TimeSpan _held;
    private readonly StorageMetrics _metrics;
    private readonly TimeProvider _time;

    internal TenantBackups(RtcDbContextFactory contexts, BackupStore store, BackupKeys keys, IBlobStore live, string keyFolder, TimeSpan held, StorageMetrics metrics, TimeProvider time)
    {
        (_contexts, _store, _keys, _live, _held, _metrics, _time) = (contexts, store, keys, live, held, metrics, time);
        _ring = new KeyRingCopy(store, keys, live, keyFolder);
    }

    /// <summary>Whether there is a key, without which there are no backups.</summary>
    public bool IsConfigured => _keys.IsSet;

    /// <summary>Tenants that have backups, or had one begun, by name.</summary>
    public async Task<IReadOnlyList<string>> ListTenantsAsync(CancellationToken ct = default)
    {
        var tenants = new List<string>();
        await foreach (var blob in _store.Blobs.ListAsync(BackupStore.KnownTenants, ct).ConfigureAwait(false))
        {
            tenants.Add(blob.Path[(blob.Path.LastIndexOf('/') + 1)..]);
        }

        return tenants;
    }

    /// <summary>The backups of a tenant, oldest first.</summary>
    /// <exception cref="BackupRefusedException">They cannot be used.</exception>
    public async Task<IReadOnlyList<BackupManifest>> ListAsync(string tenant, CancellationToken ct = default) =>
        await TenantVault.TryOpenAsync(_store, _keys, Checked(tenant), ct).ConfigureAwait(false) is { } vault
            ? (await vault.ReadChainAsync(ct).ConfigureAwait(false)).ConvertAll(entry => entry.Manifest)
            : [];

    /// <summary>Makes a backup, as the operator says.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="keep">How many backups are kept, however young the others are; null drops none.</param>
    /// <param name="ct">Ends it; what it wrote is cleared away by the next.</param>
    /// <exception cref="BackupRefusedException">There is no key or no such tenant, one is under way, or those of before cannot be used.</exception>
    public Task<BackupManifest> BackupAsync(string tenant, int? keep = null, CancellationToken ct = default) => MeasuredAsync(tenant, keep, null, ct);

    /// <summary>Makes a backup that the tenant's schedule names: what is younger than <c>Backup:KeepDays</c> is kept whatever the schedule says.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="keep">How many backups are kept at least.</param>
    /// <param name="ct">Ends it; what it wrote is cleared away by the next.</param>
    /// <exception cref="BackupRefusedException">There is no key or no such tenant, one is under way, or those of before cannot be used.</exception>
    public Task<BackupManifest> BackupOnScheduleAsync(string tenant, int keep, CancellationToken ct = default) => MeasuredAsync(tenant, keep, _time.GetUtcNow() - _held, ct);

    /// <summary>Reads every backup of a tenant to its last byte.</summary>
    public async Task<BackupVerdict> VerifyAsync(string tenant, CancellationToken ct = default)
    {
        while (true)
        {
            var oldest = await OldestAsync(Checked(tenant), ct).ConfigureAwait(false);
            var verdict = await ReadAllAsync(tenant, ct).ConfigureAwait(false);
            // What was dropped while it was read lacks nothing that anybody needs: what is left is read.
            if (verdict.Fault is null || await OldestAsync(tenant, ct).ConfigureAwait(false) is not { } now || now == oldest)
            {
                return verdict;
            }
        }
    }

    /// <summary>Brings a tenant back that is not there, as it was at its backup but for what was erased since.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="number">Number of the backup; null: the newest.</param>
    /// <param name="ct">Ends it; the next one begins again.</param>
    /// <exception cref="BackupRefusedException">The tenant is there, or the backup is not whole; nothing was changed.</exception>
    public async Task<RestoreReport> RestoreAsync(string tenant, long? number = null, CancellationToken ct = default)
    {
        var turn = await TurnAsync(Checked(tenant), ct).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            var vault = await TenantVault.TryOpenAsync(_store, _keys, tenant, ct).ConfigureAwait(false) ?? throw new BackupRefusedException($"There is no backup of {tenant}.");
            return await new BackupRestorer(_contexts, _live, vault, _ring, _time).RestoreAsync(number, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Brings every tenant back that has backups, each from its newest, into a database that has none.</summary>
    /// <returns>A report for each; with number 0 of a tenant none of whose backups lived to be whole.</returns>
    /// <exception cref="BackupRefusedException">There are tenants already, or a backup is not whole.</exception>
    public async Task<IReadOnlyList<RestoreReport>> RestoreAllAsync(CancellationToken ct = default)
    {
        const string Mark = "restoring/_cluster";
        var isBegun = await _live.ExistsAsync(Mark, ct).ConfigureAwait(false);
        var there = new HashSet<string>(StringComparer.Ordinal);
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            there.UnionWith(await db.Tenants.Select(tenant => tenant.Id).ToListAsync(ct).ConfigureAwait(false));
        }

        if (there.Count > 0 && !isBegun)
        {
            throw new BackupRefusedException("There are tenants in this database: name the one that is to be brought back, which must not be there.");
        }

        var reports = new List<RestoreReport>();
        var tenants = new List<string>();
        foreach (var tenant in await ListTenantsAsync(ct).ConfigureAwait(false))
        {
            if ((await ListAsync(tenant, ct).ConfigureAwait(false)).Count > 0)
            {
                tenants.Add(tenant);
            }
            else
            {
                reports.Add(new RestoreReport(tenant, 0, 0, 0, 0, WasDone: false));
            }
        }

        if (tenants.Count == 0)
        {
            throw new BackupRefusedException("There are no backups.");
        }

        await _live.WriteAsync(Mark, ReadOnlyMemory<byte>.Empty, ct).ConfigureAwait(false);
        foreach (var tenant in tenants)
        {
            // Of a restore of all that died some tenants may be there.
            if (!there.Contains(tenant) || await _live.ExistsAsync(BackupRestorer.Mark(tenant), ct).ConfigureAwait(false))
            {
                reports.Add(await RestoreAsync(tenant, null, ct).ConfigureAwait(false));
            }
        }

        await _live.DeleteAsync(Mark, ct).ConfigureAwait(false);
        return reports;
    }

    private async Task<BackupManifest> MeasuredAsync(string tenant, int? keep, DateTimeOffset? heldSince, CancellationToken ct)
    {
        var began = _time.GetTimestamp();
        try
        {
            var made = await MakeAsync(tenant, keep, heldSince, ct).ConfigureAwait(false);
            _metrics.BackupsMade.Add(1, new KeyValuePair<string, object?>("result", "made"));
            _metrics.BackupBytes.Add(made.NewBytes);
            _metrics.BackupTime.Record(_time.GetElapsedTime(began).TotalSeconds);
            return made;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _metrics.BackupsMade.Add(1, new KeyValuePair<string, object?>("result", e is BackupRefusedException ? "refused" : "failed"));
            throw;
        }
    }

    private async Task<BackupManifest> MakeAsync(string tenant, int? keep, DateTimeOffset? heldSince, CancellationToken ct)
    {
        var turn = await TurnAsync(Checked(tenant), ct).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            var db = _contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                if (!await db.Tenants.AnyAsync(each => each.Id == tenant, ct).ConfigureAwait(false))
                {
                    throw new BackupRefusedException($"There is no tenant {tenant}.");
                }
            }

            // Before there is anything of it: no backup is whole and not listed.
            await _store.Blobs.WriteAsync(BackupStore.Known(tenant), ReadOnlyMemory<byte>.Empty, ct).ConfigureAwait(false);
            var vault = await TenantVault.OpenOrMakeAsync(_store, _keys, tenant, ct).ConfigureAwait(false);
            await _ring.SaveAsync(ct).ConfigureAwait(false);
            await new ErasureJournal(_contexts, _store, _keys).WriteAsync(tenant, ct).ConfigureAwait(false);
            var made = await new BackupMaker(_contexts, _live, vault, _time).MakeAsync(ct).ConfigureAwait(false);
            await new BackupPruner(vault).PruneAsync(keep, heldSince, ct).ConfigureAwait(false);
            return made;
        }
    }

    /// <summary>Number of the oldest backup; null when that cannot be told.</summary>
    private async Task<long?> OldestAsync(string tenant, CancellationToken ct)
    {
        try
        {
            return await ListAsync(tenant, ct).ConfigureAwait(false) is [var first, ..] ? first.Number : null;
        }
        catch (BackupRefusedException)
        {
            return null;
        }
    }

    private async Task<BackupVerdict> ReadAllAsync(string tenant, CancellationToken ct)
    {
        var verdict = new BackupVerdict(tenant, 0, 0, 0, 0, null);
        try
        {
            if (await TenantVault.TryOpenAsync(_store, _keys, tenant, ct).ConfigureAwait(false) is not { } vault)
            {
                return verdict with { Fault = $"There is no backup of {tenant}." };
            }

            var seen = new HashSet<ChunkPlace>();
            foreach (var (manifest, _) in await vault.ReadChainAsync(ct).ConfigureAwait(false))
            {
                var reader = new EntryReader(vault, manifest);
                await foreach (var line in reader.LinesAsync(ct).ConfigureAwait(false))
                {
                    var own = line.Own ? await vault.FindOwnKeyAsync(line, ct).ConfigureAwait(false) : null;
                    if (line.Own && own is null)
                    {
                        verdict = verdict with { Erased = verdict.Erased + 1 };
                        continue;
                    }

                    foreach (var chunk in (line.Chunks ?? []).Where(seen.Add))
                    {
                        var bytes = await reader.ChunkAsync(chunk, own, ct).ConfigureAwait(false);
                        verdict = verdict with { Chunks = verdict.Chunks + 1, Bytes = verdict.Bytes + bytes.Length };
                    }
                }

                verdict = verdict with { Backups = verdict.Backups + 1 };
            }

            return verdict.Backups > 0 ? verdict : verdict with { Fault = $"There is no backup of {tenant}." };
        }
        catch (BackupRefusedException e)
        {
            return verdict with { Fault = e.Message };
        }
    }

    // It becomes a path.
    private static string Checked(string tenant) =>
        tenant is not { Length: > 0 and <= 32 } || !tenant.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? throw new BackupRefusedException("A tenant's name is 1 to 32 of a-z, 0-9 and hyphen.")
        : BlobRoots.Collides(tenant) ? throw new BackupRefusedException($"Tenant {tenant} has the name of a folder in which the files of all tenants lie: they cannot be told apart.")
        : tenant;

    private async Task<BackupTurn> TurnAsync(string tenant, CancellationToken ct) =>
        !_keys.IsSet ? throw new BackupRefusedException("There are no backups without a key: set Backup:Key to 32 random bytes in base64.")
            : await BackupTurn.TryTakeAsync(_contexts, tenant, ct).ConfigureAwait(false) ?? throw new BackupRefusedException($"A backup or a restore of {tenant} is under way.");
}
