using Microsoft.Extensions.Time.Testing;
using RtcCluster.Edge.Prompts;
using RtcCluster.TestKit.Folders;
using Xunit;

namespace RtcCluster.Edge.Tests.Prompts;

public sealed class SpeechCacheTests : IDisposable
{
    // A file is its samples and a header of 44 bytes.
    private const int Samples = 1_000;
    private const int File = 2_044;
    private readonly TempFolder _folder = TempFolder.Create("speech");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task WhatIsKeptIsFound_AlsoByTheNextProcess()
    {
        var samples = Enumerable.Range(-500, Samples).Select(static n => (short)n).ToArray();
        await Open(10 * File).KeepAsync("a", samples);

        Assert.Equal(samples, await Open(10 * File).FindAsync("a"));
        Assert.Null(await Open(10 * File).FindAsync("b"));
    }

    [Fact]
    public async Task WhatWasUsedLongestAgoGoes_WhenThereIsNoMoreRoom()
    {
        var cache = Open(3 * File);
        await KeepAsync(cache, "a", "b", "c");
        Assert.NotNull(await cache.FindAsync("a"));

        await KeepAsync(cache, "d");

        Assert.Equal("acd", await KeptAsync(cache));
        Assert.Equal(3 * File, cache.Bytes);
    }

    [Fact]
    public async Task TheOrderOfUseOutlivesTheProcess()
    {
        var before = Open(3 * File);
        await KeepAsync(before, "a", "b", "c");
        foreach (var (key, minute) in new[] { ("b", 1), ("c", 2), ("a", 3) })
        {
            _time.SetUtcNow(new DateTimeOffset(2027, 1, 1, 0, minute, 0, TimeSpan.Zero));
            await before.FindAsync(key);
        }

        Assert.Equal("ac", await KeptAsync(Open(2 * File)));
    }

    [Fact]
    public async Task WithoutRoomNothingIsKept()
    {
        var cache = Open(0);
        await KeepAsync(cache, "a");

        Assert.Equal((0, ""), (cache.Bytes, await KeptAsync(cache)));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task AFileThatIsGoneOrBroken_IsNoLongerKept()
    {
        var cache = Open(10 * File);
        await KeepAsync(cache, "a", "b");
        System.IO.File.Delete(_folder.At("a.wav"));
        await System.IO.File.WriteAllTextAsync(_folder.At("b.wav"), "no sound", TestContext.Current.CancellationToken);

        Assert.Equal("", await KeptAsync(cache));
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public async Task AWriteThatWasCutShort_IsSweptAway()
    {
        await System.IO.File.WriteAllTextAsync(_folder.At("a.wav.part"), "half", TestContext.Current.CancellationToken);

        Assert.Equal(0, Open(10 * File).Bytes);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task KeepAsync(SpeechCache cache, params IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            await cache.KeepAsync(key, new short[Samples]);
        }
    }

    private static async Task<string> KeptAsync(SpeechCache cache)
    {
        var kept = "";
        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            kept += await cache.FindAsync(key) is null ? "" : key;
        }

        return kept;
    }

    private SpeechCache Open(long maxBytes) => new(_folder.Path, maxBytes, _time);
}
