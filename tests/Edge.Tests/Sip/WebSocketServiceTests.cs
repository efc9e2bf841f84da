using System.Net;
using System.Net.WebSockets;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Sip;

public sealed class WebSocketServiceTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OverHttpsItIsWss_BoundedPerSource_AndAStopSaysGoodBye()
    {
        await using var edge = await EdgeUnderTest.StartAsync(
            ("Web:Url", $"https://127.0.0.1:{FreePorts.Take()}"), ("Sip:MaxConnectionsPerSource", "1"), ("Sip:WebSocketOrigins", "https://crm.example, https://other.example:8443"));
        await using var caller = new TestPhone("1001", edge.Udp);
        await using var rtp = new RtpPort();
        await using var page = await WebSocketPhone.ConnectAsync(edge.WebUrl, "1004", origin: "https://crm.example");
        Assert.Equal(200, (await page.RegisterAsync()).Status);

        var calling = caller.InviteAsync("1004", SdpText.Audio(rtp.Local));
        var invite = await page.ReceiveAsync("the INVITE", m => m.Method == "INVITE");
        Assert.StartsWith($"SIP/2.0/WSS 127.0.0.1:{edge.WebUrl.Port};", invite.Header("Via"), StringComparison.Ordinal);
        Assert.EndsWith(";transport=ws", invite.ContactUri, StringComparison.Ordinal);
        await page.RespondAsync(invite, 486, "Busy Here");
        Assert.Equal(486, (await calling).Response.Status);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => WebSocketPhone.ConnectAsync(edge.WebUrl, "1003"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(1, edge.Metric("sip_refused{connections}"));
        await using var neighbour = await WebSocketPhone.ConnectAsync(edge.WebUrl, "1003", address: "127.0.0.81");

        await Task.WhenAll(edge.StopAsync(), page.Closed, neighbour.Closed).WaitAsync(TimeSpan.FromSeconds(35), Stop);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, page.CloseStatus);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, neighbour.CloseStatus);
    }

    [Fact]
    public async Task AClosedConnectionMakesRoomForTheNext()
    {
        await using var edge = await EdgeUnderTest.StartAsync(("Sip:MaxConnectionsPerSource", "1"));
        await using (var page = await WebSocketPhone.ConnectAsync(edge.WebUrl, "1004"))
        {
            page.Drop();
        }

        await using var next = await Eventually.GetAsync("room", Soon, () => TryConnectAsync(edge), page => page is not null);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task SwitchedOffItIsNotThere()
    {
        await using var edge = await EdgeUnderTest.StartAsync(("Sip:WebSocket", "false"));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => WebSocketPhone.ConnectAsync(edge.WebUrl, "1004"));

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.DoesNotContain(edge.Edge.Listeners, listener => listener.Transport == RtcCluster.Sip.Agent.SipTransport.Ws);
    }

    private static async Task<WebSocketPhone?> TryConnectAsync(EdgeUnderTest edge)
    {
        try
        {
            return await WebSocketPhone.ConnectAsync(edge.WebUrl, "1004");
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return null;
        }
    }
}
