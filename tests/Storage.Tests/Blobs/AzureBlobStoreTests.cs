using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Blobs;
using RtcCluster.TestKit.Azurite;

namespace RtcCluster.Storage.Tests.Blobs;

/// <summary>The store on Azure, against Azurite. Each test has a container of its own.</summary>
public sealed class AzureBlobStoreTests : BlobStoreContract, IClassFixture<AzureBlobStoreTests.Account>, IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Account _account;
    private readonly AzureBlobStore? _store;

    public AzureBlobStoreTests(Account account)
    {
        _account = account;
        Assert.SkipUnless(AzuriteServer.IsInstalled, AzuriteServer.Missing);
        _store = Open(account.Server!.ConnectionString);
    }

    protected override IBlobStore Store => _store!;

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task WritesWhatIsLargerThanOneBlock()
    {
        var content = new byte[20 << 20];
        new Random(18).NextBytes(content);

        await Store.WriteAsync("t/large", new MemoryStream(content), Ct);

        await using var read = (await Store.OpenReadAsync("t/large", 8 << 20, 4, Ct))!;
        var part = new byte[4];
        await read.ReadExactlyAsync(part, Ct);
        Assert.Equal(content[(8 << 20)..((8 << 20) + 4)], part);
        Assert.Equal(content.Length, (await Store.FindAsync("t/large", Ct))!.Length);
    }

    [Fact]
    public async Task ListsMoreThanAPage()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 5_010), Ct, async (i, ct) => await Store.WriteAsync($"many/{i:0000}", Bytes("x"), ct));

        Assert.Equal(Enumerable.Range(0, 5_010).Select(i => $"many/{i:0000}"), await PathsAsync("many"));
    }

    [Fact]
    public async Task AStoreThatIsAway_IsSaidSo_WithinItsRetries()
    {
        var other = await AzuriteServer.StartAsync();
        var away = Open(other.ConnectionString);
        await other.DisposeAsync();

        await Assert.ThrowsAsync<BlobStoreAwayException>(() => away.WriteAsync("a", Bytes("x"), Ct));
        await Assert.ThrowsAsync<BlobStoreAwayException>(() => away.OpenReadAsync("a", ct: Ct));
        await Assert.ThrowsAsync<BlobStoreAwayException>(() => away.DeleteAsync("a", Ct));
        await Assert.ThrowsAsync<BlobStoreAwayException>(async () =>
        {
            await foreach (var _ in away.ListAsync("", Ct))
            {
            }
        });
    }

    private AzureBlobStore Open(string connection) => new(
        new BlobOptions { Provider = BlobProvider.AzureBlob, ConnectionString = connection, Container = $"test-{Guid.NewGuid():N}" }, new StorageMetrics(_services.GetRequiredService<IMeterFactory>()));

    /// <summary>One Azurite for all tests of the class.</summary>
    public sealed class Account : IAsyncLifetime
    {
        public AzuriteServer? Server { get; private set; }

        public async ValueTask InitializeAsync() => Server = AzuriteServer.IsInstalled ? await AzuriteServer.StartAsync() : null;

        public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
