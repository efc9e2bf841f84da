namespace RtcCluster.Sip.Timers;

/// <summary>Why a <see cref="SipTimer"/> runs.</summary>
internal enum TimerReason
{
    /// <summary>A transaction's own timer (A to M).</summary>
    Transaction,

    /// <summary>2xx to INVITE again, until ACK. RFC 3261 §13.3.1.4.</summary>
    AnswerAgain,

    /// <summary>No ACK to our 2xx within 64·T1. RFC 3261 §13.3.1.4.</summary>
    AckMissing,

    /// <summary>Reliable provisional response again, until PRACK. RFC 3262 §3.</summary>
    ProvisionalAgain,

    /// <summary>No PRACK within 64·T1. RFC 3262 §3.</summary>
    PrackMissing,

    /// <summary>A provisional response again each minute. RFC 3261 §13.3.1.1.</summary>
    KeepProceeding,

    /// <summary>Our INVITE rang for too long.</summary>
    RingTooLong,

    /// <summary>Our INVITE got no response at all for longer than its caller wants to wait.</summary>
    FirstResponseMissing,

    /// <summary>No final response within 64·T1 of our CANCEL. RFC 3261 §9.1.</summary>
    CancelUnanswered,

    /// <summary>Time to refresh the session. RFC 4028 §7.2.</summary>
    SessionRefresh,

    /// <summary>The session expired. RFC 4028 §10.</summary>
    SessionExpiry,

    /// <summary>Try again what crossed with the peer's own (491). RFC 3261 §14.1.</summary>
    GlareOver,

    /// <summary>The offer of a peer waits too long for its answer from the host.</summary>
    OfferUnanswered,

    /// <summary>A subscription made by REFER ended without its last NOTIFY.</summary>
    ReferExpiry,

    /// <summary>A subscription that we serve runs out. RFC 6665 §4.2.2.</summary>
    SubscriptionExpiry,

    /// <summary>The bound of a leg that is going away.</summary>
    Lingering,

    /// <summary>The host does not answer an INVITE that it was given because no leg of ours has its dialog.</summary>
    HostSilent,
}
