namespace RtcCluster.Storage.Sessions;

/// <summary>What is known of a request's <c>Idempotency-Key</c>.</summary>
public enum IdempotencyState
{
    /// <summary>It is new and now this caller's: do the work, then complete or abandon it.</summary>
    Started,

    /// <summary>The same request is being worked on.</summary>
    InProgress,

    /// <summary>The same request was answered; the answer is to be given again.</summary>
    Answered,

    /// <summary>The key was used for another request.</summary>
    Mismatch,
}
