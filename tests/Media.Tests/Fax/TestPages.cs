using RtcCluster.Media.Fax;

namespace RtcCluster.Media.Tests.Fax;

/// <summary>Pages with something on them, the same at each run.</summary>
internal static class TestPages
{
    public static FaxPage Make(int seed, int height = 1100, int width = FaxPage.A4Width)
    {
        var random = new Random(seed);
        var page = new FaxPage(width, height, FaxPage.FaxDotsPerInch, FaxPage.FineRowsPerInch, new byte[(width + 7) / 8 * height]);
        // Bars as of text: what there is on paper, and nothing that makes the modems send for minutes.
        for (var bar = 0; bar < height / 20; bar++)
        {
            var (left, top) = (random.Next(width - 200), random.Next(height - 12));
            for (var y = top; y < top + random.Next(2, 12); y++)
            {
                for (var x = left; x < left + random.Next(5, 200); x++)
                {
                    page.Bits[(y * page.Stride) + (x >> 3)] |= (byte)(0x80 >> (x & 7));
                }
            }
        }

        return page;
    }

    /// <summary>A page of noise, which no coding makes shorter: a modem sends it for half a minute.</summary>
    public static FaxPage Dense(int seed)
    {
        var page = new FaxPage(FaxPage.A4Width, 100, FaxPage.FaxDotsPerInch, FaxPage.FineRowsPerInch, new byte[FaxPage.A4Width / 8 * 100]);
        new Random(seed).NextBytes(page.Bits);
        return page;
    }

    public static IReadOnlyList<FaxPage> Two { get; } = [Make(1), Make(2)];

    /// <summary>Fails where a dot differs.</summary>
    public static void AreEqual(IReadOnlyList<FaxPage> expected, IReadOnlyList<FaxPage> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal((expected[i].Width, expected[i].Height), (actual[i].Width, actual[i].Height));
            Assert.True(expected[i].Bits.AsSpan().SequenceEqual(actual[i].Bits), $"page {i + 1} has other dots than were sent");
        }
    }
}
