using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Retention;

namespace RtcCluster.Storage.Backups;

/// <summary>Receipts of retention, copied into the store of backups: a restore of an older backup erases again what had been erased since, before anybody sees it.</summary>
internal sealed class ErasureJournal(RtcDbContextFactory contexts, BackupStore store, BackupKeys keys)
{
    private const int Page = 5_000;

    // Two processes may give numbers in one order and commit in another.
    private const long Overlap = 1_000;

    /// <summary>Copies the receipts of a tenant that are not there yet; nothing where there are no backups of it.</summary>
    public async Task WriteAsync(string tenant, CancellationToken ct)
    {
        if (!keys.IsSet || await TenantVault.TryOpenAsync(store, keys, tenant, ct).ConfigureAwait(false) is not { } vault)
        {
            return;
        }

        for (var last = await LastAsync(tenant, ct).ConfigureAwait(false); ;)
        {
            List<RetentionReceipt> receipts;
            var db = contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                receipts = await db.RetentionReceipts.Where(r => r.TenantId == tenant && r.Id > last - Overlap).OrderBy(r => r.Id).Take(Page).ToListAsync(ct).ConfigureAwait(false);
            }

            if (receipts.Count == 0 || receipts[^1].Id <= last)
            {
                return;
            }

            last = receipts[^1].Id;
            await store.Blobs.WriteAsync(BackupStore.Erased(tenant, last), vault.Seal(JsonSerializer.SerializeToUtf8Bytes(receipts), PlaceOf(tenant, last)), ct).ConfigureAwait(false);
        }
    }

    /// <summary>Receipts that are newer than a number, in order.</summary>
    public static async Task<List<RetentionReceipt>> ReadAsync(TenantVault vault, long after, CancellationToken ct)
    {
        var found = new SortedDictionary<long, RetentionReceipt>();
        await foreach (var blob in vault.Store.Blobs.ListAsync(BackupStore.Erasures(vault.Tenant), ct).ConfigureAwait(false))
        {
            if (NumberOf(blob.Path) is not { } last || last <= after)
            {
                continue;
            }

            var box = await vault.Store.ReadAsync(blob.Path, ct).ConfigureAwait(false) ?? [];
            var receipts = vault.TryOpen(box, PlaceOf(vault.Tenant, last)) is { } plain ? JsonSerializer.Deserialize<List<RetentionReceipt>>(plain) : null;
            foreach (var receipt in receipts ?? throw new BackupRefusedException($"What was erased of {vault.Tenant} since its backup cannot be read: {blob.Path} was changed."))
            {
                if (receipt.Id > after)
                {
                    found[receipt.Id] = receipt;
                }
            }
        }

        return [.. found.Values];
    }

    private static string PlaceOf(string tenant, long last) => FormattableString.Invariant($"erased {tenant} {last}");

    private static long? NumberOf(string path) => long.TryParse(path.AsSpan(path.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task<long> LastAsync(string tenant, CancellationToken ct)
    {
        long last = 0;
        await foreach (var blob in store.Blobs.ListAsync(BackupStore.Erasures(tenant), ct).ConfigureAwait(false))
        {
            last = NumberOf(blob.Path) ?? last;
        }

        return last;
    }
}
