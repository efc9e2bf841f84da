using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Backups;

/// <summary>The store of backups and the places in it.</summary>
internal sealed class BackupStore(IBlobStore blobs)
{
    // The longest box: a chunk with what the sealing adds.
    private const long Largest = SealedBox.LargestPlain + 1024;

    // Files of the live store that are ciphertext under a take's key already, or name nobody. Everything else gets a key of its own.
    private static readonly SealedFile[] Shared = [SealedFile.Chunk, SealedFile.Manifest];

    /// <summary>What is no tenant's: a tenant's name cannot begin so.</summary>
    public const string KeyRing = "_cluster/keys";

    public const string AuditBeginning = "_cluster/audit-begun";

    public const string KnownTenants = "_cluster/tenants";

    public IBlobStore Blobs => blobs;

    public static string TenantKey(string tenant) => $"{tenant}/tenant.key";

    public static string Base(string tenant) => $"{tenant}/base.jws";

    public static string Entries(string tenant) => $"{tenant}/entries";

    public static string Entry(string tenant, long number) => string.Create(CultureInfo.InvariantCulture, $"{tenant}/entries/{number:D10}.jws");

    /// <summary>A file that says that an entry is being written.</summary>
    public static string Begun(string tenant, string folder) => $"{tenant}/begun/{folder}";

    public static string Begun(string tenant) => $"{tenant}/begun";

    public static string Index(string tenant, string folder, int piece) => string.Create(CultureInfo.InvariantCulture, $"{tenant}/index/{folder}/{piece:D6}");

    public static string IndexFolder(string tenant, string folder) => $"{tenant}/index/{folder}";

    public static string Indexes(string tenant) => $"{tenant}/index";

    public static string Chunks(string tenant) => $"{tenant}/chunks";

    public static string ChunkFolder(string tenant, string folder) => $"{tenant}/chunks/{folder}";

    public static string Chunk(string tenant, ChunkPlace place) => $"{tenant}/chunks/{place.In}/{place.Id[..2]}/{place.Id}";

    /// <summary>Where the key of a blob is that has one of its own: the one file that goes when the blob is erased.</summary>
    public static string OwnKey(string tenant, string path)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 16));
        return $"{tenant}/keys/{name[..2]}/{name}";
    }

    /// <summary>A file for each tenant that has backups.</summary>
    public static string Known(string tenant) => $"{KnownTenants}/{tenant}";

    public static string Erasures(string tenant) => $"{tenant}/erasures";

    public static string Erased(string tenant, long last) => string.Create(CultureInfo.InvariantCulture, $"{tenant}/erasures/{last:D19}");

    /// <summary>Whether a blob has a key of its own in the backups.</summary>
    public static bool HasOwnKey(string path) => !path.StartsWith("audit/", StringComparison.Ordinal) && !((path.StartsWith("recordings/", StringComparison.Ordinal) || path.StartsWith("voicemail/", StringComparison.Ordinal)) && Shared.Contains(SealedName.Read(path).Kind));

    /// <summary>Folders of the live store in which a tenant's blobs are, in ordinal order.</summary>
    public static IEnumerable<string> Roots(string tenant) =>
        new[] { $"{BlobRoots.Audit}/{tenant}", $"{BlobRoots.Fax}/{tenant}", $"{BlobRoots.Greetings}/{tenant}", $"{BlobRoots.Recordings}/{tenant}", $"{BlobRoots.Voicemail}/{tenant}", $"{tenant}/prompts" }.Order(StringComparer.Ordinal);

    /// <summary>The tenant whose blob a path of the live store names; null when it names none's.</summary>
    public static string? TenantOf(string path) => path.Split('/') switch
    {
        [BlobRoots.Fax or BlobRoots.Greetings or BlobRoots.Recordings or BlobRoots.Voicemail, var tenant, _, ..] => tenant,
        [var tenant, "prompts", _, ..] => tenant,
        _ => null,
    };

    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        if (await blobs.OpenReadAsync(path, 0, Largest, ct).ConfigureAwait(false) is not { } stream)
        {
            return null;
        }

        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, ct).ConfigureAwait(false);
            return bytes.ToArray();
        }
    }

    public async Task<int> DeleteFolderAsync(string folder, CancellationToken ct)
    {
        var deleted = 0;
        var paths = new List<string>();
        await foreach (var blob in blobs.ListAsync(folder, ct).ConfigureAwait(false))
        {
            paths.Add(blob.Path);
        }

        foreach (var path in paths)
        {
            deleted += await blobs.DeleteAsync(path, ct).ConfigureAwait(false) ? 1 : 0;
        }

        return deleted;
    }
}
