namespace RtcCluster.Storage.Blobs;

/// <summary>The stores that blobs can rest in.</summary>
public enum BlobProvider
{
    /// <summary>Files under <c>{Data:Path}/blobs</c>.</summary>
    Files,
}
