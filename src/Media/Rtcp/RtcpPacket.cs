using System.Buffers.Binary;

namespace RtcCluster.Media.Rtcp;

/// <summary>One packet inside a compound RTCP datagram; a view of its bytes.</summary>
public readonly ref struct RtcpPacket
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal RtcpPacket(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The packet's words, without the padding.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The packet type; may be one that <see cref="RtcpType"/> does not name.</summary>
    public RtcpType Type => (RtcpType)_bytes[1];

    /// <summary>The five-bit count or subtype.</summary>
    public int Count => _bytes[0] & 0x1F;

    /// <summary>The sender's SSRC (an SDES' or BYE's first source); 0 when the packet has none.</summary>
    public uint Ssrc => _bytes.Length >= 8 ? BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]) : 0;

    /// <summary>Whether this is an SR or RR, so that <see cref="Block"/> may be asked.</summary>
    public bool IsReport => Type is RtcpType.SenderReport or RtcpType.ReceiverReport;

    /// <summary>The NTP time of an SR; 0 of another packet.</summary>
    public ulong Ntp => Type == RtcpType.SenderReport ? BinaryPrimitives.ReadUInt64BigEndian(_bytes[8..]) : 0;

    /// <summary>The RTP time of an SR; 0 of another packet.</summary>
    public uint RtpTimestamp => Type == RtcpType.SenderReport ? BinaryPrimitives.ReadUInt32BigEndian(_bytes[16..]) : 0;

    /// <summary>Report block <paramref name="index"/> of an SR or RR, 0 to <see cref="Count"/> - 1.</summary>
    public RtcpReportBlock Block(int index) =>
        RtcpReportBlock.Read(_bytes.Slice(FirstBlock(Type) + (index * RtcpReportBlock.Length), RtcpReportBlock.Length));

    internal static int FirstBlock(RtcpType type) => type == RtcpType.SenderReport ? 28 : 8;
}
