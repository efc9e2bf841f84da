using System.Buffers.Binary;

namespace RtcCluster.Media.Rtp;

/// <summary>The header of an RTP packet and where its payload lies. RFC 3550 §5.1 and §5.3.1.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           timestamp                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                             SSRC                              |
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |            CSRC × CC, then the extension when X is set        |
/// </code>
/// </remarks>
public readonly record struct RtpHeader
{
    /// <summary>Bytes of the fixed header.</summary>
    public const int FixedLength = 12;

    /// <summary>The M bit: begin of a talk spurt or of an event.</summary>
    public bool Marker { get; init; }

    /// <summary>0 to 127.</summary>
    public byte PayloadType { get; init; }

    /// <summary>Grows by one for each packet, modulo 65536.</summary>
    public ushort Sequence { get; init; }

    /// <summary>In units of the payload's clock, modulo 2^32.</summary>
    public uint Timestamp { get; init; }

    /// <summary>The synchronisation source.</summary>
    public uint Ssrc { get; init; }

    /// <summary>Where the payload begins.</summary>
    public int PayloadOffset { get; init; }

    /// <summary>Payload bytes without padding.</summary>
    public int PayloadLength { get; init; }

    /// <summary>Reads a header and checks all lengths; header extensions are stepped over.</summary>
    public static RtpStatus TryRead(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length < FixedLength)
        {
            return RtpStatus.TooShort;
        }

        var first = packet[0];
        if (first >> 6 != 2)
        {
            return RtpStatus.BadVersion;
        }

        var offset = FixedLength + ((first & 0x0F) * 4);
        if (offset > packet.Length)
        {
            return RtpStatus.BadSources;
        }

        if ((first & 0x10) != 0)
        {
            if (offset + 4 > packet.Length)
            {
                return RtpStatus.BadExtension;
            }

            offset += 4 + (BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]) * 4);
            if (offset > packet.Length)
            {
                return RtpStatus.BadExtension;
            }
        }

        var length = packet.Length - offset;
        if ((first & 0x20) != 0)
        {
            var padding = packet[^1];
            if (padding == 0 || padding > length)
            {
                return RtpStatus.BadPadding;
            }

            length -= padding;
        }

        header = new RtpHeader
        {
            Marker = (packet[1] & 0x80) != 0,
            PayloadType = (byte)(packet[1] & 0x7F),
            Sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            Timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]),
            PayloadOffset = offset,
            PayloadLength = length,
        };
        return RtpStatus.Ok;
    }

    /// <summary>Writes the 12 bytes of a header without sources, extension or padding.</summary>
    public void Write(Span<byte> packet)
    {
        packet[0] = 0x80;
        packet[1] = (byte)((Marker ? 0x80 : 0) | PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], Ssrc);
    }

    /// <summary>Whether the bytes are RTCP by their second byte, where both share a port (RFC 5761 §4).</summary>
    public static bool LooksLikeRtcp(ReadOnlySpan<byte> packet) => packet.Length >= 2 && packet[1] is >= 192 and <= 223;
}
