using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Rights;

/// <summary>Writes a bundle, a ZIP archive whose last file is its signed manifest. File after file, so that it needs no room but that of its target.</summary>
public sealed class BundleWriter : IAsyncDisposable
{
    private const int BufferLength = 81_920;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly ZipArchive _archive;
    private readonly SigningKeys _keys;
    private readonly ImmutableArray<BundleFile>.Builder _files = ImmutableArray.CreateBuilder<BundleFile>();
    private readonly ImmutableArray<BundleGap>.Builder _missing = ImmutableArray.CreateBuilder<BundleGap>();

    /// <summary>Begins a bundle.</summary>
    /// <param name="target">Where it goes; it is left open.</param>
    /// <param name="keys">What signs the manifest.</param>
    public BundleWriter(Stream target, SigningKeys keys)
    {
        _archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        _keys = keys;
    }

    /// <summary>Files so far.</summary>
    public int Files => _files.Count;

    /// <summary>Adds a file of JSON.</summary>
    public async Task AddJsonAsync<T>(string name, T document, CancellationToken ct = default)
    {
        using var bytes = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(document, Json));
        await AddAsync(name, bytes, ct).ConfigureAwait(false);
    }

    /// <summary>Adds a file of JSON lines: a list that is longer than memory.</summary>
    /// <returns>How many lines.</returns>
    public Task<int> AddLinesAsync<T>(string name, IAsyncEnumerable<T> rows, CancellationToken ct = default) => AddAsync(
        name,
        async write =>
        {
            var count = 0;
            await foreach (var row in rows.WithCancellation(ct).ConfigureAwait(false))
            {
                byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(row, JsonSerializerOptions.Web), (byte)'\n'];
                await write(line).ConfigureAwait(false);
                count++;
            }

            return count;
        },
        ct);

    /// <summary>Adds a file.</summary>
    public Task AddAsync(string name, Stream content, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return AddAsync(
            name,
            async write =>
            {
                var buffer = new byte[BufferLength];
                int read;
                while ((read = await content.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0)
                {
                    await write(buffer.AsMemory(0, read)).ConfigureAwait(false);
                }

                return 0;
            },
            ct);
    }

    /// <summary>Says that something is not in it, and why.</summary>
    public void Miss(string name, string why) => _missing.Add(new BundleGap(name, why));

    /// <summary>Adds the signed manifest and ends the archive.</summary>
    public async Task CompleteAsync(DataExport export, DateTimeOffset now, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        var manifest = new BundleManifest
        {
            Export = export.Id, Tenant = export.TenantId, User = export.UserName, Case = export.CaseId, AskedBy = export.AskedBy, MadeAt = now, Files = _files.ToImmutable(), Missing = _missing.ToImmutable(),
        };
        using var signed = new MemoryStream(SignedDocument.Sign(manifest, BundleManifest.Type, _keys));
        await AddAsync(BundleManifest.File, signed, ct).ConfigureAwait(false);
        await _archive.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _archive.DisposeAsync();

    private async Task<T> AddAsync<T>(string name, Func<Func<ReadOnlyMemory<byte>, Task>, Task<T>> fill, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        T result;
        var entry = await _archive.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct).ConfigureAwait(false);
        await using (entry.ConfigureAwait(false))
        {
            result = await fill(async part =>
            {
                hash.AppendData(part.Span);
                bytes += part.Length;
                await entry.WriteAsync(part, ct).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        _files.Add(new BundleFile(name, bytes, Convert.ToHexStringLower(hash.GetHashAndReset())));
        return result;
    }
}
