using BitMiracle.LibTiff.Classic;

namespace RtcCluster.TestKit.Fax;

/// <summary>A page of 1,728 dots a row as a test makes and compares it: bytes of eight dots, 1 is black.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Bits">The rows from the top.</param>
public sealed record FaxPicture(int Height, byte[] Bits)
{
    /// <summary>Dots of a row.</summary>
    public const int Width = 1_728;

    private const int Stride = Width / 8;

    /// <summary>A page with bars as of text, the same at each run.</summary>
    public static FaxPicture Make(int seed, int height = 1_100)
    {
        var random = new Random(seed);
        var bits = new byte[Stride * height];
        for (var bar = 0; bar < height / 20; bar++)
        {
            var (left, top, width, rows) = (random.Next(Width - 200), random.Next(height - 12), random.Next(5, 200), random.Next(2, 12));
            for (var y = top; y < top + rows; y++)
            {
                for (var x = left; x < left + width; x++)
                {
                    bits[(y * Stride) + (x >> 3)] |= (byte)(0x80 >> (x & 7));
                }
            }
        }

        return new FaxPicture(height, bits);
    }

    /// <summary>A page of noise, which no coding makes shorter: a modem sends it for half a minute.</summary>
    public static FaxPicture Dense(int seed, int height = 100)
    {
        var bits = new byte[Stride * height];
        new Random(seed).NextBytes(bits);
        return new FaxPicture(height, bits);
    }

    /// <summary>Whether the other is the same, dot by dot.</summary>
    public bool IsSame(FaxPicture other) => Height == other.Height && Bits.AsSpan().SequenceEqual(other.Bits);

    /// <summary>Writes a file of pages as a fax machine takes it.</summary>
    public static void Write(string path, IReadOnlyList<FaxPicture> pages)
    {
        using var tiff = Tiff.Open(path, "w");
        for (var number = 0; number < pages.Count; number++)
        {
            tiff.SetField(TiffTag.SUBFILETYPE, FileType.PAGE);
            tiff.SetField(TiffTag.IMAGEWIDTH, Width);
            tiff.SetField(TiffTag.IMAGELENGTH, pages[number].Height);
            tiff.SetField(TiffTag.BITSPERSAMPLE, 1);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISWHITE);
            tiff.SetField(TiffTag.COMPRESSION, Compression.CCITTFAX4);
            tiff.SetField(TiffTag.FILLORDER, FillOrder.LSB2MSB);
            tiff.SetField(TiffTag.ROWSPERSTRIP, pages[number].Height);
            tiff.SetField(TiffTag.XRESOLUTION, 204.0);
            tiff.SetField(TiffTag.YRESOLUTION, 196.0);
            tiff.SetField(TiffTag.RESOLUTIONUNIT, ResUnit.INCH);
            tiff.SetField(TiffTag.PAGENUMBER, number, pages.Count);
            for (var y = 0; y < pages[number].Height; y++)
            {
                if (!tiff.WriteScanline(pages[number].Bits.AsSpan(y * Stride, Stride).ToArray(), y))
                {
                    throw new InvalidDataException($"Row {y} of page {number} cannot be written.");
                }
            }

            tiff.WriteDirectory();
        }
    }

    /// <summary>Reads a file of pages.</summary>
    public static IReadOnlyList<FaxPicture> Read(string path)
    {
        using var tiff = Tiff.Open(path, "r") ?? throw new InvalidDataException($"{path} is no TIFF file.");
        var pages = new List<FaxPicture>();
        do
        {
            var (width, height) = (tiff.GetField(TiffTag.IMAGEWIDTH)[0].ToInt(), tiff.GetField(TiffTag.IMAGELENGTH)[0].ToInt());
            if (width != Width)
            {
                throw new InvalidDataException($"{width} dots a row.");
            }

            var isInverted = (Photometric)tiff.GetField(TiffTag.PHOTOMETRIC)[0].ToInt() == Photometric.MINISBLACK;
            var bits = new byte[Stride * height];
            var row = new byte[Math.Max(Stride, tiff.ScanlineSize())];
            for (var y = 0; y < height; y++)
            {
                if (!tiff.ReadScanline(row, y))
                {
                    throw new InvalidDataException($"Row {y} of page {pages.Count} cannot be read.");
                }

                for (var i = 0; i < Stride; i++)
                {
                    bits[(y * Stride) + i] = isInverted ? (byte)~row[i] : row[i];
                }
            }

            pages.Add(new FaxPicture(height, bits));
        }
        while (tiff.ReadDirectory());

        return pages;
    }
}
