namespace RtcCluster.Media.Fax;

/// <summary>Pages as portable bitmaps (PBM, netpbm's raw format P4), one after the other: what a program that draws can write without a library.</summary>
/// <remarks>
/// <code>
/// P4 &lt;white&gt; width &lt;white&gt; height &lt;one white&gt; rows, each padded to whole bytes, the highest bit leftmost, 1 is black
/// </code>
/// Comments begin with # and end with the line. A bitmap has no size on paper: it is as wide as A4.
/// </remarks>
public static class FaxBitmap
{
    private const double A4Inches = FaxPage.A4Width / FaxPage.FaxDotsPerInch;

    /// <summary>Reads the pages of a file; a file that is refused has none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="limits">What is taken.</param>
    /// <param name="pages">The pages in order.</param>
    public static FaxTiffStatus TryRead(ReadOnlySpan<byte> file, FaxLimits limits, out IReadOnlyList<FaxPage> pages)
    {
        ArgumentNullException.ThrowIfNull(limits);
        pages = [];
        if (file.Length > limits.Bytes)
        {
            return FaxTiffStatus.TooLarge;
        }

        var read = new List<FaxPage>();
        var room = limits.Dots;
        while (!file.IsEmpty)
        {
            if (read.Count == limits.Pages)
            {
                return FaxTiffStatus.TooManyPages;
            }

            if (!file.StartsWith("P4"u8))
            {
                return FaxTiffStatus.Malformed;
            }

            file = file[2..];
            if (!TryNumber(ref file, out var width) || !TryNumber(ref file, out var height) || file.IsEmpty || !IsWhite(file[0]))
            {
                return FaxTiffStatus.Malformed;
            }

            if (width > limits.Width || height > limits.Height || (room -= (long)width * height) < 0)
            {
                return FaxTiffStatus.TooBig;
            }

            file = file[1..];
            var stride = (width + 7) / 8;
            if (file.Length < (long)stride * height)
            {
                return FaxTiffStatus.Malformed;
            }

            var bits = file[..(stride * height)].ToArray();
            Clean(bits, width, stride);
            var dots = width / A4Inches;
            read.Add(new FaxPage(width, height, dots, dots, bits));
            file = file[(stride * height)..];
            // Some programs end a file with a line.
            while (!file.IsEmpty && IsWhite(file[0]))
            {
                file = file[1..];
            }
        }

        pages = read;
        return read.Count > 0 ? FaxTiffStatus.Ok : FaxTiffStatus.Malformed;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> file, out int number)
    {
        number = 0;
        var at = 0;
        while (at < file.Length && (IsWhite(file[at]) || file[at] == '#'))
        {
            if (file[at] == '#')
            {
                var line = file[at..].IndexOf((byte)'\n');
                at += line < 0 ? file.Length - at : line;
            }
            else
            {
                at++;
            }
        }

        var first = at;
        while (at < file.Length && char.IsAsciiDigit((char)file[at]) && at - first < 6)
        {
            number = (number * 10) + (file[at++] - '0');
        }

        file = file[at..];
        return number > 0;
    }

    private static bool IsWhite(byte letter) => letter is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';

    // What is beyond the last dot of a row is white.
    private static void Clean(Span<byte> bits, int width, int stride)
    {
        var rest = width & 7;
        for (var last = stride - 1; rest != 0 && last < bits.Length; last += stride)
        {
            bits[last] &= (byte)(0xFF << (8 - rest));
        }
    }
}
