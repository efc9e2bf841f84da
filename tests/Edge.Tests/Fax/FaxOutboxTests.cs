using System.Net;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Membership;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Fax;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Fax;
using RtcCluster.TestKit.Folders;
using Xunit;

namespace RtcCluster.Edge.Tests.Fax;

/// <summary>The pages of a fax that is to be sent, in a real store.</summary>
public sealed class FaxOutboxTests : IAsyncDisposable
{
    private const string Prefix = "fax/demo/2026/01/02/f1/";
    private static readonly RecordingId Fax = new(new TenantId("demo"), "f1");
    private readonly TempFolder _folder = TempFolder.Create("outbox");
    private readonly TestVault _vault;
    private readonly BrokenBlobs _blobs;
    private readonly FaxOutbox _outbox;

    public FaxOutboxTests()
    {
        _vault = new TestVault(_folder.Path);
        _blobs = new BrokenBlobs(_vault.Blobs);
        var clock = new EdgeClock(TimeProvider.System);
        var sip = new SipOptions { PublicAddress = "127.0.0.1" };
        var identity = new EdgeIdentity(new ClusterMembership(null!, new Here()), Options.Create(new EdgeOptions { Name = "edge" }), Options.Create(sip), Options.Create(new MediaOptions()), clock);
        _outbox = new FaxOutbox(_vault.Over(_blobs), identity, clock);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AllPages_AreReadAsTheyWereStored()
    {
        await _outbox.StoreAsync(Fax, Prefix, Pages, Ct);

        var read = await StoredFax.ReadWholeAsync(_vault.Over(), Prefix, Ct);

        Assert.Equal(Pages.Select(page => page.Bits), read.Select(page => page.Bits));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task APageThatIsMissing_LeavesNothingToSend(int lost)
    {
        await _outbox.StoreAsync(Fax, Prefix, Pages, Ct);
        Assert.True(await _vault.Blobs.DeleteAsync((await StoredAsync()).Order(StringComparer.Ordinal).Where(path => path.EndsWith(".page", StringComparison.Ordinal)).ElementAt(lost), Ct));

        Assert.Empty(await StoredFax.ReadWholeAsync(_vault.Over(), Prefix, Ct));
        Assert.Equal(2, (await StoredFax.ReadAsync(_vault.Over(), Prefix, Ct)).Count);
    }

    [Fact]
    public async Task APageThatWasChanged_LeavesNothingToSend()
    {
        await _outbox.StoreAsync(Fax, Prefix, Pages, Ct);
        var path = (await StoredAsync()).Order(StringComparer.Ordinal).Where(path => path.EndsWith(".page", StringComparison.Ordinal)).ElementAt(1);
        await _vault.Blobs.WriteAsync(path, new byte[200], Ct);

        Assert.Empty(await StoredFax.ReadWholeAsync(_vault.Over(), Prefix, Ct));
        Assert.Equal(2, (await StoredFax.ReadAsync(_vault.Over(), Prefix, Ct)).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task AStoreThatFails_KeepsNoPages(int written)
    {
        (_blobs.Spared, _blobs.Fault) = (written, new IOException("The store is away."));

        await Assert.ThrowsAsync<IOException>(() => _outbox.StoreAsync(Fax, Prefix, Pages, Ct));

        Assert.Empty(await StoredAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _vault.DisposeAsync();
        _folder.Dispose();
    }

    private static IReadOnlyList<FaxPage> Pages { get; } = [.. Enumerable.Range(1, 3).Select(number => new FaxPage(FaxPage.A4Width, 20, FaxPage.FaxDotsPerInch, FaxPage.FineRowsPerInch, [.. Enumerable.Repeat((byte)number, 216 * 20)]))];

    private async Task<List<string>> StoredAsync()
    {
        var found = new List<string>();
        await foreach (var blob in _vault.Blobs.ListAsync(Prefix.TrimEnd('/'), Ct))
        {
            found.Add(blob.Path);
        }

        return found;
    }

    private sealed class Here : ILocalSiloDetails
    {
        public string Name => "here";

        public string ClusterId => "test";

        public string DnsHostName => "localhost";

        public SiloAddress SiloAddress { get; } = SiloAddress.New(IPAddress.Loopback, 11_111, 1);

        public SiloAddress GatewayAddress => SiloAddress;
    }
}
