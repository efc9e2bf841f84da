using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Baresip;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>A user whose telephones must speak SRTP, with real ones that do and do not; and a trunk that must.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RequiredSrtpTests(ClusterFixture cluster) : IAsyncLifetime
{
    private const string Sealed = "1093";
    private const string Open = "1094";
    private const double SealedTone = 600;
    private const double OpenTone = 900;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private string _admin = "";

    private Uri Web => cluster.Server.Addresses.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _admin = await Http.TokenAsync(Web, "admin@demo.test");
        await PutAsync("sealed-user", Sealed, requireSrtp: true);
        await PutAsync("open-user", Open, requireSrtp: false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var user in (string[])["sealed-user", "open-user"])
        {
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/users/{user}", _admin)).Status);
        }

        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WithSrtpOverTls_BothHearEachOther(bool calls)
    {
        await using var secured = await SealedAsync("tls", "srtp-mand");
        await using var plain = await OpenAsync();
        var (caller, callee) = calls ? (secured, plain) : (plain, secured);
        await caller.DialAsync(callee.Options.User);
        await callee.WaitForAsync("CALL_INCOMING", Soon);
        await callee.AcceptAsync();
        await callee.WaitForAsync("CALL_ESTABLISHED", Soon);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await caller.HangUpAsync();
        await callee.WaitForAsync("CALL_CLOSED", Soon);

        Assert.True(secured.Heard().Heard(OpenTone) > TimeSpan.FromSeconds(2), $"the telephone with SRTP heard {secured.Heard()}");
        Assert.True(plain.Heard().Heard(SealedTone) > TimeSpan.FromSeconds(2), $"the one without heard {plain.Heard()}");
    }

    [Theory]
    [InlineData("tls", null)]
    [InlineData("udp", null)]
    public async Task APlainOffer_Gets488(string transport, string? encryption)
    {
        await using var phone = await SealedAsync(transport, encryption);
        await using var plain = await OpenAsync();
        await phone.DialAsync(Open);
        Assert.Contains("488", (await phone.WaitForAsync("CALL_CLOSED", Soon)).Parameter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATelephoneWithoutSrtp_RefusesWhatItIsOffered()
    {
        await using var phone = await SealedAsync("tls", null);
        await using var plain = await OpenAsync();
        await plain.DialAsync(Sealed);
        var closed = await plain.WaitForAsync("CALL_CLOSED", Soon);
        Assert.DoesNotContain(plain.Seen().Split(','), static told => told.Contains("CALL_ESTABLISHED", StringComparison.Ordinal));
        Assert.NotEmpty(closed.Parameter);
    }

    [Fact]
    public async Task ATelephoneWithoutTls_CannotBeReached()
    {
        await using var phone = await SealedAsync("udp", "srtp");
        await using var plain = await OpenAsync();
        await plain.DialAsync(Sealed);
        Assert.Contains("480", (await plain.WaitForAsync("CALL_CLOSED", Soon)).Parameter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATrunkThatRequiresSrtp_NeedsTlsToEachPeer()
    {
        var plain = new { peers = new[] { new { host = "127.0.0.1", port = 5093, transport = "udp" } }, optionsSeconds = 0, enabled = false, requireSrtp = true };
        var refused = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/trunks/sealed-trunk", _admin, plain);
        Assert.True(refused.Status is 400 or 422, $"{refused.Status} {refused.Body}");
        Assert.Contains("TLS", refused.Body.ToString(), StringComparison.Ordinal);

        var tls = plain with { peers = new[] { new { host = "127.0.0.1", port = 5093, transport = "tls" } } };
        Assert.InRange((await Http.SendAsync(Web, HttpMethod.Put, "api/v1/trunks/sealed-trunk", _admin, tls)).Status, 200, 204);
        var (_, trunk) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/trunks/sealed-trunk", _admin);
        Assert.True(trunk.GetProperty("requireSrtp").GetBoolean());
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/trunks/sealed-trunk", _admin)).Status);
    }

    private Task<BaresipPhone> SealedAsync(string transport, string? encryption) => BaresipPhone.StartAsync(new BaresipOptions
    {
        User = Sealed, Tone = SealedTone, Registrar = transport == "tls" ? cluster.Tls : cluster.Udp, Transport = transport, Encryption = encryption,
    });

    private Task<BaresipPhone> OpenAsync() => BaresipPhone.StartAsync(new BaresipOptions { User = Open, Tone = OpenTone, Registrar = cluster.Udp });

    private Task PutAsync(string name, string extension, bool requireSrtp) =>
        Http.SaveUserAsync(Web, _admin, name, new { email = $"{name}@demo.test", displayName = name, extension, role = "agent", password = "demo", requireSrtp });
}
