using System.Security.Cryptography;

namespace RtcCluster.Storage.Backups;

/// <summary>A tenant's part of the backups, opened: its key, what is wrapped under it, and its chain of entries.</summary>
internal sealed class TenantVault
{
    private readonly BackupStore _store;
    private readonly BackupKeys _keys;
    private readonly byte[] _key;
    private readonly byte[] _names;

    private TenantVault(BackupStore store, BackupKeys keys, string tenant, byte[] key)
    {
        (_store, _keys, Tenant, _key) = (store, keys, tenant, key);
        _names = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, SealedBox.KeyLength, info: "rtc backup chunk names"u8.ToArray());
    }

    public string Tenant { get; }

    public BackupStore Store => _store;

    /// <summary>Opens it, and makes the tenant's key where there is none.</summary>
    public static async Task<TenantVault> OpenOrMakeAsync(BackupStore store, BackupKeys keys, string tenant, CancellationToken ct)
    {
        if (await TryOpenAsync(store, keys, tenant, ct).ConfigureAwait(false) is { } opened)
        {
            return opened;
        }

        var key = RandomNumberGenerator.GetBytes(SealedBox.KeyLength);
        await store.Blobs.WriteAsync(BackupStore.TenantKey(tenant), keys.Seal(key, PlaceOfKey(tenant)), ct).ConfigureAwait(false);
        // Whoever made one at the same time: the one that lies there counts.
        return await TryOpenAsync(store, keys, tenant, ct).ConfigureAwait(false) ?? throw new BackupRefusedException($"The key of {tenant} cannot be read back.");
    }

    /// <summary>Opens it; null where there are no backups of the tenant.</summary>
    /// <exception cref="BackupRefusedException">They were made with another key, or the tenant's was changed.</exception>
    public static async Task<TenantVault?> TryOpenAsync(BackupStore store, BackupKeys keys, string tenant, CancellationToken ct)
    {
        if (await store.ReadAsync(BackupStore.TenantKey(tenant), ct).ConfigureAwait(false) is not { } file)
        {
            return null;
        }

        if (keys.TryOpen(file, PlaceOfKey(tenant)) is { Length: SealedBox.KeyLength } key)
        {
            if (keys.IdOf(file) != keys.CurrentId)
            {
                await store.Blobs.WriteAsync(BackupStore.TenantKey(tenant), keys.Seal(key, PlaceOfKey(tenant)), ct).ConfigureAwait(false);
            }

            return new TenantVault(store, keys, tenant, key);
        }

        throw new BackupRefusedException(keys.Knows(keys.IdOf(file))
            ? $"The key of {tenant}'s backups was changed: nothing of them can be read."
            : $"The backups of {tenant} were made with another key than those of Backup:Key and Backup:FormerKeys.");
    }

    /// <summary>The name of a chunk with these bytes.</summary>
    public string NameOf(ReadOnlySpan<byte> plain, OwnKey? own) => Convert.ToHexStringLower(HMACSHA256.HashData(own?.Key ?? _names, plain).AsSpan(0, 16));

    public string PlaceOf(ChunkPlace chunk) => $"chunk {Tenant} {chunk.In} {chunk.Id}";

    public string PlaceOfIndex(string folder, int piece) => FormattableString.Invariant($"index {Tenant} {folder} {piece}");

    public string WrapEntryKey(string folder, byte[] key) => Convert.ToBase64String(SealedBox.Seal(_key, key, $"entry {Tenant} {folder}"));

    public byte[]? TryUnwrapEntryKey(string folder, string wrapped)
    {
        var box = new byte[wrapped.Length];
        return Convert.TryFromBase64String(wrapped, box, out var length) ? SealedBox.TryOpen(_key, box.AsSpan(0, length), $"entry {Tenant} {folder}") : null;
    }

    public byte[] Seal(ReadOnlySpan<byte> plain, string place) => SealedBox.SealPacked(_key, plain, place, compress: true);

    public byte[]? TryOpen(ReadOnlySpan<byte> box, string place) => SealedBox.TryOpenPacked(_key, box, place);

    /// <summary>The own key that a path has now; null when it was erased, or never had one.</summary>
    /// <exception cref="BackupRefusedException">It was changed.</exception>
    public async Task<OwnKey?> FindOwnKeyAsync(string path, CancellationToken ct) =>
        await _store.ReadAsync(BackupStore.OwnKey(Tenant, path), ct).ConfigureAwait(false) is not { } box ? null
            : SealedBox.TryOpen(_key, box, PlaceOfOwnKey(path)) is { Length: SealedBox.KeyLength } key ? new OwnKey(key)
            : throw new BackupRefusedException($"The key of blob {path} was changed.");

    /// <summary>The own key that the chunks of a line are under; null when it is gone, whether or not the path has got another since: then they were erased.</summary>
    /// <exception cref="BackupRefusedException">It was changed.</exception>
    public async Task<OwnKey?> FindOwnKeyAsync(IndexLine line, CancellationToken ct) =>
        await FindOwnKeyAsync(line.Blob!, ct).ConfigureAwait(false) is { } own && own.Opens(line) ? own : null;

    public async Task<OwnKey> MakeOwnKeyAsync(string path, CancellationToken ct)
    {
        var own = new OwnKey(RandomNumberGenerator.GetBytes(SealedBox.KeyLength));
        await _store.Blobs.WriteAsync(BackupStore.OwnKey(Tenant, path), SealedBox.Seal(_key, own.Key, PlaceOfOwnKey(path)), ct).ConfigureAwait(false);
        return own;
    }

    /// <summary>The chain, oldest first, with the hash of each file.</summary>
    /// <exception cref="BackupRefusedException">A link is missing, was changed, or was made with another key.</exception>
    public async Task<List<(BackupManifest Manifest, string Hash)>> ReadChainAsync(CancellationToken ct)
    {
        var from = new BackupBase(Tenant, 1, "");
        if (await _store.ReadAsync(BackupStore.Base(Tenant), ct).ConfigureAwait(false) is { } file)
        {
            from = SignedManifest.TryRead<BackupBase>(file, BackupBase.Type, _keys, out var problem) ?? throw new BackupRefusedException($"The beginning of {Tenant}'s backups {problem}.");
        }

        var chain = new List<(BackupManifest Manifest, string Hash)>();
        await foreach (var blob in _store.Blobs.ListAsync(BackupStore.Entries(Tenant), ct).ConfigureAwait(false))
        {
            var name = Path.GetFileNameWithoutExtension(blob.Path);
            if (long.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number < from.Number)
            {
                // Dropped, and its file not deleted yet.
                continue;
            }

            var bytes = await _store.ReadAsync(blob.Path, ct).ConfigureAwait(false) ?? [];
            var manifest = SignedManifest.TryRead<BackupManifest>(bytes, BackupManifest.Type, _keys, out var problem)
                ?? throw new BackupRefusedException($"Backup {name} of {Tenant} {problem}.");
            var (expected, previous) = chain.Count == 0 ? (from.Number, from.Previous) : (chain[^1].Manifest.Number + 1, chain[^1].Hash);
            if (manifest.Version != 1 || manifest.Tenant != Tenant || manifest.Number != number)
            {
                throw new BackupRefusedException($"Backup {name} of {Tenant} is another one, or of a later version of the program.");
            }

            if (manifest.Number != expected || manifest.Previous != previous)
            {
                throw new BackupRefusedException($"Backup {expected} of {Tenant} is missing: {manifest.Number} does not follow the one before.");
            }

            chain.Add((manifest, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        }

        return chain.Count > 0 || from.Number == 1 ? chain : throw new BackupRefusedException($"Backup {from.Number} of {Tenant} is missing.");
    }

    public Task WriteAsync(BackupManifest manifest, CancellationToken ct) =>
        _store.Blobs.WriteAsync(BackupStore.Entry(Tenant, manifest.Number), SignedManifest.Sign(manifest, BackupManifest.Type, _keys), ct);

    public Task WriteAsync(BackupBase from, CancellationToken ct) => _store.Blobs.WriteAsync(BackupStore.Base(Tenant), SignedManifest.Sign(from, BackupBase.Type, _keys), ct);

    private string PlaceOfOwnKey(string path) => $"own {Tenant} {path}";

    private static string PlaceOfKey(string tenant) => $"tenant {tenant}";
}
