using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Cluster.Draining;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Rest;
using Xunit;

namespace RtcCluster.Edge.Tests.Lifecycle;

public sealed class StopOrderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task AStopRefusesWhatIsNew_SaysByeToBothPhones_AndThenClosesItsSockets()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var caller = new TestPhone("1001", edge.Udp);
        await using var called = new TestPhone("1002", edge.Udp);
        await using var late = new TestPhone("1003", edge.Udp);
        await using var rtp = new RtpPort();
        await called.RegisterAsync();
        var calling = caller.InviteAsync("1002", SdpText.Audio(rtp.Local));
        var ringing = await called.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(rtp.Local));
        var call = await calling;
        using var http = new HttpClient { BaseAddress = edge.WebUrl };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);

        edge.Services.GetRequiredService<Drain>().Begin();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri("healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("healthz/live", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        var refused = await late.InviteAsync("1002", SdpText.Audio(rtp.Local));
        Assert.Equal((503, "10"), (refused.Response.Status, refused.Response.Header("Retry-After")));

        var byes = Task.WhenAll(call.ReceiveByeAsync(Patience), ringing.ReceiveAsync("BYE", Patience));
        var stopping = edge.StopAsync();
        foreach (var bye in await byes)
        {
            Assert.Equal("SIP ;cause=503 ;text=\"Shutdown\"", bye.Header("Reason"));
        }

        await stopping.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Empty(edge.Edge.Listeners);
    }

    [Fact]
    public async Task AStopTellsBrowsersToConnectElsewhere_WhileTheyAreStillHeard()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        using var session = await RestClient.SignInAsync(edge.WebUrl, "agent1@demo.test", "demo");
        await using var hub = await HubPhone.ConnectAsync(edge.WebUrl, session.Token, "browser-tab-1");

        var stopping = edge.StopAsync();

        Assert.Equal(10, await hub.WaitForAsync<int>("Drain", static _ => true, Patience));
        await stopping.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }
}
