using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using RtcCluster.Media.Fax;

namespace RtcCluster.Media.Tests.Fax;

public class FaxFileTests
{
    [Fact]
    public void APdf_NamesEachObjectWhereItIs()
    {
        var file = FaxPdf.Write(TestPages.Two);
        var text = Encoding.Latin1.GetString(file);

        Assert.StartsWith("%PDF-1.4", text, StringComparison.Ordinal);
        var table = int.Parse(text[(text.LastIndexOf("startxref", StringComparison.Ordinal) + 10)..].Split('\n')[0], CultureInfo.InvariantCulture);
        var lines = text[table..].Split('\n');
        Assert.Equal(("xref", "0 9"), (lines[0], lines[1]));
        for (var number = 1; number < 9; number++)
        {
            var offset = int.Parse(lines[number + 2][..10], CultureInfo.InvariantCulture);
            Assert.StartsWith($"{number} 0 obj", text[offset..], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void APdf_HoldsThePagesAsT6()
    {
        var text = Encoding.Latin1.GetString(FaxPdf.Write([TestPages.Two[0]]));
        var begin = text.IndexOf("/CCITTFaxDecode", StringComparison.Ordinal);
        var stream = text.IndexOf("stream\n", begin, StringComparison.Ordinal) + 7;
        var picture = Encoding.Latin1.GetBytes(text[stream..text.IndexOf("\nendstream", stream, StringComparison.Ordinal)]);

        Assert.Equal(FaxTiff.Encode(TestPages.Two[0]), picture);
        Assert.Contains("/MediaBox [0 0 609.88 404.08]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void APreview_HasThePagesShapeAndShades()
    {
        // The left half is black.
        var page = new FaxPage(1728, 2292, 204, 196, new byte[216 * 2292]);
        for (var y = 0; y < page.Height; y++)
        {
            page.Bits.AsSpan(y * 216, 108).Fill(0xFF);
        }

        var png = FaxPreview.Write(page, 144);

        Assert.Equal([0x89, 0x50, 0x4E, 0x47], png[..4]);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        Assert.Equal((144, 199), (width, height));
        var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33));
        using var zlib = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        var shades = rows.ToArray();
        Assert.Equal(145 * 199, shades.Length);
        Assert.Equal((0, 0, 255), (shades[0], shades[1], shades[144]));
    }
}
