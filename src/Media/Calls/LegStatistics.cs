namespace RtcCluster.Media.Calls;

/// <summary>Figures of one leg since it was added. "Received" is what the phone sent to us.</summary>
public sealed record LegStatistics
{
    /// <summary>Valid RTP packets received.</summary>
    public long Received { get; init; }

    /// <summary>Their bytes with headers.</summary>
    public long ReceivedBytes { get; init; }

    /// <summary>Packets missing on the way to us (RFC 3550 A.3).</summary>
    public long Lost { get; init; }

    /// <summary>Packets that came late or twice.</summary>
    public long Reordered { get; init; }

    /// <summary>Interarrival jitter (RFC 3550 §6.4.1).</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>RTP packets sent to the phone.</summary>
    public long Sent { get; init; }

    /// <summary>Packets of ours that the phone misses, as it says; 0 before its first report.</summary>
    public long RemoteLost { get; init; }

    /// <summary>Jitter at the phone, as it says.</summary>
    public TimeSpan RemoteJitter { get; init; }

    /// <summary>Round trip; null before the phone's first report about us.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Packets dropped because they did not come from the locked source (threat T9).</summary>
    public long Strangers { get; init; }

    /// <summary>Packets dropped because no remote address was known yet.</summary>
    public long Early { get; init; }

    /// <summary>RTP and RTCP packets that could not be read.</summary>
    public long Malformed { get; init; }

    /// <summary>Packets of a browser that came before the keys, a part of <see cref="Early"/>.</summary>
    public long BeforeKeys { get; init; }

    /// <summary>Packets of a browser's places that were not made with its keys: forged or damaged.</summary>
    public long NotAuthentic { get; init; }

    /// <summary>Packets of a browser that came twice, or later than the replay window.</summary>
    public long Replayed { get; init; }

    /// <summary>Packets that SRTP refused for another reason: no header that can be read, or too many sources.</summary>
    public long Undecipherable { get; init; }

    /// <summary>Packets with a payload type that was not negotiated.</summary>
    public long UnknownPayload { get; init; }

    /// <summary>Packets for the other leg that its codecs could not carry, or that were late after a switch.</summary>
    public long NotForwarded { get; init; }

    /// <summary>Packets of a browser's video received, retransmissions among them.</summary>
    public long VideoReceived { get; init; }

    /// <summary>Those of them that nobody saw: the other party has no video, or is not connected yet.</summary>
    public long VideoUnseen { get; init; }

    /// <summary>Packets of the other browser's video sent to this one.</summary>
    public long VideoSent { get; init; }

    /// <summary>Packets that came although the leg was not to send (hold).</summary>
    public long Unwanted { get; init; }

    /// <summary>Characters given to SendDigits that are no keys.</summary>
    public long BadDigits { get; init; }
}
