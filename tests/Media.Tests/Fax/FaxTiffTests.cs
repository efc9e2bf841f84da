using System.Buffers.Binary;
using CsCheck;
using RtcCluster.Media.Fax;

namespace RtcCluster.Media.Tests.Fax;

public class FaxTiffTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsWrittenIsRead(bool forModem)
    {
        Assert.Equal(FaxTiffStatus.Ok, FaxTiff.TryRead(FaxTiff.Write(TestPages.Two, forModem), FaxLimits.Default, out var pages));

        TestPages.AreEqual(TestPages.Two, pages);
        Assert.Equal((204.0, 196.0), (pages[0].DotsPerInch, pages[0].RowsPerInch));
    }

    [Fact]
    public void PagesBeforeTheFirstThatIsWantedAreLeftOut()
    {
        Assert.Equal(FaxTiffStatus.Ok, FaxTiff.TryRead(FaxTiff.Write(TestPages.Two), FaxLimits.Default, out var pages, from: 1));

        TestPages.AreEqual([TestPages.Two[1]], pages);
    }

    [Fact]
    public void AFileThatIsTooMuchIsRefused()
    {
        var file = FaxTiff.Write(TestPages.Two);

        Assert.Equal(FaxTiffStatus.TooLarge, FaxTiff.TryRead(file, new FaxLimits { Bytes = file.Length - 1 }, out var none));
        Assert.Empty(none);
        Assert.Equal(FaxTiffStatus.TooManyPages, FaxTiff.TryRead(file, new FaxLimits { Pages = 1 }, out _));
        Assert.Equal(FaxTiffStatus.TooBig, FaxTiff.TryRead(file, new FaxLimits { Width = 1727 }, out _));
        Assert.Equal(FaxTiffStatus.TooBig, FaxTiff.TryRead(file, new FaxLimits { Height = 1099 }, out _));
    }

    [Fact]
    public void MoreDotsThanAreTakenOfAllPages_AreRefused()
    {
        var dots = TestPages.Two.Sum(page => (long)page.Width * page.Height);
        var file = FaxTiff.Write(TestPages.Two);

        Assert.Equal(FaxTiffStatus.Ok, FaxTiff.TryRead(file, new FaxLimits { Dots = dots }, out _));
        Assert.Equal(FaxTiffStatus.TooBig, FaxTiff.TryRead(file, new FaxLimits { Dots = dots - 1 }, out var none));
        Assert.Empty(none);
        byte[] bitmaps = [.. "P4 16 2\n"u8, 0, 0, 0, 0, .. "P4 8 1\n"u8, 0];
        Assert.Equal(FaxTiffStatus.Ok, FaxBitmap.TryRead(bitmaps, new FaxLimits { Dots = 40 }, out _));
        Assert.Equal(FaxTiffStatus.TooBig, FaxBitmap.TryRead(bitmaps, new FaxLimits { Dots = 39 }, out none));
        Assert.Empty(none);
    }

    [Theory]
    [InlineData(256, 65_535, FaxTiffStatus.Ok)]
    [InlineData(256, 65_536, FaxTiffStatus.Malformed)]
    [InlineData(257, 65_536, FaxTiffStatus.Malformed)]
    [InlineData(279, 1, FaxTiffStatus.Ok)]
    [InlineData(279, 1 << 20, FaxTiffStatus.Malformed)]
    public void ADirectoryThatMakesTheLibraryTakeRoom_IsRefusedBefore(int tag, int value, FaxTiffStatus expected)
    {
        var file = FaxTiff.Write([TestPages.Two[0]]);
        var directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(directory));
        var entry = Enumerable.Range(0, count).Select(i => directory + 2 + (12 * i)).Single(at => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at)) == tag);
        // One value of 32 bits (TIFF 6.0, section 2), in the entry itself.
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(entry + 2), 4);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(entry + 4), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(entry + 8), value);

        Assert.Equal(expected, TiffDirectories.Check(file, 1));
    }

    [Fact]
    public void APageThatWouldBeAsLongAsAStreet_DoesNotFit()
    {
        // 16 KB of rows of a dot each, which as wide as A4 are 26 million rows.
        Assert.Equal(FaxTiffStatus.Ok, FaxBitmap.TryRead([.. "P4 1 16000\n"u8, .. new byte[16_000]], FaxLimits.Default, out var narrow));
        var page = new FaxPage(1_000, 1_000, 118, 118, new byte[125_000]);

        Assert.False(FaxFit.Fits(narrow, FaxLimits.Default));
        Assert.True(FaxFit.Fits([page], FaxLimits.Default));
        Assert.Equal(FaxFit.ToFax(page).Height, FaxFit.RowsOf(page));
        var dots = FaxFit.RowsOf(page) * FaxPage.A4Width;
        Assert.True(FaxFit.Fits([page, page], FaxLimits.Default with { Dots = 2 * dots }));
        Assert.False(FaxFit.Fits([page, page], FaxLimits.Default with { Dots = (2 * dots) - 1 }));
        Assert.True(FaxFit.Fits(TestPages.Two, FaxLimits.Default));
    }

    [Fact]
    public void WhatIsNoTiffIsRefused()
    {
        Assert.Equal(FaxTiffStatus.NotTiff, FaxTiff.TryRead("%PDF-1.4 and so on"u8.ToArray(), FaxLimits.Default, out _));
        Assert.Equal(FaxTiffStatus.NotTiff, FaxTiff.TryRead(default, FaxLimits.Default, out _));
        Assert.Equal(FaxTiffStatus.Malformed, FaxTiff.TryRead("II*\0\0\0\0\0"u8.ToArray(), FaxLimits.Default, out _));
    }

    [Fact]
    public void ADirectoryThatLeadsToItselfIsRefused()
    {
        var file = FaxTiff.Write([TestPages.Two[0]]);
        var directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(directory));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(directory + 2 + (12 * count)), directory);

        Assert.Equal(FaxTiffStatus.Malformed, FaxTiff.TryRead(file, FaxLimits.Default, out _));
    }

    [Fact]
    public void ADirectoryThatClaimsMoreThanThereIs_IsRefused()
    {
        var file = FaxTiff.Write([TestPages.Two[0]]);
        var directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4));
        // The first entry's count: a billion values.
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(directory + 2 + 4), 1_000_000_000);

        Assert.Equal(FaxTiffStatus.Malformed, FaxTiff.TryRead(file, FaxLimits.Default, out _));
    }

    [Fact]
    public void AnythingThatIsReadHasItsBounds()
    {
        var file = FaxTiff.Write([TestPages.Make(3, height: 40, width: 256)]);
        var limits = new FaxLimits { Pages = 4, Width = 4_000, Height = 4_000 };

        // Bytes changed at random, or a beginning of the file: a status, and never an exception.
        Gen.Select(Gen.Int[0, file.Length - 1].Array[1, 6], Gen.Byte.Array[6], Gen.Int[0, file.Length]).Sample((places, values, length) =>
        {
            var changed = file.ToArray();
            for (var i = 0; i < places.Length; i++)
            {
                changed[places[i]] = values[i];
            }

            var status = FaxTiff.TryRead(changed.AsMemory(0, length), limits, out var pages);
            return status == FaxTiffStatus.Ok ? pages.All(page => page.Width <= limits.Width && page.Bits.Length == page.Stride * page.Height) : pages.Count == 0;
        }, iter: 2_000, seed: "0000000000001", threads: 1);
    }

    [Fact]
    public void APageOfAnotherMachine_BecomesAFax()
    {
        // 300 dots an inch of A4: a frame of two dots around the paper.
        var page = new FaxPage(2480, 3508, 300, 300, new byte[310 * 3508]);
        for (var y = 0; y < page.Height; y++)
        {
            page.Bits[y * page.Stride] |= 0xC0;
            page.Bits[(y * page.Stride) + 309] |= 0x03;
        }

        var fax = FaxFit.ToFax(page);

        Assert.Equal((FaxPage.A4Width, 204.0, 196.0), (fax.Width, fax.DotsPerInch, fax.RowsPerInch));
        Assert.InRange(fax.Height, 2280, 2300);
        var middle = fax.Height / 2;
        Assert.Contains(Enumerable.Range(0, 100), x => fax.IsBlack(x, middle));
        Assert.Contains(Enumerable.Range(fax.Width - 100, 100), x => fax.IsBlack(x, middle));
        Assert.DoesNotContain(Enumerable.Range(200, 1000), x => fax.IsBlack(x, middle));
        Assert.Same(fax, FaxFit.ToFax(fax));
    }
}
