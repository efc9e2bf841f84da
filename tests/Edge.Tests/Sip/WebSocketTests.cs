using System.Net;
using System.Net.WebSockets;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Sip;

[Collection(EdgeCollection.Name)]
public sealed class WebSocketTests(EdgeFixture fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("msrp")]
    [InlineData("SIP")]
    public async Task Rfc7118_4_WithoutTheSubprotocolNobodyComesIn(string? protocol)
    {
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004", protocol));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task ARequestThatWantsNoWebSocketIsToldSo()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(fixture.Edge.WebUrl, "/sip"), Stop);

        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        Assert.Equal("websocket", answer.Headers.Upgrade.ToString());
    }

    [Fact]
    public async Task AForeignPageMayNotConnect_OurOwnMay()
    {
        var refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004", origin: "https://evil.example"));
        await using var page = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004", origin: fixture.Edge.WebUrl.GetLeftPart(UriPartial.Authority));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(200, (await page.AskAsync(Options(page))).Status);
    }

    [Theory]
    [InlineData(WebSocketMessageType.Text, 7)]
    [InlineData(WebSocketMessageType.Binary, 1)]
    [InlineData(WebSocketMessageType.Binary, 4_096)]
    public async Task Rfc7118_5_AMessageInFragments_TextOrBinary_IsOneMessage(WebSocketMessageType type, int piece)
    {
        await using var page = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004");
        var request = Options(page);

        await page.SendAsync(request, type, piece);

        var answer = await page.FinalAsync(SipText.Parse(System.Text.Encoding.UTF8.GetBytes(request)));
        Assert.Equal(200, answer.Status);
        Assert.StartsWith($"SIP/2.0/WS {page.Host};", answer.Header("Via"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rfc7118_6_ADoubleLineBreakIsAnsweredWithOne_AndASingleOneWithNothing()
    {
        await using var page = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004");

        await page.SendAsync("\r\n");
        await page.SendAsync("\r\n\r\n");

        var pong = await page.ReceiveAsync("the answer to a keep-alive", _ => true);
        Assert.Equal("", pong.StartLine);
        Assert.Equal(200, (await page.AskAsync(Options(page))).Status);
        await Assert.ThrowsAsync<TimeoutException>(() => page.ReceiveAsync("nothing", _ => true, TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task AMessageThatIsTooLongIsRefused_AndTheConnectionClosed()
    {
        await using var page = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004");

        await page.SendAsync(Options(page, $"X-Filler: {new string('x', 70_000)}\r\n"), WebSocketMessageType.Text, 1_000);

        Assert.Equal(513, (await page.ReceiveAsync("the refusal", m => m.IsResponse)).Status);
        await page.Closed.WaitAsync(Soon, Stop);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, page.CloseStatus);
    }

    [Fact]
    public async Task AMessageThatIsNoneIsRefused_AndTheConnectionGoesOn()
    {
        await using var page = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004");

        await page.SendAsync("hello");
        await page.SendAsync(Options(page).Replace("CSeq: 1 OPTIONS\r\n", "", StringComparison.Ordinal));

        Assert.Equal(400, (await page.ReceiveAsync("the refusal", m => m.IsResponse)).Status);
        Assert.Equal(200, (await page.AskAsync(Options(page))).Status);
    }

    [Fact]
    public async Task ATrunksAddressIsNoPassForABrowserBehindIt()
    {
        await using var page = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004", address: "127.0.0.2");

        var answer = await page.AskAsync(page.Request("INVITE", "sip:1001@demo.test", $"{TestPhone.NewId()}@page", 1, "1", $"Contact: <{page.Contact}>\r\n"));

        Assert.Equal(407, answer.Status);
    }

    [Fact]
    public async Task ClosedConnectionsLeaveNoCountBehind()
    {
        await using (var page = await WebSocketPhone.ConnectAsync(fixture.Edge.WebUrl, "1004"))
        {
            Assert.Equal(200, (await page.AskAsync(Options(page))).Status);
            Assert.True(fixture.Edge.Metric("sip_connections_active") >= 1);
            await page.CloseAsync();
            Assert.Equal(WebSocketCloseStatus.NormalClosure, page.CloseStatus);
        }

        await TestKit.Waiting.Eventually.GetAsync(
            "no connection", Soon, () => Task.FromResult(fixture.Edge.Metric("sip_connections_active")), n => n == 0);
    }

    private static string Options(WebSocketPhone page, string headers = "") =>
        page.Request("OPTIONS", "sip:demo.test", $"{TestPhone.NewId()}@page", 1, "1", headers);
}
