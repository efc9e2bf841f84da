namespace RtcCluster.Storage.Blobs;

/// <summary>The blob store does not answer, or not as it should; what was to be written is still the caller's, who keeps it and tries again.</summary>
public sealed class BlobStoreAwayException : IOException
{
    /// <summary>Makes the exception with a general message.</summary>
    public BlobStoreAwayException()
        : this("The blob store does not answer.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What could not be done.</param>
    public BlobStoreAwayException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What could not be done.</param>
    /// <param name="innerException">The store's answer, or why there was none.</param>
    public BlobStoreAwayException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
