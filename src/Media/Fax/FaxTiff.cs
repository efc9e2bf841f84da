using System.Diagnostics.CodeAnalysis;
using BitMiracle.LibTiff.Classic;

namespace RtcCluster.Media.Fax;

/// <summary>Faxes as TIFF files (RFC 2306, and what scanners write): any page in black and white is read, pages of T.6 are written.</summary>
public static class FaxTiff
{
    private const double UnknownResolution = 72;
    private const double CentimetresPerInch = 2.54;

    static FaxTiff() => Tiff.SetErrorHandler(new QuietTiffErrors());

    /// <summary>Reads the pages of a file; a file that is refused has none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="limits">What is taken.</param>
    /// <param name="pages">The pages in order.</param>
    /// <param name="from">The first page that is wanted.</param>
    public static FaxTiffStatus TryRead(ReadOnlyMemory<byte> file, FaxLimits limits, out IReadOnlyList<FaxPage> pages, int from = 0)
    {
        ArgumentNullException.ThrowIfNull(limits);
        pages = [];
        if (file.Length > limits.Bytes)
        {
            return FaxTiffStatus.TooLarge;
        }

        var status = TiffDirectories.Check(file.Span, limits.Pages);
        if (status != FaxTiffStatus.Ok)
        {
            return status;
        }

        var read = new List<FaxPage>();
        try
        {
            status = Read(file, limits, from, read);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The library has no error of its own for most of what a file can have wrong.
            status = FaxTiffStatus.Malformed;
        }

        pages = status == FaxTiffStatus.Ok ? read : [];
        return status;
    }

