using RtcCluster.Contracts.Hub;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Edge.Tests.Media;
using RtcCluster.Media.Dtls;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>Calls of a browser through hub, grains and media.</summary>
public sealed class BrowserCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Twice what is to be heard: a page has its keys before the edge has them, and what is said between the two is lost, as it is to every browser.</summary>
    private static readonly TimeSpan Talk = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task ABrowserCallsATelephone_ItsPageIsLoadedAnew_AndTheCallLeavesNothingBehind()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        using var session = await RestClient.SignInAsync(edge.WebUrl, "agent1@demo.test", "demo");
        await using var called = new TestPhone("1002", edge.Udp);
        await using var calledRtp = new RtpPort();
        await called.RegisterAsync();
        var hub = await HubPhone.ConnectAsync(edge.WebUrl, session.Token, "browser-tab-1");
        using var page = new WebPhone();
        var dial = await hub.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-1", "1002", new OfferCard(1, page.Offer())));
        Assert.Null(dial.Failure);
        var ringing = await called.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(calledRtp.Local));
        page.Connect(await AnswerAsync(hub, 1));
        await TalkAsync(page, calledRtp, ringing);
        Assert.Equal(1, edge.Metric("rtc_media_ports_in_use"));

        await hub.DisposeAsync();
        page.Leave();
        await using var hubAnew = await HubPhone.ConnectAsync(edge.WebUrl, session.Token, "browser-tab-1");
        Assert.Equal(dial.CallId, Assert.Single(hubAnew.Welcome.Calls).CallId);
        using var pageAnew = new WebPhone();
        Assert.Null((await hubAnew.InvokeAsync<HubReceipt>("Reattach", new AnswerRequest(dial.CallId, new OfferCard(2, pageAnew.Offer())))).Failure);
        pageAnew.Connect(await AnswerAsync(hubAnew, 2));
        await TalkAsync(pageAnew, calledRtp, ringing);

        var bye = ringing.ReceiveAsync("BYE", Patience);
        Assert.Null((await hubAnew.InvokeAsync<HubReceipt>("HangUp", new CallRequest(dial.CallId))).Failure);
        await bye;
        await pageAnew.Goodbye.WaitAsync(Patience, TestContext.Current.CancellationToken);
        foreach (var gauge in new[] { "rtc_calls_active", "rtc_legs_active", "rtc_media_ports_in_use", "rtc_media_calls_active" })
        {
            await Eventually.GetAsync($"{gauge} to be 0", Patience, () => Task.FromResult(edge.Metric(gauge)), static value => value == 0);
        }

        Assert.Equal(2, edge.Metric("rtc_dtls_handshakes{Established}"));
    }

    [Fact]
    public async Task ATelephoneCallsABrowser()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        using var session = await RestClient.SignInAsync(edge.WebUrl, "agent1@demo.test", "demo");
        await using var caller = new TestPhone("1002", edge.Udp);
        await using var callerRtp = new RtpPort();
        await using var hub = await HubPhone.ConnectAsync(edge.WebUrl, session.Token, "browser-tab-1");
        var calling = caller.InviteAsync("1001", SdpText.Audio(callerRtp.Local));
        var card = await hub.WaitForAsync<CallCard>("an incoming call", static _ => true, Patience);
        using var page = new WebPhone();
        Assert.Null((await hub.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(card.CallId, new OfferCard(1, page.Offer())))).Failure);
        page.Connect(await AnswerAsync(hub, 1));
        var call = await calling;
        Assert.Equal(200, call.Response.Status);
        Assert.Equal(DtlsStatus.Established, (await page.Secured.WaitAsync(Patience, TestContext.Current.CancellationToken)).Status);
        await callerRtp.SpeakAsync(440, call.RemoteRtp, Talk);
        await Eventually.GetAsync("what the telephone says", Patience, () => Task.FromResult(page.Heard.Count), static n => n >= 10);
        page.Speak(0, new byte[160], 160);
        await Eventually.GetAsync("what the browser says", Patience, () => Task.FromResult(callerRtp.Packets), static n => n >= 1);
        await call.HangUpAsync();
        await page.Goodbye.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AnOfferWithoutAFingerprintEndsTheAttempt()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        using var session = await RestClient.SignInAsync(edge.WebUrl, "agent1@demo.test", "demo");
        await using var hub = await HubPhone.ConnectAsync(edge.WebUrl, session.Token, "browser-tab-1");
        using var page = new WebPhone();
        var offer = string.Join("\r\n", page.Offer().Split("\r\n").Where(static line => !line.StartsWith("a=fingerprint", StringComparison.Ordinal)));
        var dial = await hub.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-1", "9196", new OfferCard(1, offer)));
        var ended = await hub.WaitForAsync<CallUpdate>("the end", u => u.Call.CallId == dial.CallId && u.Call.State == HubCallState.Ended, Patience);
        Assert.Equal(488, ended.Call.End!.SipCode);
    }

    private static async Task<string> AnswerAsync(HubPhone hub, int number)
    {
        var update = await hub.WaitForAsync<CallUpdate>($"the answer to offer {number}", u => u.Answer?.Number == number, Patience);
        return update.Answer!.Sdp;
    }

    private static async Task TalkAsync(WebPhone page, RtpPort phone, IncomingCall call)
    {
        Assert.Equal(DtlsStatus.Established, (await page.Secured.WaitAsync(Patience, TestContext.Current.CancellationToken)).Status);
        await phone.SpeakAsync(440, call.RemoteRtp, Talk);
        await Eventually.GetAsync("what the telephone says", Patience, () => Task.FromResult(page.Heard.Count), static n => n >= 10);

        // Who is heard by the page is the edge with its keys: nothing that the page says from now on is too early.
        var before = phone.Packets;
        for (var i = 0; i < 10; i++)
        {
            page.Speak(0, new byte[160], 160);
        }

        await Eventually.GetAsync("what the browser says", Patience, () => Task.FromResult(phone.Packets - before), static n => n >= 10);
    }
}
