namespace RtcCluster.Grains.Calls;

/// <summary>What becomes of a caller who wants to be called back.</summary>
internal enum CallBackPromise
{
    /// <summary>The queue does not allow it, or is about to give the caller to an agent.</summary>
    Refused = 0,

    /// <summary>The place is kept.</summary>
    Kept = 1,

    /// <summary>The queue would, but the number cannot be called.</summary>
    NoNumber = 2,
}
