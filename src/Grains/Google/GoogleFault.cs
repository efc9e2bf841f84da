namespace RtcCluster.Grains.Google;

/// <summary>Why Google did not do what it was asked.</summary>
internal enum GoogleFault
{
    /// <summary>It does not answer, or not as itself; what was asked may have been done.</summary>
    Away,

    /// <summary>Too much was asked; nothing was done.</summary>
    Throttled,

    /// <summary>The user, or an administrator, has taken the account away.</summary>
    Revoked,

    /// <summary>The access token is over.</summary>
    Unauthorized,

    /// <summary>The user did not allow this.</summary>
    Scope,

    /// <summary>The API is not switched on in Google's project, or the domain does not allow it.</summary>
    Disabled,

    /// <summary>What the reading goes on from is too old.</summary>
    Expired,

    /// <summary>There is no such thing any more.</summary>
    Missing,

    /// <summary>It was changed meanwhile.</summary>
    Changed,

    /// <summary>It is not taken, and will not be.</summary>
    Refused,

    /// <summary>The account is not heard, whatever is asked: its token cannot be read here, or Google does not take who we are.</summary>
    Unheard,

    /// <summary>Not Google: the user has as many contacts as anybody may have.</summary>
    Full,
}

/// <summary>Google did not do what it was asked.</summary>
/// <param name="fault">Why.</param>
/// <param name="message">In its words, or ours.</param>
/// <param name="retryAfter">How long it wants to be left alone; null when it did not say.</param>
internal sealed class GoogleException(GoogleFault fault, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    public GoogleFault Fault => fault;

    public TimeSpan? RetryAfter => retryAfter;
}
