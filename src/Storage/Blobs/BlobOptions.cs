namespace RtcCluster.Storage.Blobs;

/// <summary>Section <c>Blobs</c>: where recordings and other bytes rest.</summary>
public sealed class BlobOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Blobs";

    /// <summary>The store; files unless told otherwise.</summary>
    public BlobProvider Provider { get; set; } = BlobProvider.Files;

    /// <summary>True waits for the disk at each write, so that a power cut loses no chunk that was reported written; false leaves that to the operating system.</summary>
    public bool Flush { get; set; }
}
