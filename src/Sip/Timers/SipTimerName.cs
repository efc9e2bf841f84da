namespace RtcCluster.Sip.Timers;

/// <summary>The timers of RFC 3261 table 4 and RFC 6026, so that a test or a trace can say which one is running.</summary>
public enum SipTimerName
{
    /// <summary>No timer runs.</summary>
    None,

    /// <summary>INVITE request retransmission.</summary>
    A,

    /// <summary>INVITE transaction time-out.</summary>
    B,

    /// <summary>Wait for retransmitted final responses to INVITE.</summary>
    D,

    /// <summary>Non-INVITE request retransmission.</summary>
    E,

    /// <summary>Non-INVITE transaction time-out.</summary>
    F,

    /// <summary>INVITE final response retransmission.</summary>
    G,

    /// <summary>Wait for the ACK.</summary>
    H,

    /// <summary>Wait for retransmitted ACKs.</summary>
    I,

    /// <summary>Wait for retransmitted non-INVITE requests.</summary>
    J,

    /// <summary>Wait for retransmitted non-INVITE responses.</summary>
    K,

    /// <summary>Wait for retransmitted INVITEs after a 2xx. RFC 6026 §7.1.</summary>
    L,

    /// <summary>Wait for further 2xx responses after the first. RFC 6026 §7.2.</summary>
    M,
}
