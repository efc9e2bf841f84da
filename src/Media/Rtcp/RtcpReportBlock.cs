using System.Buffers.Binary;

namespace RtcCluster.Media.Rtcp;

/// <summary>One reception report block of an SR or RR: 24 bytes, RFC 3550 §6.4.1.</summary>
/// <param name="Ssrc">The source that the block is about.</param>
/// <param name="FractionLost">Loss since the previous report in 1/256.</param>
/// <param name="CumulativeLost">Packets lost since the beginning; negative when doubles arrived (24 bits, signed).</param>
/// <param name="ExtendedHighest">Highest sequence number with its cycles.</param>
/// <param name="Jitter">Interarrival jitter in clock units.</param>
/// <param name="LastSenderReport">The middle 32 bits of the last SR's NTP time; 0 when none came.</param>
/// <param name="DelaySinceLastSenderReport">In 1/65536 s.</param>
public readonly record struct RtcpReportBlock(
    uint Ssrc, byte FractionLost, int CumulativeLost, uint ExtendedHighest, uint Jitter, uint LastSenderReport, uint DelaySinceLastSenderReport)
{
    /// <summary>Bytes of a block.</summary>
    public const int Length = 24;

    /// <summary>Reads a block; the span holds at least 24 bytes.</summary>
    public static RtcpReportBlock Read(ReadOnlySpan<byte> bytes)
    {
        var loss = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
        return new RtcpReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            bytes[4],
            (loss << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
    }

    /// <summary>Writes the block; the span holds at least 24 bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], (FractionLost << 24) | (CumulativeLost & 0xFF_FFFF));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], DelaySinceLastSenderReport);
    }
}
