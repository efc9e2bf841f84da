using System.Buffers.Binary;

namespace RtcCluster.Media.Rtcp;

/// <summary>Walks the packets of a compound RTCP datagram. RFC 3550 §6.1 and A.2; a single packet is taken too (RFC 5506).</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
/// |V=2|P|  count  |      PT       |   length in words minus one   |
/// </code>
/// Every length is checked before a packet is handed out, so its accessors need no checks of their own.
/// </remarks>
public ref struct RtcpReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first packet.</summary>
    public RtcpReader(ReadOnlySpan<byte> datagram)
    {
        _rest = datagram;
        Status = datagram.Length < 8 ? RtcpStatus.TooShort : datagram[1] is < 192 or > 223 ? RtcpStatus.BadType : RtcpStatus.Ok;
    }

    /// <summary>Ok until a packet was refused; then why.</summary>
    public RtcpStatus Status { get; private set; }

    /// <summary>Checks a whole datagram.</summary>
    public static RtcpStatus Validate(ReadOnlySpan<byte> datagram)
    {
        var reader = new RtcpReader(datagram);
        while (reader.TryRead(out _))
        {
        }

        return reader.Status;
    }

    /// <summary>The next packet; false at the end or at a bad packet (see <see cref="Status"/>).</summary>
    public bool TryRead(out RtcpPacket packet)
    {
        packet = default;
        if (Status != RtcpStatus.Ok || _rest.IsEmpty)
        {
            return false;
        }

        Status = Check(_rest, out var length, out var body);
        if (Status != RtcpStatus.Ok)
        {
            return false;
        }

        packet = new RtcpPacket(_rest[..(body & ~3)]);
        _rest = _rest[length..];
        return true;
    }

    private static RtcpStatus Check(ReadOnlySpan<byte> rest, out int length, out int body)
    {
        length = body = 0;
        if (rest.Length < 4)
        {
            return RtcpStatus.TooShort;
        }

        if (rest[0] >> 6 != 2)
        {
            return RtcpStatus.BadVersion;
        }

        length = (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) + 1) * 4;
        if (length > rest.Length)
        {
            return RtcpStatus.TooShort;
        }

        body = length;
        if ((rest[0] & 0x20) != 0)
        {
            var padding = rest[length - 1];
            if (length != rest.Length || padding == 0 || padding > length - 4)
            {
                return RtcpStatus.BadPadding;
            }

            body -= padding;
        }

        var type = (RtcpType)rest[1];
        var count = rest[0] & 0x1F;
        var needed = type switch
        {
            RtcpType.SenderReport or RtcpType.ReceiverReport => RtcpPacket.FirstBlock(type) + (count * RtcpReportBlock.Length),
            RtcpType.Bye => 4 + (count * 4),
            _ => 4,
        };
        return body < needed ? RtcpStatus.BadCount : RtcpStatus.Ok;
    }
}
