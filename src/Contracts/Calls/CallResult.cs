namespace RtcCluster.Contracts.Calls;

/// <summary>How a call came out, as the call log says it.</summary>
[GenerateSerializer, Alias("rtc.CallResult")]
public enum CallResult
{
    /// <summary>The call has not ended.</summary>
    InProgress = 0,

    /// <summary>It was answered and ended in the ordinary way.</summary>
    Answered = 1,

    /// <summary>Nobody answered within the ring time.</summary>
    NoAnswer = 2,

    /// <summary>Every device was busy (486, 600).</summary>
    Busy = 3,

    /// <summary>The called party declined (603, 403 from a device).</summary>
    Declined = 4,

    /// <summary>The caller hung up before the answer.</summary>
    Cancelled = 5,

    /// <summary>The number does not exist (404).</summary>
    NoSuchNumber = 6,

    /// <summary>The called party has no device that can be reached (480).</summary>
    Unavailable = 7,

    /// <summary>A rule forbids it: block list, destination, limit (403).</summary>
    Refused = 8,

    /// <summary>Anything else that kept it from being answered.</summary>
    Failed = 9,

    /// <summary>The process that carried it died and nothing could take it over.</summary>
    Lost = 10,

    /// <summary>The cluster was stopped while it was going on.</summary>
    Shutdown = 11,
}