    /// <summary>Writes a file of pages, each one strip of T.6.</summary>
    /// <param name="pages">The pages; at least one.</param>
    /// <param name="forModem">Whether it is for a <see cref="FaxSession"/>, which wants the bits of a byte in the order in which they are sent.</param>
    public static byte[] Write(IReadOnlyList<FaxPage> pages, bool forModem = false)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentOutOfRangeException.ThrowIfZero(pages.Count);
        using var bytes = new MemoryStream();
        using (var tiff = Tiff.ClientOpen("fax", "w", bytes, new OpenStream()))
        {
            for (var i = 0; i < pages.Count; i++)
            {
                WritePage(tiff, pages[i], i, pages.Count, forModem);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The page as T.6 and nothing else, the highest bit first: what a PDF file holds.</summary>
    internal static byte[] Encode(FaxPage page)
    {
        using var file = new MemoryStream(Write([page]));
        using var tiff = Tiff.ClientOpen("fax", "r", file, new OpenStream());
        var strip = new byte[tiff.RawStripSize(0)];
        return tiff.ReadRawStrip(0, strip, 0, strip.Length) == strip.Length ? strip : throw new InvalidOperationException("A page that was written cannot be read.");
    }

    private static FaxTiffStatus Read(ReadOnlyMemory<byte> file, FaxLimits limits, int from, List<FaxPage> pages)
    {
        using var stream = new MemoryStream(file.ToArray());
        using var tiff = Tiff.ClientOpen("fax", "r", stream, new OpenStream());
        if (tiff is null)
        {
            return FaxTiffStatus.Malformed;
        }

        var number = 0;
        var room = limits.Dots;
        do
        {
            if (number++ < from)
            {
                continue;
            }

            var status = TryReadPage(tiff, limits, ref room, out var page);
            if (status != FaxTiffStatus.Ok)
            {
                return status;
            }

            pages.Add(page!);
        }
        while (number < limits.Pages && tiff.ReadDirectory());

        return FaxTiffStatus.Ok;
    }

    private static FaxTiffStatus TryReadPage(Tiff tiff, FaxLimits limits, ref long room, out FaxPage? page)
    {
        page = null;
        var (width, height) = (Number(tiff, TiffTag.IMAGEWIDTH, 0), Number(tiff, TiffTag.IMAGELENGTH, 0));
        if (width <= 0 || height <= 0)
        {
            return FaxTiffStatus.Malformed;
        }

        if (width > limits.Width || height > limits.Height || (room -= (long)width * height) < 0)
        {
            return FaxTiffStatus.TooBig;
        }

        var photometric = (Photometric)Number(tiff, TiffTag.PHOTOMETRIC, (int)Photometric.MINISWHITE);
        if (Number(tiff, TiffTag.BITSPERSAMPLE, 1) != 1 || Number(tiff, TiffTag.SAMPLESPERPIXEL, 1) != 1 || photometric is not (Photometric.MINISWHITE or Photometric.MINISBLACK))
        {
            return FaxTiffStatus.NotBlackAndWhite;
        }

        var compression = (Compression)Number(tiff, TiffTag.COMPRESSION, (int)Compression.NONE);
        if (tiff.IsTiled() || compression is not (Compression.NONE or Compression.CCITTRLE or Compression.CCITTFAX3 or Compression.CCITTFAX4 or Compression.LZW
            or Compression.PACKBITS or Compression.ADOBE_DEFLATE or Compression.DEFLATE))
        {
            return FaxTiffStatus.Unsupported;
        }

        var stride = (width + 7) / 8;
        var bits = new byte[stride * height];
        var row = new byte[Math.Max(stride, tiff.ScanlineSize())];
        for (var y = 0; y < height; y++)
        {
            // A row that was torn on its way is what could be read of it: a fax without error correction has such.
            if (!tiff.ReadScanline(row, y))
            {
                return FaxTiffStatus.Malformed;
            }

            row.AsSpan(0, stride).CopyTo(bits.AsSpan(y * stride));
        }

        Clean(bits, width, stride, photometric == Photometric.MINISBLACK);
        var (x, yDots) = Resolution(tiff);
        page = new FaxPage(width, height, x, yDots, bits);
        return FaxTiffStatus.Ok;
    }

    // 1 is black, and what is beyond the last dot of a row is white: two pages that look alike are alike.
    private static void Clean(byte[] bits, int width, int stride, bool isInverted)
    {
        if (isInverted)
        {
            for (var i = 0; i < bits.Length; i++)
            {
                bits[i] ^= 0xFF;
            }
        }

        var rest = width & 7;
        for (var last = stride - 1; rest != 0 && last < bits.Length; last += stride)
        {
            bits[last] &= (byte)(0xFF << (8 - rest));
        }
    }

    private static (double X, double Y) Resolution(Tiff tiff)
    {
        var unit = (ResUnit)Number(tiff, TiffTag.RESOLUTIONUNIT, (int)ResUnit.INCH);
        var factor = unit == ResUnit.CENTIMETER ? CentimetresPerInch : 1;
        return (Inch(TiffTag.XRESOLUTION), Inch(TiffTag.YRESOLUTION));

        double Inch(TiffTag tag) => unit != ResUnit.NONE && tiff.GetField(tag) is [var value, ..] && value.ToDouble() * factor is >= 10 and <= 5_000 and var dots ? dots : UnknownResolution;
    }

    private static int Number(Tiff tiff, TiffTag tag, int otherwise) => tiff.GetField(tag) is [var value, ..] ? value.ToInt() : otherwise;

    private static void WritePage(Tiff tiff, FaxPage page, int number, int count, bool forModem)
    {
        tiff.SetField(TiffTag.SUBFILETYPE, FileType.PAGE);
        tiff.SetField(TiffTag.IMAGEWIDTH, page.Width);
        tiff.SetField(TiffTag.IMAGELENGTH, page.Height);
        tiff.SetField(TiffTag.BITSPERSAMPLE, 1);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
        tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISWHITE);
        tiff.SetField(TiffTag.COMPRESSION, Compression.CCITTFAX4);
        tiff.SetField(TiffTag.FILLORDER, forModem ? FillOrder.LSB2MSB : FillOrder.MSB2LSB);
        tiff.SetField(TiffTag.ROWSPERSTRIP, page.Height);
        tiff.SetField(TiffTag.XRESOLUTION, page.DotsPerInch);
        tiff.SetField(TiffTag.YRESOLUTION, page.RowsPerInch);
        tiff.SetField(TiffTag.RESOLUTIONUNIT, ResUnit.INCH);
        tiff.SetField(TiffTag.PAGENUMBER, number, count);
        var row = new byte[page.Stride];
        for (var y = 0; y < page.Height; y++)
        {
            page.Bits.AsSpan(y * page.Stride, page.Stride).CopyTo(row);
            if (!tiff.WriteScanline(row, y))
            {
                throw new InvalidOperationException("A page cannot be written.");
            }
        }

        tiff.WriteDirectory();
    }

    /// <summary>A stream that its maker closes.</summary>
    private sealed class OpenStream : TiffStream
    {
        [SuppressMessage("Style", "IDE0060", Justification = "The library's own signature.")]
        public override void Close(object clientData)
        {
        }
    }
}
