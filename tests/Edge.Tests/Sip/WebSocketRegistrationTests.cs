using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Sip;

[Collection(EdgeCollection.Name)]
public sealed class WebSocketRegistrationTests(EdgeFixture fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    [Theory]
    [InlineData("SHA-256")]
    [InlineData("MD5")]
    public async Task ABrowserRegistersWithDigest_AndItsBindingEndsWithTheConnection(string algorithm)
    {
        await using (var page = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004"))
        {
            page.Algorithm = algorithm;
            var answer = await page.RegisterAsync();

            Assert.Equal(200, answer.Status);
            Assert.StartsWith($"<{page.Contact}>;expires=300;+sip.instance=\"{page.Instance}\";reg-id=1", answer.Header("Contact"), StringComparison.Ordinal);
            var device = Assert.Single(await DevicesAsync());
            Assert.Equal((page.Contact, "ws"), (device.Uri, device.Transport));
            page.Drop();
        }

        await UntilDevicesAsync(0);
    }

    [Fact]
    public async Task TheSameDeviceOnASecondConnectionKeepsItsBinding_WhenTheFirstOneCloses()
    {
        await using var first = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004");
        await using var second = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004");
        second.Instance = first.Instance;
        var device = $"<{first.Contact}>;+sip.instance=\"{first.Instance}\";reg-id=1";
        Assert.Equal(200, (await first.RegisterAsync(contacts: $"Contact: {device}\r\nContact: <sip:other@{first.Host};transport=ws>\r\n")).Status);
        Assert.Equal(200, (await second.RegisterAsync()).Status);
        Assert.Equal(2, (await DevicesAsync()).Length);

        await first.CloseAsync();

        Assert.Equal(second.Contact, Assert.Single(await UntilDevicesAsync(1)).Uri);
        Assert.Equal(200, (await second.RegisterAsync(expires: 0)).Status);
        Assert.Empty(await DevicesAsync());
    }

    [Fact]
    public async Task SeveralContactsOfOneRegisterAreSeveralBindings_AndAllEndWithTheConnection()
    {
        await using (var page = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004"))
        {
            var answer = await page.RegisterAsync(contacts: $"Contact: <{page.Contact}>;expires=90, <sip:other@{page.Host};transport=ws>;expires=120\r\n");

            Assert.Equal(200, answer.Status);
            Assert.Equal(2, (await DevicesAsync()).Length);
        }

        await UntilDevicesAsync(0);
    }

    [Fact]
    public async Task ACallToABrowserGoesByItsConnection()
    {
        await using var page = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004");
        await using var caller = new TestPhone("1001", fixture.Edge.Udp);
        await using var rtp = new RtpPort();
        Assert.Equal(200, (await page.RegisterAsync()).Status);

        var calling = caller.InviteAsync("1004", SdpText.Audio(rtp.Local));
        var invite = await page.ReceiveAsync("the INVITE", m => m.Method == "INVITE");
        Assert.Equal($"INVITE {page.Contact} SIP/2.0", invite.StartLine);
        Assert.StartsWith($"SIP/2.0/WS 127.0.0.1:{fixture.Edge.WebUrl.Port};", invite.Header("Via"), StringComparison.Ordinal);
        Assert.EndsWith($"@127.0.0.1:{fixture.Edge.WebUrl.Port};transport=ws", invite.ContactUri, StringComparison.Ordinal);
        await page.RespondAsync(invite, 486, "Busy Here");

        await page.ReceiveAsync("the ACK", m => m.Method == "ACK" && m.CallId == invite.CallId);
        Assert.Equal(486, (await calling).Response.Status);
        Assert.Equal(200, (await page.RegisterAsync(expires: 0)).Status);
    }

    private async Task<ImmutableArray<DeviceView>> DevicesAsync()
    {
        var user = new UserId(new TenantId("demo"), "agent4");
        using (TenantScope.Enter(user.Tenant.Value))
        {
            return await fixture.Edge.Services.GetRequiredService<IGrainFactory>().GetGrain<IUserGrain>(user.Key).Devices();
        }
    }

    private Task<ImmutableArray<DeviceView>> UntilDevicesAsync(int count) => Eventually.GetAsync($"{count} devices", Soon, DevicesAsync, devices => devices.Length == count);
}
