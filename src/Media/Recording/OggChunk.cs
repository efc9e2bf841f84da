using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Ogg;

namespace RtcCluster.Media.Recording;

/// <summary>The Opus of a chunk: the Ogg pages that a listener gets, two for a whole chunk.</summary>
internal static class OggChunk
{
    /// <summary>Packets of a page: 1 s.</summary>
    public const int PagePackets = 50;

    /// <summary>Pages of a whole chunk.</summary>
    public const int Pages = OpusTrack.Slots / PagePackets;

    /// <summary>Bytes of the pages at most.</summary>
    public const int MaxLength = Pages * (OggPage.HeaderLength + OggPage.MaxSegments + (OggPage.MaxSegments * OggPage.SegmentLength));

    // What a packet takes beside what was received: up to five segment lengths, the delimiter, and silence for what was not received.
    private const int MaxOverhead = 16;

    private static readonly OpusTrack Silent = new();

    /// <summary>The number of the first page after the two of the stream's head.</summary>
    public const uint FirstPage = 2;

    /// <summary>Room that the pages of two channels fit into.</summary>
    public static int RoomFor(OpusTrack left, OpusTrack right) =>
        left.Length + right.Length + (Pages * (OggPage.HeaderLength + OggPage.MaxSegments)) + (OpusTrack.Slots * MaxOverhead);

    /// <summary>Writes the first <paramref name="slots"/> packets of both channels; returns the bytes of their pages.</summary>
    public static int Write(OpusTrack left, OpusTrack right, int slots, uint serial, int chunk, bool isLast, Span<byte> destination)
    {
        Span<byte> segments = stackalloc byte[OggPage.MaxSegments];
        Span<byte> body = stackalloc byte[OggPage.SegmentLength * 5];
        var used = 0;
        for (var from = 0; from < slots; from += PagePackets)
        {
            var to = Math.Min(slots, from + PagePackets);
            var count = 0;
            for (var slot = from; slot < to; slot++)
            {
                count += OggPage.WriteSegments(segments[count..], Join(left.Read(slot), right.Read(slot), body));
            }

            var page = destination[used..];
            segments[..count].CopyTo(page[OggPage.HeaderLength..]);
            var length = OggPage.HeaderLength + count;
            for (var slot = from; slot < to; slot++)
            {
                length += Join(left.Read(slot), right.Read(slot), page[length..]);
            }

            var number = FirstPage + (uint)((chunk * Pages) + (from / PagePackets));
            var flags = isLast && to == slots ? OggPage.Last : (byte)0;
            OggPage.WriteHeader(page[..length], count, flags, ((chunk * (long)OpusTrack.Slots) + to) * OpusTrack.SlotUnits, serial, number);
            used += length;
        }

        return used;
    }

    /// <summary>Writes a whole chunk of silence; returns its bytes.</summary>
    public static int WriteSilence(uint serial, Span<byte> destination) => Write(Silent, Silent, OpusTrack.Slots, serial, 0, isLast: false, destination);

    /// <summary>Gives the pages their place in a stream in which the chunk has the given number; false when they are not pages.</summary>
    public static bool Number(Span<byte> pages, int chunk, bool isLast)
    {
        var granule = chunk * (long)OpusTrack.Slots;
        var number = FirstPage + (uint)(chunk * Pages);
        while (!pages.IsEmpty)
        {
            if (!OggPage.TryRead(pages, out var page))
            {
                return false;
            }

            granule += page.PacketCount;
            var length = page.Length;
            OggPage.Number(pages[..length], isLast && length == pages.Length ? OggPage.Last : (byte)0, granule * OpusTrack.SlotUnits, number++);
            pages = pages[length..];
        }

        return true;
    }

    private static int Join(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        var known = OpusPacket.TryRead(left, out var packet);
        System.Diagnostics.Debug.Assert(known, "a track keeps checked packets");
        var length = packet.CopyDelimited(destination);
        right.CopyTo(destination[length..]);
        return length + right.Length;
    }
}
