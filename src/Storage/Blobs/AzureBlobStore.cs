using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace RtcCluster.Storage.Blobs;

/// <summary>Blobs in a container of an Azure storage account, as block blobs: an upload becomes visible when its blocks are committed, whole or not at all.</summary>
/// <remarks>A read is one request, whose bytes are those of the moment at which it was made; one that is cut off and goes on is refused when the blob was replaced meanwhile.</remarks>
internal sealed class AzureBlobStore : IBlobStore
{
    private const int NotFound = 404;
    private const int RangeNotSatisfiable = 416;
    private const int Block = 8 << 20;

    // Whoever writes has a spool to go to: it must learn soon that the store is away.
    private const int Retries = 2;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BlobContainerClient _container;
    private readonly StorageMetrics _metrics;
    private volatile bool _isMade;

    /// <summary>Opens the store; nothing is sent before the first blob.</summary>
    /// <param name="options">The account and the container.</param>
    /// <param name="metrics">Counters of the stores.</param>
    public AzureBlobStore(BlobOptions options, StorageMetrics metrics)
    {
        var client = new BlobClientOptions();
        (client.Retry.Mode, client.Retry.MaxRetries, client.Retry.Delay, client.Retry.MaxDelay, client.Retry.NetworkTimeout) = (RetryMode.Exponential, Retries, RetryDelay, LongestDelay, Patience);
        _container = new BlobContainerClient(options.ConnectionString, options.Container, client);
        _metrics = metrics;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default)
    {
        var blob = Blob(path);
        await AskAsync(path, async () =>
        {
            await MakeAsync(ct).ConfigureAwait(false);
            await blob.UploadAsync(BinaryData.FromBytes(content), overwrite: true, ct).ConfigureAwait(false);
        }).ConfigureAwait(false);
        _metrics.BlobBytes.Add(content.Length);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, Stream content, CancellationToken ct = default)
    {
        BlobPath.Check(path);
        var buffer = new byte[Block];
        var read = await content.ReadAtLeastAsync(buffer, Block, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        if (read < Block)
        {
            await WriteAsync(path, buffer.AsMemory(0, read), ct).ConfigureAwait(false);
        }
        else
        {
            await WriteBlocksAsync(path, buffer, content, ct).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        var blob = Blob(path);
        if (length == 0)
        {
            return await ExistsAsync(path, ct).ConfigureAwait(false) ? Nothing() : null;
        }

        var download = offset == 0 && length is null ? new BlobDownloadOptions() : new BlobDownloadOptions { Range = new HttpRange(offset, length) };
        return await AskAsync<Stream?>(path, async () =>
        {
            try
            {
                var read = (await blob.DownloadStreamingAsync(download, ct).ConfigureAwait(false)).Value;
                return new BlobPart(read.Content, read.Details.ContentLength);
            }
            catch (RequestFailedException past) when (past.Status == RangeNotSatisfiable)
            {
                return Nothing();
            }
            catch (RequestFailedException missing) when (missing.Status == NotFound)
            {
                return null;
            }
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default)
    {
        var blob = Blob(path);
        return AskAsync(path, async () =>
        {
            try
            {
                var found = (await blob.GetPropertiesAsync(cancellationToken: ct).ConfigureAwait(false)).Value;
                return new BlobInfo(path, found.ContentLength, found.LastModified);
            }
            catch (RequestFailedException missing) when (missing.Status == NotFound)
            {
                return null;
            }
        });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var folder = BlobPath.CheckPrefix(prefix).Length == 0 ? null : prefix + "/";
        var pages = _container.GetBlobsAsync(new GetBlobsOptions { Prefix = folder }, ct).AsPages().GetAsyncEnumerator(ct);
        await using (pages.ConfigureAwait(false))
        {
            while (await NextAsync(pages, prefix).ConfigureAwait(false) is { } page)
            {
                foreach (var blob in page.Values)
                {
                    yield return new BlobInfo(blob.Name, blob.Properties.ContentLength ?? 0, blob.Properties.LastModified ?? default);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string path, CancellationToken ct = default) => await FindAsync(path, ct).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string path, CancellationToken ct = default)
    {
        var blob = Blob(path);
        return AskAsync(path, async () => (await blob.DeleteIfExistsAsync(cancellationToken: ct).ConfigureAwait(false)).Value);
    }

    private static BlobPart Nothing() => new(Stream.Null, 0);

    // After its retries the client gives all failures together.
    private static bool IsAway(Exception e) => e is RequestFailedException or AggregateException { InnerException: RequestFailedException or OperationCanceledException } or HttpRequestException;

    private static BlobStoreAwayException Away(string path, Exception e) => new($"The blob store did not answer for {path}.", e);

    // The first block is in the buffer, the rest still in the stream. Blocks that are never committed go by themselves after a week.
    private async Task WriteBlocksAsync(string path, byte[] buffer, Stream content, CancellationToken ct)
    {
        var blob = _container.GetBlockBlobClient(path);
        var blocks = new List<string>();
        var length = 0L;
        await AskAsync(path, () => MakeAsync(ct)).ConfigureAwait(false);
        for (var read = buffer.Length; read > 0; read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false))
        {
            // Ids of one blob are of one length.
            var id = Convert.ToBase64String(BitConverter.GetBytes(blocks.Count));
            using var block = new MemoryStream(buffer, 0, read, writable: false);
            await AskAsync(path, () => blob.StageBlockAsync(id, block, cancellationToken: ct)).ConfigureAwait(false);
            blocks.Add(id);
            length += read;
        }

        await AskAsync(path, () => blob.CommitBlockListAsync(blocks, cancellationToken: ct)).ConfigureAwait(false);
        _metrics.BlobBytes.Add(length);
    }

    private static Task<bool> AskAsync(string path, Func<Task> ask) => AskAsync(path, async () =>
    {
        await ask().ConfigureAwait(false);
        return true;
    });

    private static async Task<T> AskAsync<T>(string path, Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (IsAway(e))
        {
            throw Away(path, e);
        }
    }

    // Two who come at once ask twice, which is harmless.
    private async Task MakeAsync(CancellationToken ct)
    {
        if (!_isMade)
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: ct).ConfigureAwait(false);
            _isMade = true;
        }
    }

    private static Task<Azure.Page<BlobItem>?> NextAsync(IAsyncEnumerator<Azure.Page<BlobItem>> pages, string prefix) => AskAsync(prefix, async () =>
    {
        try
        {
            return await pages.MoveNextAsync().ConfigureAwait(false) ? pages.Current : null;
        }
        catch (RequestFailedException missing) when (missing.Status == NotFound)
        {
            // Nothing was written yet: there is no container.
            return null;
        }
    });

    private BlobClient Blob(string path) => _container.GetBlobClient(BlobPath.Check(path));
}
