using System.Buffers.Binary;

namespace RtcCluster.Media.Ogg;

/// <summary>A page of an Ogg stream that holds whole packets only. RFC 3533 §6.</summary>
/// <remarks>
/// All numbers are little-endian.
/// <code>
///   0  4  "OggS"                       14  4  serial number of the stream
///   4  1  version, 0                   18  4  number of the page
///   5  1  flags: 2 first, 4 last page  22  4  checksum, with this field as 0
///   6  8  granule position             26  1  segments, then their lengths, then the packets
/// </code>
/// </remarks>
internal readonly ref struct OggPage
{
    /// <summary>Bytes before the segment lengths.</summary>
    public const int HeaderLength = 27;

    /// <summary>Most segments of a page.</summary>
    public const int MaxSegments = 255;

    /// <summary>Bytes of a whole segment; a packet ends with a shorter one.</summary>
    public const int SegmentLength = 255;

    /// <summary>The flag of a stream's first page.</summary>
    public const byte First = 2;

    /// <summary>The flag of a stream's last page.</summary>
    public const byte Last = 4;

    private const int ChecksumOffset = 22;
    private readonly ReadOnlySpan<byte> _bytes;

    private OggPage(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Bytes of the page.</summary>
    public int Length => _bytes.Length;

    /// <summary>How many packets end on the page.</summary>
    public int PacketCount
    {
        get
        {
            var count = 0;
            foreach (var length in Segments)
            {
                count += length < SegmentLength ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>The lengths of the segments.</summary>
    public ReadOnlySpan<byte> Segments => _bytes.Slice(HeaderLength, _bytes[HeaderLength - 1]);

    /// <summary>All packets, one after the other.</summary>
    public ReadOnlySpan<byte> Body => _bytes[(HeaderLength + Segments.Length)..];

    /// <summary>How many segments a packet takes.</summary>
    public static int SegmentsOf(int packetLength) => (packetLength / SegmentLength) + 1;

    /// <summary>Reads the page that the bytes begin with; its checksum is not looked at.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out OggPage page)
    {
        page = default;
        if (bytes.Length < HeaderLength || !bytes[..4].SequenceEqual("OggS"u8) || bytes[4] != 0)
        {
            return false;
        }

        var length = HeaderLength + bytes[HeaderLength - 1];
        if (length > bytes.Length)
        {
            return false;
        }

        foreach (var segment in bytes[HeaderLength..length])
        {
            length += segment;
        }

        page = length > bytes.Length ? default : new OggPage(bytes[..length]);
        return length <= bytes.Length;
    }

    /// <summary>Writes the segment lengths of a packet; returns how many.</summary>
    public static int WriteSegments(Span<byte> segments, int packetLength)
    {
        var count = SegmentsOf(packetLength);
        segments[..(count - 1)].Fill(SegmentLength);
        segments[count - 1] = (byte)(packetLength % SegmentLength);
        return count;
    }

    /// <summary>Writes the header before segment lengths and packets that lie in <paramref name="page"/> already, with the checksum.</summary>
    public static void WriteHeader(Span<byte> page, int segments, byte flags, long granule, uint serial, uint number)
    {
        "OggS"u8.CopyTo(page);
        page[4] = 0;
        page[HeaderLength - 1] = (byte)segments;
        BinaryPrimitives.WriteUInt32LittleEndian(page[14..], serial);
        Number(page, flags, granule, number);
    }

    /// <summary>Gives a page another place in its stream.</summary>
    public static void Number(Span<byte> page, byte flags, long granule, uint number)
    {
        page[5] = flags;
        BinaryPrimitives.WriteInt64LittleEndian(page[6..], granule);
        BinaryPrimitives.WriteUInt32LittleEndian(page[18..], number);
        page.Slice(ChecksumOffset, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(page[ChecksumOffset..], OggChecksum.Compute(page));
    }
}
