using System.Buffers.Binary;

namespace RtcCluster.Media.Fax;

/// <summary>Walks the directories of a TIFF file before a library reads it: what they say to be there must be there, and none may lead to one before it.</summary>
/// <remarks>A library makes room for as many values as a directory claims. A file that claims a billion of them is not read.</remarks>
internal static class TiffDirectories
{
    private const int EntryLength = 12;
    private const int MostEntries = 512;
    private const int WidthTag = 256;
    private const int LengthTag = 257;
    private const int StripBytesTag = 279;

    // Bytes of a value by its type (TIFF 6.0, section 2); 0 for none.
    private static ReadOnlySpan<byte> Sizes => [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

    /// <summary>Checks a file of at most so many pages.</summary>
    public static FaxTiffStatus Check(ReadOnlySpan<byte> file, int mostPages)
    {
        if (file.Length < 8 || !(file[..4].SequenceEqual("II*\0"u8) || file[..4].SequenceEqual("MM\0*"u8)))
        {
            return FaxTiffStatus.NotTiff;
        }

        var isLittle = file[0] == 'I';
        var seen = new HashSet<uint>();
        for (var at = UInt32(file[4..], isLittle); at != 0;)
        {
            if (!seen.Add(at))
            {
                return FaxTiffStatus.Malformed;
            }

            if (seen.Count > mostPages)
            {
                return FaxTiffStatus.TooManyPages;
            }

            if (!TryWalk(file, ref at, isLittle))
            {
                return FaxTiffStatus.Malformed;
            }
        }

        return seen.Count > 0 ? FaxTiffStatus.Ok : FaxTiffStatus.Malformed;
    }

    private static bool TryWalk(ReadOnlySpan<byte> file, ref uint at, bool isLittle)
    {
        if (at > file.Length - 2)
        {
            return false;
        }

        var directory = file[(int)at..];
        var count = UInt16(directory, isLittle);
        if (count is 0 or > MostEntries || directory.Length < 2 + (count * EntryLength) + 4)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var entry = directory.Slice(2 + (i * EntryLength), EntryLength);
            var type = UInt16(entry[2..], isLittle);
            var size = type < Sizes.Length ? Sizes[type] : 0;
            var bytes = (long)UInt32(entry[4..], isLittle) * size;
            if (size == 0 || (bytes > 4 && UInt32(entry[8..], isLittle) + bytes > file.Length))
            {
                return false;
            }

            // A library makes room for what these say before it has seen a dot.
            long most = UInt16(entry, isLittle) switch
            {
                WidthTag or LengthTag => ushort.MaxValue,
                StripBytesTag => file.Length,
                _ => long.MaxValue,
            };
            if (most < long.MaxValue && !AreAtMost(bytes > 4 ? file.Slice((int)UInt32(entry[8..], isLittle), (int)bytes) : entry.Slice(8, (int)bytes), size, isLittle, most))
            {
                return false;
            }
        }

        at = UInt32(directory[(2 + (count * EntryLength))..], isLittle);
        return true;
    }

    // Whole numbers alone: what has a fraction is no size.
    private static bool AreAtMost(ReadOnlySpan<byte> values, int size, bool isLittle, long most)
    {
        for (; values.Length >= size; values = values[size..])
        {
            long value = size switch
            {
                1 => values[0],
                2 => UInt16(values, isLittle),
                4 => UInt32(values, isLittle),
                _ => long.MaxValue,
            };
            if (value > most)
            {
                return false;
            }
        }

        return true;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
