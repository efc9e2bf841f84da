using System.Buffers.Binary;

namespace RtcCluster.Media.Rtcp;

/// <summary>Writes compound RTCP: a report, SDES with the CNAME, and BYE at the end of a leg. RFC 3550 §6.4 to §6.6.</summary>
public static class RtcpWriter
{
    /// <summary>The longest CNAME that is written.</summary>
    public const int MaxCname = 64;

    /// <summary>Room that any of our datagrams fits in: SR with one block, SDES, BYE.</summary>
    public const int MaxLength = 28 + RtcpReportBlock.Length + 12 + MaxCname + 4 + 8;

    /// <summary>Writes a sender report with at most one block; returns its length.</summary>
    public static int WriteSenderReport(
        Span<byte> destination, uint ssrc, ulong ntp, uint rtpTimestamp, uint packets, uint octets, RtcpReportBlock? block)
    {
        var length = 28 + (block is null ? 0 : RtcpReportBlock.Length);
        Header(destination, block is null ? 0 : 1, RtcpType.SenderReport, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], ntp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], rtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], packets);
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], octets);
        block?.Write(destination[28..]);
        return length;
    }

    /// <summary>Writes a receiver report with at most one block; returns its length.</summary>
    public static int WriteReceiverReport(Span<byte> destination, uint ssrc, RtcpReportBlock? block)
    {
        var length = 8 + (block is null ? 0 : RtcpReportBlock.Length);
        Header(destination, block is null ? 0 : 1, RtcpType.ReceiverReport, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
        block?.Write(destination[8..]);
        return length;
    }

    /// <summary>Writes SDES with one CNAME item (RFC 3550 §6.5.1), cut at <see cref="MaxCname"/> bytes; returns its length.</summary>
    public static int WriteSourceDescription(Span<byte> destination, uint ssrc, ReadOnlySpan<byte> cname)
    {
        cname = cname[..Math.Min(cname.Length, MaxCname)];

        // Items end with at least one zero byte and are padded to a word.
        var length = 8 + ((2 + cname.Length + 4) & ~3);
        destination[..length].Clear();
        Header(destination, 1, RtcpType.SourceDescription, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
        destination[8] = 1;
        destination[9] = (byte)cname.Length;
        cname.CopyTo(destination[10..]);
        return length;
    }

    /// <summary>Writes BYE for one source; returns its length.</summary>
    public static int WriteBye(Span<byte> destination, uint ssrc)
    {
        Header(destination, 1, RtcpType.Bye, 8);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
        return 8;
    }

    private static void Header(Span<byte> destination, int count, RtcpType type, int length)
    {
        destination[0] = (byte)(0x80 | count);
        destination[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)((length / 4) - 1));
    }
}
