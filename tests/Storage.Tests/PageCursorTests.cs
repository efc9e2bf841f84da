namespace RtcCluster.Storage.Tests;

public sealed class PageCursorTests
{
    [Fact]
    public void ReadsWhatItWrote()
    {
        const int Seed = 20261124;
        var random = new Random(Seed);
        for (var i = 0; i < 2000; i++)
        {
            var id = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(32, 0xD7FF))]);
            var cursor = new PageCursor(DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-62_135_596_800_000, 253_402_300_799_999)), id);

            Assert.True(PageCursor.TryDecode(cursor.Encode(), out var read) && read == cursor, $"Seed {Seed}, round {i}: {cursor}");
        }
    }

    [Fact]
    public void RefusesGarbageWithoutAnException()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(1, 0x250))]);
            if (PageCursor.TryDecode(text, out var read))
            {
                Assert.True(PageCursor.TryDecode(read.Encode(), out var again) && again == read, $"Seed {Seed}, round {i}: {text}");
            }
        }
    }
}
