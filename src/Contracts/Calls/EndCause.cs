namespace RtcCluster.Contracts.Calls;

/// <summary>Who or what ended a leg or a call, and why.</summary>
/// <param name="Kind">The kind of ending.</param>
/// <param name="SipCode">SIP code that went with it, when there was one.</param>
/// <param name="Q850">ITU-T Q.850 cause that went with it, when there was one.</param>
/// <param name="Text">A short text, in English.</param>
[GenerateSerializer, Immutable, Alias("rtc.EndCause")]
public sealed record EndCause(
    [property: Id(0)] EndKind Kind,
    [property: Id(1)] int? SipCode = null,
    [property: Id(2)] int? Q850 = null,
    [property: Id(3)] string? Text = null);

/// <summary>The kinds of ending of a leg.</summary>
[GenerateSerializer, Alias("rtc.EndKind")]
public enum EndKind
{
    /// <summary>The party hung up.</summary>
    Hangup = 0,

    /// <summary>The caller gave up before the answer.</summary>
    Cancelled = 1,

    /// <summary>The attempt failed or was refused.</summary>
    Failed = 2,

    /// <summary>Another device of the same user answered (RFC 3326: SIP ;cause=200).</summary>
    AnsweredElsewhere = 3,

    /// <summary>The ring time ran out.</summary>
    RingTimeout = 4,

    /// <summary>The leg was replaced by a transfer.</summary>
    Transferred = 5,

    /// <summary>Neither RTP, RTCP nor a signalling answer for the configured time.</summary>
    MediaLost = 6,

    /// <summary>The session timer ran out (RFC 4028).</summary>
    SessionExpired = 7,

    /// <summary>Somebody with the right to do so ended it through the API.</summary>
    Administrative = 8,

    /// <summary>The edge that carried it is gone.</summary>
    EdgeLost = 9,

    /// <summary>The cluster is being stopped.</summary>
    Shutdown = 10,

    /// <summary>The other party's leg ended.</summary>
    PeerEnded = 11,
}
