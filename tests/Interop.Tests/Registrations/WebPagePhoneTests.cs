using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Registrations;

/// <summary>The two libraries that web pages telephone with, unmodified, over WebSocket (RFC 7118). Both read MD5 alone, and take it from our two challenges.</summary>
[Collection(ClusterCollection.Name)]
public sealed class WebPagePhoneTests(ClusterFixture cluster)
{
    private const string Number = "1004";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("jssip", "JsSIP 3.13.8")]
    [InlineData("sipjs", "SIP.js/0.21.")]
    public async Task Registers_Asks_RegistersAnew_AndUnregisters(string library, string agent)
    {
        await using var phone = await NodePhone.ConnectAsync(library, cluster.Server.Addresses.WebUrl, Number);

        Assert.Contains(".invalid;transport=ws>;expires=", await phone.DoAsync("register", "registered"), StringComparison.Ordinal);
        var device = Assert.Single(await DevicesAsync());
        Assert.Contains("\"transport\":\"ws\"", device, StringComparison.Ordinal);
        Assert.Contains(agent, device, StringComparison.Ordinal);

        Assert.Equal("options 200", await phone.DoAsync("options", "options"));
        await phone.DoAsync("register");
        await Eventually.IsTrueAsync("a new end of the registration", Soon, async () => Assert.Single(await DevicesAsync()) != device);

        await phone.DoAsync("unregister", "unregistered");
        Assert.Empty(await DevicesAsync());
    }

    [Theory]
    [InlineData("jssip")]
    [InlineData("sipjs")]
    public async Task AWrongPassword_IsRefused(string library)
    {
        await using var phone = await NodePhone.ConnectAsync(library, cluster.Server.Addresses.WebUrl, Number, "not-the-password");

        Assert.Equal("refused 403", await phone.DoAsync("register", "refused"));
    }

    [Fact]
    public async Task ACallRingsInThePage_AndItsRefusalIsTheCallers()
    {
        // JsSIP refuses calls where there is no WebRTC, and Node has none: it rings in tests/Browser.Tests.
        await using var page = await NodePhone.ConnectAsync("sipjs", cluster.Server.Addresses.WebUrl, Number);
        await using var caller = new TestPhone("1001", cluster.Server.Addresses.SipUdp);
        await using var rtp = new RtpPort();
        await page.DoAsync("register", "registered");

        var calling = caller.InviteAsync(Number, SdpText.Audio(rtp.Local));

        Assert.Equal("ringing 1001", await page.HearAsync("ringing"));
        Assert.Equal(486, (await calling).Response.Status);
        await page.DoAsync("unregister", "unregistered");
    }

    [Theory]
    [InlineData("jssip")]
    [InlineData("sipjs")]
    public async Task APageThatIsGone_IsNoDeviceAnyMore(string library)
    {
        await using var page = await NodePhone.ConnectAsync(library, cluster.Server.Addresses.WebUrl, Number);
        await page.DoAsync("register", "registered");

        page.Kill();

        await Eventually.IsTrueAsync($"no registration of {Number}", Soon, async () => (await DevicesAsync()).Count == 0);
    }

    [Fact]
    public async Task KeepAlives_KeepAPageConnected()
    {
        // SIP.js gives its connection up when a keep-alive is not answered within a second.
        await using var page = await NodePhone.ConnectAsync("sipjs", cluster.Server.Addresses.WebUrl, Number);

        await Assert.ThrowsAsync<TimeoutException>(() => page.HearAsync("disconnected", TimeSpan.FromSeconds(4)));

        Assert.Equal("options 200", await page.DoAsync("options", "options"));
    }

    private async Task<List<string>> DevicesAsync() => [.. (await cluster.Admin.DevicesAsync()).Where(device => device.Contains(Number, StringComparison.Ordinal))];
}
