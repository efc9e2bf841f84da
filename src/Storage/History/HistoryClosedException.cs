namespace RtcCluster.Storage.History;

/// <summary>The history's writer has stopped; what it was given and did not commit is still the caller's.</summary>
public sealed class HistoryClosedException : Exception
{
    /// <summary>Makes the exception with the message that fits.</summary>
    public HistoryClosedException()
        : this("The history's writer has stopped.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was not written.</param>
    public HistoryClosedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was not written.</param>
    /// <param name="innerException">Why.</param>
    public HistoryClosedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
