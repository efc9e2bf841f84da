namespace RtcCluster.Sip.Timers;

/// <summary>The base values T1, T2 and T4 and what RFC 3261 table 4 derives from them. Every value is a duration.</summary>
public sealed record SipTimers
{
    /// <summary>The values of RFC 3261: T1 500 ms, T2 4 s, T4 5 s.</summary>
    public static SipTimers Rfc3261 { get; } = new();

    /// <summary>Round-trip estimate. RFC 3261 §17.1.1.1.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest interval between retransmissions of a non-INVITE request or of a final response. RFC 3261 §17.1.2.1.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a message may stay in the network. RFC 3261 §17.1.2.2.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>64·T1: the length of timers B, F, H, J (unreliable), L and M, and of waiting for an ACK or PRACK.</summary>
    public TimeSpan Timeout => T1 * 64;

    /// <summary>Timer D, the wait for retransmitted final responses: at least 32 s over UDP, 0 over reliable transports. RFC 3261 §17.1.1.2.</summary>
    /// <param name="reliable">Whether the transport retransmits by itself.</param>
    public TimeSpan D(bool reliable) => reliable ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(Timeout.Ticks, TimeSpan.FromSeconds(32).Ticks));

    /// <summary>Timer I, the wait for retransmitted ACKs. RFC 3261 §17.2.1.</summary>
    /// <param name="reliable">Whether the transport retransmits by itself.</param>
    public TimeSpan I(bool reliable) => reliable ? TimeSpan.Zero : T4;

    /// <summary>Timer J, the wait for retransmitted requests. RFC 3261 §17.2.2.</summary>
    /// <param name="reliable">Whether the transport retransmits by itself.</param>
    public TimeSpan J(bool reliable) => reliable ? TimeSpan.Zero : Timeout;

    /// <summary>Timer K, the wait for retransmitted responses. RFC 3261 §17.1.2.2.</summary>
    /// <param name="reliable">Whether the transport retransmits by itself.</param>
    public TimeSpan K(bool reliable) => reliable ? TimeSpan.Zero : T4;
}
