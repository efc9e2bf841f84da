using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Ice;

/// <summary>Tells apart what shares a media port.</summary>
public static class PacketKinds
{
    /// <summary>The kind by the first byte, and by the second for RTCP (RFC 7983 §7, RFC 5761 §4).</summary>
    public static PacketKind Of(ReadOnlySpan<byte> packet) => packet.IsEmpty ? PacketKind.Unknown : packet[0] switch
    {
        <= 3 => PacketKind.Stun,
        >= 20 and <= 63 => PacketKind.Dtls,
        >= 64 and <= 79 => PacketKind.TurnChannel,
        >= 128 and <= 191 => RtpHeader.LooksLikeRtcp(packet) ? PacketKind.Rtcp : PacketKind.Rtp,
        _ => PacketKind.Unknown,
    };
}
