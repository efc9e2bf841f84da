using System.Text;
using RtcCluster.Storage.Blobs;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Storage.Tests.Blobs;

/// <summary>What every blob store must do; stores on Azure and S3 run the same tests.</summary>
public abstract class BlobStoreContract
{
    protected abstract IBlobStore Store { get; }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadsWhatWasWritten()
    {
        await Store.WriteAsync("demo/recordings/c1/000001.chunk", Bytes("hello"), Ct);

        Assert.Equal("hello", await TextAsync("demo/recordings/c1/000001.chunk"));
        Assert.True(await Store.ExistsAsync("demo/recordings/c1/000001.chunk", Ct));
        Assert.Equal(("demo/recordings/c1/000001.chunk", 5L), Describe((await Store.FindAsync("demo/recordings/c1/000001.chunk", Ct))!));
    }

    [Fact]
    public async Task AFileIsMadeTheBlob_OrLeftAsItWas()
    {
        using var folder = TempFolder.Create("adopt");
        var file = folder.At("file");
        await File.WriteAllTextAsync(file, "hello", Ct);

        var adopted = await Store.TryAdoptAsync("demo/adopted/1", file, Ct);

        Assert.Equal(!adopted, File.Exists(file));
        Assert.Equal(adopted, await Store.ExistsAsync("demo/adopted/1", Ct));
        Assert.Equal("hello", adopted ? await TextAsync("demo/adopted/1") : await File.ReadAllTextAsync(file, Ct));
    }

    [Fact]
    public async Task AFileReplacesNoBlob_AndNoFileIsNone()
    {
        using var folder = TempFolder.Create("adopt");
        var file = folder.At("file");
        await File.WriteAllTextAsync(file, "new", Ct);
        await Store.WriteAsync("demo/adopted/2", Bytes("old"), Ct);

        Assert.False(await Store.TryAdoptAsync("demo/adopted/2", file, Ct));
        Assert.False(await Store.TryAdoptAsync("demo/adopted/3", folder.At("nothing"), Ct));

        Assert.Equal("old", await TextAsync("demo/adopted/2"));
        Assert.Equal("new", await File.ReadAllTextAsync(file, Ct));
        Assert.False(await Store.ExistsAsync("demo/adopted/3", Ct));
    }

    [Fact]
    public async Task WritesStreamToItsEnd()
    {
        var content = new byte[1_000_000];
        new Random(17).NextBytes(content);

        await Store.WriteAsync("big", new MemoryStream(content), Ct);

        await using var read = (await Store.OpenReadAsync("big", ct: Ct))!;
        var copy = new MemoryStream();
        await read.CopyToAsync(copy, Ct);
        Assert.Equal(content, copy.ToArray());
    }

    [Theory]
    [InlineData(0, null, "0123456789")]
    [InlineData(3, null, "3456789")]
    [InlineData(3, 4L, "3456")]
    [InlineData(3, 0L, "")]
    [InlineData(8, 100L, "89")]
    [InlineData(10, null, "")]
    [InlineData(5000, 10L, "")]
    public async Task ReadsAPart(long offset, long? length, string expected)
    {
        await Store.WriteAsync("digits", Bytes("0123456789"), Ct);

        await using var read = (await Store.OpenReadAsync("digits", offset, length, Ct))!;
        using var reader = new StreamReader(read);

        Assert.Equal(expected.Length, read.Length);
        Assert.Equal(expected, await reader.ReadToEndAsync(Ct));
    }

    [Fact]
    public async Task ReplacesBlob_WhileReaderKeepsTheOldBytes()
    {
        await Store.WriteAsync("a/b", Bytes("old"), Ct);
        await using var open = (await Store.OpenReadAsync("a/b", ct: Ct))!;

        await Store.WriteAsync("a/b", Bytes("new and longer"), Ct);

        using var reader = new StreamReader(open);
        Assert.Equal("old", await reader.ReadToEndAsync(Ct));
        Assert.Equal("new and longer", await TextAsync("a/b"));
    }

    [Fact]
    public async Task ListsFolderInOrdinalOrder_AndNothingBesideIt()
    {
        foreach (var path in new[] { "t/b/1", "t/a-b/1", "t/a/2", "t/a/1", "t/a.x", "t/aa", "tt/1", "t2" })
        {
            await Store.WriteAsync(path, Bytes(path), Ct);
        }

        Assert.Equal(["t/a-b/1", "t/a.x", "t/a/1", "t/a/2", "t/aa", "t/b/1"], await PathsAsync("t"));
        Assert.Equal(["t/a/1", "t/a/2"], await PathsAsync("t/a"));
        Assert.Equal(8, (await PathsAsync("")).Count);
        Assert.Empty(await PathsAsync("nothing"));
    }

    [Fact]
    public async Task DeletesOnce()
    {
        await Store.WriteAsync("a/b/c", Bytes("x"), Ct);

        Assert.True(await Store.DeleteAsync("a/b/c", Ct));
        Assert.False(await Store.DeleteAsync("a/b/c", Ct));
        Assert.False(await Store.ExistsAsync("a/b/c", Ct));
        Assert.Null(await Store.FindAsync("a/b/c", Ct));
        Assert.Null(await Store.OpenReadAsync("a/b/c", ct: Ct));
        Assert.Empty(await PathsAsync(""));
    }

    [Fact]
    public async Task FailedStreamLeavesTheOldBlob()
    {
        await Store.WriteAsync("a", Bytes("old"), Ct);

        await Assert.ThrowsAsync<InvalidDataException>(() => Store.WriteAsync("a", new BrokenStream(5_000), Ct));

        Assert.Equal("old", await TextAsync("a"));
        Assert.Equal(["a"], await PathsAsync(""));
    }

    [Fact]
    public async Task ManyWritersAndDeletersInOneFolderLoseNothing()
    {
        // No more at once than a store on this machine answers before its client's patience ends: a write that is sent a second time may come after the deletion.
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (i, ct) =>
        {
            await Store.WriteAsync($"busy/{i % 4}/{i}", Bytes($"{i}"), ct);
            if (i % 2 == 0)
            {
                Assert.True(await Store.DeleteAsync($"busy/{i % 4}/{i}", ct));
            }
        });

        var expected = Enumerable.Range(0, 200).Where(i => i % 2 == 1).Select(i => $"busy/{i % 4}/{i}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, await PathsAsync("busy"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a/..")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".unfinished/x")]
    [InlineData("a/.hidden")]
    [InlineData("a\\b")]
    [InlineData("C:x")]
    [InlineData("a\0b")]
    [InlineData("a\n")]
    [InlineData("~root")]
    [InlineData("a b")]
    [InlineData("a%2e%2e/b")]
    public async Task RefusesPathThatLeavesTheAlphabet(string path)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.WriteAsync(path, Bytes("x"), Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenReadAsync(path, ct: Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ExistsAsync(path, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(path, Ct));
        if (path.Length > 0)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => PathsAsync(path));
        }
    }

    [Fact]
    public async Task RefusesPathLongerThan512() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.WriteAsync(new string('a', 513), Bytes("x"), Ct));

    protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected async Task<string> TextAsync(string path)
    {
        await using var read = (await Store.OpenReadAsync(path, ct: Ct))!;
        using var reader = new StreamReader(read);
        return await reader.ReadToEndAsync(Ct);
    }

    protected async Task<List<string>> PathsAsync(string prefix)
    {
        var paths = new List<string>();
        await foreach (var blob in Store.ListAsync(prefix, Ct))
        {
            paths.Add(blob.Path);
        }

        return paths;
    }

    private static (string, long) Describe(BlobInfo blob) => (blob.Path, blob.Length);
}
