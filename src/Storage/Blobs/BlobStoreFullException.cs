namespace RtcCluster.Storage.Blobs;

/// <summary>The blob store has no room; what was to be written is still the caller's, who spools or drops it and says so.</summary>
public sealed class BlobStoreFullException : IOException
{
    /// <summary>Makes the exception with a general message.</summary>
    public BlobStoreFullException()
        : this("The blob store is full.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What could not be written.</param>
    public BlobStoreFullException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What could not be written.</param>
    /// <param name="innerException">The file system's answer.</param>
    public BlobStoreFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
