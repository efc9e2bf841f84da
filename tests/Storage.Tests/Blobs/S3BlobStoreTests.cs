using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Blobs;
using RtcCluster.TestKit.S3;

namespace RtcCluster.Storage.Tests.Blobs;

/// <summary>The store on S3, against a service that checks every signature.</summary>
public sealed class S3BlobStoreTests : BlobStoreContract, IAsyncLifetime
{
    private const int Part = 8 << 20;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private S3Server? _server;
    private S3BlobStore? _store;

    protected override IBlobStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _server = await S3Server.StartAsync();
        _store = Open(_server.Endpoint, S3Server.SecretKey);
    }

    public async ValueTask DisposeAsync()
    {
        _store!.Dispose();
        await _server!.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData(Part - 1)]
    [InlineData(Part)]
    [InlineData(Part + 1)]
    [InlineData((2 * Part) + 17)]
    public async Task WritesStreamsInParts_AndLeavesNoneUnfinished(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);

        await Store.WriteAsync("t/large", new MemoryStream(content), Ct);

        await using var read = (await Store.OpenReadAsync("t/large", ct: Ct))!;
        var copy = new MemoryStream();
        await read.CopyToAsync(copy, Ct);
        Assert.Equal(content, copy.ToArray());
        Assert.Equal(0, _server!.Unfinished);
    }

    [Fact]
    public async Task AStreamThatBreaksInTheSecondPart_LeavesTheOldBlob_AndNoPart()
    {
        await Store.WriteAsync("a", Bytes("old"), Ct);

        await Assert.ThrowsAsync<InvalidDataException>(() => Store.WriteAsync("a", new BrokenStream(Part + 5_000), Ct));

        Assert.Equal("old", await TextAsync("a"));
        Assert.Equal(0, _server!.Unfinished);
    }

    [Fact]
    public async Task ListsMoreThanAPage()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 205), Ct, async (i, ct) => await Store.WriteAsync($"many/{i:000}", Bytes("x"), ct));

        Assert.Equal(Enumerable.Range(0, 205).Select(i => $"many/{i:000}"), await PathsAsync("many"));
    }

    [Fact]
    public async Task WhatHasNoRoom_IsSaidSo()
    {
        await Store.WriteAsync("a", Bytes("old"), Ct);
        _server!.IsFull = true;

        await Assert.ThrowsAsync<BlobStoreFullException>(() => Store.WriteAsync("a", Bytes("new"), Ct));

        Assert.Equal("old", await TextAsync("a"));
    }

    [Fact]
    public async Task AKeyThatIsWrong_AndAStoreThatIsAway_AreSaidSo()
    {
        using var stranger = Open(_server!.Endpoint, "another secret");
        await Assert.ThrowsAsync<BlobStoreAwayException>(() => stranger.WriteAsync("a", Bytes("x"), Ct));
        await Assert.ThrowsAsync<BlobStoreAwayException>(() => stranger.OpenReadAsync("a", ct: Ct));

        using var elsewhere = Open(_server!.Endpoint, S3Server.SecretKey, "no-such-bucket");
        await Assert.ThrowsAsync<BlobStoreAwayException>(() => elsewhere.WriteAsync("a", Bytes("x"), Ct));
        await Assert.ThrowsAsync<BlobStoreAwayException>(() => elsewhere.OpenReadAsync("a", ct: Ct));

        var other = await S3Server.StartAsync();
        using var away = Open(other.Endpoint, S3Server.SecretKey);
        await other.DisposeAsync();
        await Assert.ThrowsAsync<BlobStoreAwayException>(() => away.WriteAsync("a", Bytes("x"), Ct));
        await Assert.ThrowsAsync<BlobStoreAwayException>(() => away.WriteAsync("a", new MemoryStream(new byte[Part]), Ct));
        await Assert.ThrowsAsync<BlobStoreAwayException>(() => away.ExistsAsync("a", Ct));
    }

    private S3BlobStore Open(string endpoint, string secret, string bucket = S3Server.BucketName) => new(
        new BlobOptions { Provider = BlobProvider.S3, Endpoint = endpoint, Container = bucket, AccessKey = S3Server.AccessKey, SecretKey = secret },
        new StorageMetrics(_services.GetRequiredService<IMeterFactory>()));
}
