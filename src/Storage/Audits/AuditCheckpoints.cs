using System.Globalization;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Audits;

/// <summary>The checkpoints in the blob store: <c>audit/{tenant}/{number}.jws</c>, and <c>audit/begun.jws</c>.</summary>
internal sealed class AuditCheckpoints(IBlobStore blobs, SigningKeys keys)
{
    public const string Folder = "audit";

    /// <summary>How long after the beginning rows without a signature are taken: an upgrade one process after the other takes less.</summary>
    public static readonly TimeSpan Adoption = TimeSpan.FromHours(1);

    private const string Begun = Folder + "/begun.jws";
    private const string Type = "rtc-audit-checkpoint";
    private const string BegunType = "rtc-audit-beginning";
    private const string Ending = ".jws";

    public Task WriteAsync(AuditCheckpoint checkpoint, CancellationToken ct) =>
        blobs.WriteAsync(PathOf(checkpoint.Tenant, checkpoint.Number), SignedDocument.Sign(checkpoint, Type, keys), ct);

    /// <summary>The last one of a tenant that can be read; null when there is none.</summary>
    public async Task<AuditCheckpoint?> LastAsync(string tenant, CancellationToken ct)
    {
        string? last = null;
        await foreach (var blob in blobs.ListAsync($"{Folder}/{tenant}", ct).ConfigureAwait(false))
        {
            last = NumberOf(blob.Path) is null ? last : blob.Path;
        }

        return last is null ? null : (await ReadAsync(last, ct).ConfigureAwait(false)).Checkpoint;
    }

    /// <summary>Every one of a tenant, in the order of their numbers; null for what is none, or was changed.</summary>
    public async Task<List<(string Path, AuditCheckpoint? Checkpoint, SignatureStatus Status)>> ListAsync(string tenant, CancellationToken ct)
    {
        var found = new List<(string, AuditCheckpoint?, SignatureStatus)>();
        await foreach (var blob in blobs.ListAsync($"{Folder}/{tenant}", ct).ConfigureAwait(false))
        {
            var (checkpoint, status) = await ReadAsync(blob.Path, ct).ConfigureAwait(false);
            var isItself = checkpoint is not null && checkpoint.Tenant == tenant && NumberOf(blob.Path) == checkpoint.Number;
            found.Add((blob.Path, isItself ? checkpoint : null, status));
        }

        return found;
    }

    /// <summary>Tenants that have checkpoints.</summary>
    public async Task<HashSet<string>> TenantsAsync(CancellationToken ct)
    {
        var tenants = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var blob in blobs.ListAsync(Folder, ct).ConfigureAwait(false))
        {
            if (blob.Path.Split('/') is [_, var tenant, _])
            {
                tenants.Add(tenant);
            }
        }

        return tenants;
    }

    /// <summary>When the chain begun; null when it has not.</summary>
    public async Task<DateTimeOffset?> BegunAsync(CancellationToken ct) =>
        await BlobBytes.ReadAsync(blobs, Begun, ct).ConfigureAwait(false) is { } file && SignedDocument.TryRead<AuditBeginning>(file, BegunType, keys, out var beginning) == SignatureStatus.Valid
            ? beginning!.At
            : null;

    /// <summary>Says when the chain begun.</summary>
    public Task BeginAsync(DateTimeOffset at, CancellationToken ct) => blobs.WriteAsync(Begun, SignedDocument.Sign(new AuditBeginning(at), BegunType, keys), ct);

    private async Task<(AuditCheckpoint? Checkpoint, SignatureStatus Status)> ReadAsync(string path, CancellationToken ct)
    {
        if (await BlobBytes.ReadAsync(blobs, path, ct).ConfigureAwait(false) is not { } file)
        {
            return (null, SignatureStatus.Malformed);
        }

        var status = SignedDocument.TryRead<AuditCheckpoint>(file, Type, keys, out var checkpoint);
        return (status == SignatureStatus.Valid ? checkpoint : null, status);
    }

    // Twelve digits: their order as text is that of the numbers.
    private static string PathOf(string tenant, long number) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{tenant}/{number:D12}{Ending}");

    private static long? NumberOf(string path) =>
        path.EndsWith(Ending, StringComparison.Ordinal)
        && long.TryParse(path.AsSpan(path.LastIndexOf('/') + 1)[..^Ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
