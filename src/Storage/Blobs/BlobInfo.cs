namespace RtcCluster.Storage.Blobs;

/// <summary>A blob in a listing.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="WrittenAt">When it was written.</param>
public sealed record BlobInfo(string Path, long Length, DateTimeOffset WrittenAt);
