using System.Buffers.Binary;
using System.IO.Compression;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Fax;

/// <summary>A page as a small picture: PNG (RFC 2083) in shades of grey.</summary>
public static class FaxPreview
{
    private const int MostHeight = 4_096;

    /// <summary>Makes the picture, of the page's shape on paper.</summary>
    /// <param name="page">The page.</param>
    /// <param name="width">Its width in dots; a page that is narrower keeps its own.</param>
    public static byte[] Write(FaxPage page, int width)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        width = Math.Min(width, page.Width);
        var scale = (double)page.Width / width;
        var rowScale = scale * page.RowsPerInch / page.DotsPerInch;
        var height = Math.Clamp((int)Math.Round(page.Height / rowScale), 1, MostHeight);
        rowScale = (double)page.Height / height;

        var rows = new byte[(width + 1) * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                rows[(y * (width + 1)) + 1 + x] = Shade(page, x, y, scale, rowScale);
            }
        }

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8;
        Chunk(file, "IHDR"u8, head);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte Shade(FaxPage page, int x, int y, double scale, double rowScale)
    {
        var (left, top) = ((int)(x * scale), (int)(y * rowScale));
        var right = Math.Clamp((int)((x + 1) * scale), left + 1, Math.Max(left + 1, page.Width));
        var bottom = Math.Clamp((int)((y + 1) * rowScale), top + 1, Math.Max(top + 1, page.Height));
        var black = 0;
        for (var row = top; row < bottom; row++)
        {
            for (var dot = left; dot < right; dot++)
            {
                black += page.IsBlack(dot, row) ? 1 : 0;
            }
        }

        return (byte)(255 - (255 * black / ((right - left) * (bottom - top))));
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        kind.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Compute(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }
}
