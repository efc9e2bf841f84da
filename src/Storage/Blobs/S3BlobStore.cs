using System.Net;
using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace RtcCluster.Storage.Blobs;

/// <summary>Blobs in a bucket of Amazon S3, or of what speaks its protocol. A put becomes visible whole or not at all; what is larger than a part goes up in parts, which are given up when one fails.</summary>
internal sealed class S3BlobStore : IBlobStore, IDisposable
{
    private const int Part = 8 << 20;

    // As MinIO answers to a full disk; Amazon never is.
    private const int InsufficientStorage = 507;

    // Whoever writes has a spool to go to: it must learn soon that the store is away.
    private const int Retries = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly StorageMetrics _metrics;

    /// <summary>Opens the store; nothing is sent before the first blob.</summary>
    /// <param name="options">The service, the bucket and the key.</param>
    /// <param name="metrics">Counters of the stores.</param>
    public S3BlobStore(BlobOptions options, StorageMetrics metrics)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            MaxErrorRetry = Retries,
            Timeout = Patience,
            ConnectTimeout = Patience,
            // Trailing checksums are an addition of 2025 that services of others do not all know; what is sent is signed in any case.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint.Length > 0)
        {
            (config.ServiceURL, config.ForcePathStyle) = (options.Endpoint, true);
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        _client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
        _bucket = options.Container;
        _metrics = metrics;
    }

    public void Dispose() => _client.Dispose();

    /// <inheritdoc/>
    public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default)
    {
        BlobPath.Check(path);
        await AskAsync(path, () => PutAsync(path, content, ct)).ConfigureAwait(false);
        _metrics.BlobBytes.Add(content.Length);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, Stream content, CancellationToken ct = default)
    {
        BlobPath.Check(path);
        var buffer = new byte[Part];
        var read = await content.ReadAtLeastAsync(buffer, Part, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        var length = read < Part
            ? await AskAsync(path, () => PutAsync(path, buffer.AsMemory(0, read), ct)).ConfigureAwait(false)
            : await PutPartsAsync(path, buffer, content, ct).ConfigureAwait(false);
        _metrics.BlobBytes.Add(length);
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        BlobPath.Check(path);
        if (length == 0)
        {
            return await ExistsAsync(path, ct).ConfigureAwait(false) ? Nothing() : null;
        }

        var request = new GetObjectRequest { BucketName = _bucket, Key = path };
        if (offset > 0 || length is not null)
        {
            request.ByteRange = new ByteRange(offset, length is { } wanted && wanted <= long.MaxValue - offset ? offset + wanted - 1 : long.MaxValue);
        }

        return await AskAsync<Stream?>(path, async () =>
        {
            try
            {
                var found = await _client.GetObjectAsync(request, ct).ConfigureAwait(false);
                return new BlobPart(found.ResponseStream, found.ContentLength);
            }
            catch (AmazonS3Exception past) when (past.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return Nothing();
            }
            catch (AmazonS3Exception missing) when (IsMissing(missing))
            {
                return null;
            }
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default)
    {
        var request = new GetObjectMetadataRequest { BucketName = _bucket, Key = BlobPath.Check(path) };
        return AskAsync(path, async () =>
        {
            try
            {
                var found = await _client.GetObjectMetadataAsync(request, ct).ConfigureAwait(false);
                return new BlobInfo(path, found.ContentLength, found.LastModified ?? default(DateTimeOffset));
            }
            catch (AmazonS3Exception missing) when (IsMissing(missing))
            {
                return null;
            }
        });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = BlobPath.CheckPrefix(prefix).Length == 0 ? null : prefix + "/" };
        do
        {
            var page = await AskAsync(prefix, () => _client.ListObjectsV2Async(request, ct)).ConfigureAwait(false);
            foreach (var blob in page.S3Objects ?? [])
            {
                yield return new BlobInfo(blob.Key, blob.Size ?? 0, blob.LastModified ?? default(DateTimeOffset));
            }

            request.ContinuationToken = page.IsTruncated is true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string path, CancellationToken ct = default) => await FindAsync(path, ct).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string path, CancellationToken ct = default)
    {
        // The protocol does not tell whether there was one.
        if (!await ExistsAsync(path, ct).ConfigureAwait(false))
        {
            return false;
        }

        await AskAsync(path, () => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = path }, ct)).ConfigureAwait(false);
        return true;
    }

    // A bucket that is not there is a mistake in the settings and no answer about a blob; HEAD, which has no body, cannot tell the two apart.
    private static bool IsMissing(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket";

    private static BlobPart Nothing() => new(Stream.Null, 0);

    private async Task<T> AskAsync<T>(string path, Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (AmazonS3Exception full) when ((int)full.StatusCode == InsufficientStorage)
        {
            _metrics.BlobsFull.Add(1);
            throw new BlobStoreFullException($"There is no room for blob {path}.", full);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException)
        {
            throw new BlobStoreAwayException($"The blob store did not answer for {path}.", e);
        }
    }

    private async Task<long> PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await _client.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = path, InputStream = Sent(content), UseChunkEncoding = false }, ct).ConfigureAwait(false);
        return content.Length;
    }

    // The first part is in the buffer, the rest still in the stream.
    private async Task<long> PutPartsAsync(string path, byte[] buffer, Stream content, CancellationToken ct)
    {
        var upload = await AskAsync(path, () => _client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = _bucket, Key = path }, ct)).ConfigureAwait(false);
        try
        {
            var parts = new List<PartETag>();
            var length = 0L;
            for (var read = buffer.Length; read > 0; read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false))
            {
                var part = new UploadPartRequest
                {
                    BucketName = _bucket, Key = path, UploadId = upload.UploadId, PartNumber = parts.Count + 1, PartSize = read, InputStream = Sent(buffer.AsMemory(0, read)), UseChunkEncoding = false,
                };
                parts.Add(new PartETag(parts.Count + 1, (await AskAsync(path, () => _client.UploadPartAsync(part, ct)).ConfigureAwait(false)).ETag));
                length += read;
            }

            var whole = new CompleteMultipartUploadRequest { BucketName = _bucket, Key = path, UploadId = upload.UploadId, PartETags = parts };
            await AskAsync(path, () => _client.CompleteMultipartUploadAsync(whole, ct)).ConfigureAwait(false);
            return length;
        }
        catch
        {
            await GiveUpAsync(path, upload.UploadId).ConfigureAwait(false);
            throw;
        }
    }

    // What cannot be taken away now is taken away by the bucket's own rule for unfinished uploads.
    private async Task GiveUpAsync(string path, string upload)
    {
        try
        {
            await _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = _bucket, Key = path, UploadId = upload }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException)
        {
            // The write fails with what came first.
        }
    }

    private static MemoryStream Sent(ReadOnlyMemory<byte> content) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out var array) ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(content.ToArray(), writable: false);
}
