using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Sealing;

/// <summary>Reads small blobs whole.</summary>
internal static class BlobBytes
{
    // A chunk is at most 170 KB, an opening 1 KB, the manifest of 24 hours 7 MB: what is larger is none of them.
    private const long Largest = 64 << 20;

    /// <summary>The bytes of a blob; null when there is none of a length that ours have.</summary>
    public static async Task<byte[]?> ReadAsync(IBlobStore blobs, string path, CancellationToken ct)
    {
        if (await blobs.OpenReadAsync(path, 0, Largest, ct).ConfigureAwait(false) is not { } stream)
        {
            return null;
        }

        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, ct).ConfigureAwait(false);
            return bytes.Length < Largest ? bytes.ToArray() : null;
        }
    }
}
