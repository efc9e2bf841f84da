namespace RtcCluster.Storage.Backups;

/// <summary>A backup or a restore is not done, and nothing was changed; the message says why, in words for whoever asked.</summary>
public sealed class BackupRefusedException : Exception
{
    /// <summary>Makes the exception with a general message.</summary>
    public BackupRefusedException()
        : this("The backup cannot be used.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why.</param>
    public BackupRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why.</param>
    /// <param name="innerException">What it comes from.</param>
    public BackupRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
