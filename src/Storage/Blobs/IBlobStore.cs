namespace RtcCluster.Storage.Blobs;

/// <summary>
/// Where bytes rest: recordings, voicemail, fax, backups. A path is one or more segments of <c>[A-Za-z0-9._=+@-]</c> joined by <c>/</c>, at most 512
/// characters, no segment beginning with a dot; anything else is an <see cref="ArgumentException"/> before any file is touched.
/// </summary>
public interface IBlobStore
{
    /// <summary>Writes a blob whole or not at all; one of the same path is replaced, and readers who have it open keep the old bytes.</summary>
    /// <exception cref="BlobStoreFullException">There is no room; nothing was changed.</exception>
    Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default);

    /// <summary>Writes a blob from a stream read to its end; else as <see cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>.</summary>
    /// <exception cref="BlobStoreFullException">There is no room; nothing was changed.</exception>
    Task WriteAsync(string path, Stream content, CancellationToken ct = default);

    /// <summary>
    /// Makes a file of this machine the blob, without reading it, where the store can: the file is gone from where it was then. False when the store cannot, and nothing was changed:
    /// its bytes are to be written.
    /// </summary>
    /// <param name="path">The blob; one of the same path stays, and the answer is false.</param>
    /// <param name="file">The file, which nobody writes any more and which only its owner may read.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<bool> TryAdoptAsync(string path, string file, CancellationToken ct = default) => Task.FromResult(false);

    /// <summary>Opens a part of a blob; null when there is no such blob.</summary>
    /// <param name="path">The blob.</param>
    /// <param name="offset">First byte, 0 or more; past the end gives an empty stream.</param>
    /// <param name="length">Bytes at most; null reads to the end.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default);

    /// <summary>Tells the size and time of a blob; null when there is no such blob.</summary>
    Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default);

    /// <summary>Lists blobs under a folder, at whatever depth, by path in ordinal order; unfinished writes are never seen.</summary>
    /// <param name="prefix">Folder without the closing <c>/</c>; empty lists everything.</param>
    /// <param name="ct">Ends the listing.</param>
    IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken ct = default);

    /// <summary>True when there is such a blob.</summary>
    Task<bool> ExistsAsync(string path, CancellationToken ct = default);

    /// <summary>Deletes a blob; false when there was none.</summary>
    Task<bool> DeleteAsync(string path, CancellationToken ct = default);
}
