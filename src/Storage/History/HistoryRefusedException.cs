namespace RtcCluster.Storage.History;

/// <summary>The database refuses a call's history for what it contains; sending it again would fail again.</summary>
public sealed class HistoryRefusedException : Exception
{
    /// <summary>Makes the exception with a general message.</summary>
    public HistoryRefusedException()
        : this("The database refuses this history.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was refused.</param>
    public HistoryRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was refused.</param>
    /// <param name="innerException">The database's answer.</param>
    public HistoryRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
