using System.Buffers.Binary;

namespace RtcCluster.Media.Ogg;

/// <summary>The two pages that an Ogg/Opus stream of two separate channels begins with. RFC 7845 §5.</summary>
/// <remarks>
/// Mapping family 1, two channels, two streams, none coupled: a packet is the left channel's in the self-delimiting form and the right channel's as it came,
/// so that what two parties said is joined without decoding it.
/// </remarks>
internal static class OggOpusHead
{
    /// <summary>Bytes of both pages.</summary>
    public const int Length = OggPage.HeaderLength + 1 + IdLength + OggPage.HeaderLength + 1 + TagsLength;

    private const int IdLength = 23;
    private const int TagsLength = 8 + 4 + 3 + 4;

    // What libopus looks ahead at 48 kHz; a decoder leaves these samples out.
    private const ushort PreSkip = 312;
    private const int InputRate = 48000;

    /// <summary>Writes both pages.</summary>
    public static void Write(Span<byte> destination, uint serial)
    {
        Span<byte> id = destination[(OggPage.HeaderLength + 1)..][..IdLength];
        "OpusHead"u8.CopyTo(id);
        id[8] = 1;
        id[9] = 2;
        BinaryPrimitives.WriteUInt16LittleEndian(id[10..], PreSkip);
        BinaryPrimitives.WriteInt32LittleEndian(id[12..], InputRate);
        BinaryPrimitives.WriteInt16LittleEndian(id[16..], 0);
        ReadOnlySpan<byte> mapping = [1, 2, 0, 0, 1];
        mapping.CopyTo(id[18..]);
        Finish(destination, IdLength, OggPage.First, serial, 0);

        var second = destination[(OggPage.HeaderLength + 1 + IdLength)..];
        var tags = second[(OggPage.HeaderLength + 1)..];
        "OpusTags"u8.CopyTo(tags);
        BinaryPrimitives.WriteInt32LittleEndian(tags[8..], 3);
        "rtc"u8.CopyTo(tags[12..]);
        BinaryPrimitives.WriteInt32LittleEndian(tags[15..], 0);
        Finish(second, TagsLength, 0, serial, 1);
    }

    private static void Finish(Span<byte> destination, int length, byte flags, uint serial, uint number)
    {
        destination[OggPage.HeaderLength] = (byte)length;
        OggPage.WriteHeader(destination[..(OggPage.HeaderLength + 1 + length)], 1, flags, 0, serial, number);
    }
}
