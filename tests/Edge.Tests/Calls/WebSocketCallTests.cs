using System.Globalization;
using System.Text.RegularExpressions;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Edge.Tests.Media;
using RtcCluster.Media.Dtls;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>Calls of SIP telephones in web pages (RFC 7118): signalling over WebSocket, media of WebRTC.</summary>
public sealed class WebSocketCallTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private const string Number = "1004";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Talk = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("active")]
    [InlineData("passive")]
    public async Task ATelephoneCallsAPage_WhichHoldsAndResumes(string setup)
    {
        var edge = fixture.Edge;
        await using var caller = new TestPhone("1001", edge.Udp);
        await using var callerRtp = new RtpPort();
        await using var page = await WebSocketPhone.ConnectAsync(edge.WebUrl, Number);
        using var media = new WebPhone();
        await page.RegisterAsync();

        var calling = caller.InviteAsync(Number, SdpText.Audio(callerRtp.Local));
        var ringing = await page.ReceiveInviteAsync();
        Assert.Contains("UDP/TLS/RTP/SAVPF", ringing.RemoteSdp, StringComparison.Ordinal);
        Assert.Contains("a=setup:actpass\r\n", ringing.RemoteSdp, StringComparison.Ordinal);
        var answer = media.Answer(ringing.RemoteSdp, setup);
        media.Connect(ringing.RemoteSdp);
        await ringing.AnswerAsync(answer);
        var call = await calling;
        await TalkAsync(media, callerRtp, call);
        Assert.Equal(1, edge.Metric("rtc_media_ports_in_use"));

        var offer = answer.Replace("a=setup:" + setup, "a=setup:actpass", StringComparison.Ordinal);
        var held = await ringing.ReinviteAsync(offer.Replace("a=sendrecv", "a=sendonly", StringComparison.Ordinal));
        Assert.Equal((200, "recvonly"), (held.Status, SdpText.DirectionOf(held.Body)));
        Assert.Contains("a=setup:" + (setup == "active" ? "passive" : "active"), held.Body, StringComparison.Ordinal);
        var resumed = await ringing.ReinviteAsync(offer);
        Assert.Equal((200, "sendrecv"), (resumed.Status, SdpText.DirectionOf(resumed.Body)));
        await TalkAsync(media, callerRtp, call);

        var bye = ringing.ReceiveAsync("BYE");
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await bye;
        await media.Goodbye.WaitAsync(Patience, Stop);
        await NothingIsLeftAsync(edge);
    }

    [Fact]
    public async Task APageCallsATelephone_RestartsIce_AndHangsUp()
    {
        var edge = fixture.Edge;
        await using var called = new TestPhone("1001", edge.Udp);
        await using var calledRtp = new RtpPort();
        await using var page = await WebSocketPhone.ConnectAsync(edge.WebUrl, Number);
        using var media = new WebPhone();
        await called.RegisterAsync();

        var shaken = edge.Metric("rtc_dtls_handshakes{Established}");
        var calling = page.InviteAsync("1001", media.Offer());
        var ringing = await called.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(calledRtp.Local));
        var call = await calling;
        media.Connect(call.RemoteSdp);
        await TalkAsync(media, calledRtp, ringing);

        var before = media.EdgeUfrag;
        Assert.Equal(200, (await call.ReinviteAsync(media.RestartIce())).Status);
        media.Restarted(call.RemoteSdp);
        Assert.NotEqual(before, media.EdgeUfrag);
        await TalkAsync(media, calledRtp, ringing);

        var bye = ringing.ReceiveAsync("BYE", Patience);
        Assert.Equal(200, (await call.SendAsync("BYE")).Status);
        await bye;
        await media.Goodbye.WaitAsync(Patience, Stop);
        Assert.Equal(shaken + 1, edge.Metric("rtc_dtls_handshakes{Established}"));
        await NothingIsLeftAsync(edge);
    }

    [Fact]
    public async Task TwoPagesHearEachOther()
    {
        var edge = fixture.Edge;
        await using var one = await WebSocketPhone.ConnectAsync(edge.WebUrl, "1003");
        await using var two = await WebSocketPhone.ConnectAsync(edge.WebUrl, Number);
        using var oneMedia = new WebPhone();
        using var twoMedia = new WebPhone();
        await two.RegisterAsync();

        var shaken = edge.Metric("rtc_dtls_handshakes{Established}");
        var calling = one.InviteAsync(Number, oneMedia.Offer());
        var ringing = await two.ReceiveInviteAsync();
        twoMedia.Connect(ringing.RemoteSdp);
        await ringing.AnswerAsync(twoMedia.Answer(ringing.RemoteSdp));
        var call = await calling;
        oneMedia.Connect(call.RemoteSdp);
        await Task.WhenAll(oneMedia.Secured, twoMedia.Secured).WaitAsync(Patience, Stop);
        await Eventually.IsTrueAsync("the edge to have both keys", Patience, () => Task.FromResult(edge.Metric("rtc_dtls_handshakes{Established}") == shaken + 2));
        oneMedia.Speak(CodecOf(call.RemoteSdp), new byte[160], 160);
        twoMedia.Speak(CodecOf(ringing.RemoteSdp), new byte[160], 160);
        foreach (var (media, codec) in new[] { (oneMedia, CodecOf(call.RemoteSdp)), (twoMedia, CodecOf(ringing.RemoteSdp)) })
        {
            Assert.Equal(codec, (await Eventually.GetAsync("the other one", Patience, () => Task.FromResult(media.Heard), static h => h.Count > 0))[0].PayloadType);
        }

        var bye = ringing.ReceiveAsync("BYE");
        Assert.Equal(200, (await call.SendAsync("BYE")).Status);
        await bye;
        await NothingIsLeftAsync(edge);
    }

    [Fact]
    public async Task ACallerWhoGivesUpTakesTheRingingAway()
    {
        var edge = fixture.Edge;
        await using var caller = await WebSocketPhone.ConnectAsync(edge.WebUrl, "1003");
        await using var page = await WebSocketPhone.ConnectAsync(edge.WebUrl, Number);
        using var media = new WebPhone();
        await page.RegisterAsync();

        var calling = caller.InviteAsync(Number, media.Offer());
        var ringing = await page.ReceiveInviteAsync();
        var invite = await caller.ReceiveAsync("180", static m => m.Status == 180);
        await caller.SendAsync(caller.Cancellation());
        await ringing.ReceiveAsync("CANCEL");
        await ringing.RespondAsync(487, "Request Terminated");
        Assert.Contains("487", (await Assert.ThrowsAsync<InvalidDataException>(() => calling)).Message, StringComparison.Ordinal);
        Assert.Equal(invite.CallId, caller.LastInvite.CallId);
        await NothingIsLeftAsync(edge);
    }

    [Fact]
    public async Task APageWhoseAnswerIsNotSecureGetsNoCall()
    {
        var edge = fixture.Edge;
        await using var caller = new TestPhone("1001", edge.Udp);
        await using var callerRtp = new RtpPort();
        await using var page = await WebSocketPhone.ConnectAsync(edge.WebUrl, Number);
        using var media = new WebPhone();
        await page.RegisterAsync();

        var calling = caller.InviteAsync(Number, SdpText.Audio(callerRtp.Local));
        var ringing = await page.ReceiveInviteAsync();
        var bye = ringing.ReceiveAsync("BYE");
        await ringing.AnswerAsync(string.Join("\r\n", media.Answer(ringing.RemoteSdp).Split("\r\n").Where(static line => !line.StartsWith("a=fingerprint", StringComparison.Ordinal))));
        await bye;
        var call = await calling;
        if (call.Response.Status == 200)
        {
            await call.ReceiveByeAsync(Patience);
        }

        await NothingIsLeftAsync(edge);
    }

    [Fact]
    public async Task APageWithAnotherCertificateThanItsAnswerNamesIsHungUp_AndItsCallerToo()
    {
        var edge = fixture.Edge;
        await using var caller = new TestPhone("1001", edge.Udp);
        await using var callerRtp = new RtpPort();
        await using var page = await WebSocketPhone.ConnectAsync(edge.WebUrl, Number);
        using var media = new WebPhone(showsAnother: true);
        await page.RegisterAsync();

        var calling = caller.InviteAsync(Number, SdpText.Audio(callerRtp.Local));
        var ringing = await page.ReceiveInviteAsync();
        await ringing.AnswerAsync(media.Answer(ringing.RemoteSdp));
        var call = await calling;
        var bye = ringing.ReceiveAsync("BYE");
        media.Connect(ringing.RemoteSdp);
        await bye;
        await call.ReceiveByeAsync(Patience);
        await NothingIsLeftAsync(edge);
    }

    [Fact]
    public async Task APageThatGoesOverToAnotherCallIsOfferedAConnectionWithAnotherCertificate()
    {
        var edge = fixture.Edge;
        await using var first = new TestPhone("1001", edge.Udp);
        await using var asking = new TestPhone("1002", edge.Udp);
        await using var firstRtp = new RtpPort();
        await using var askingRtp = new RtpPort();
        await using var page = await WebSocketPhone.ConnectAsync(edge.WebUrl, Number);
        using var before = new WebPhone();
        using var after = new WebPhone();
        await asking.RegisterAsync();
        await page.RegisterAsync();

        var calling = first.InviteAsync("1002", SdpText.Audio(firstRtp.Local));
        var call = await asking.ReceiveInviteAsync();
        await call.AnswerAsync(SdpText.Audio(askingRtp.Local));
        var firstCall = await calling;
        var consulting = asking.InviteAsync(Number, SdpText.Audio(askingRtp.Local));
        var ringing = await page.ReceiveInviteAsync();
        before.Connect(ringing.RemoteSdp);
        await ringing.AnswerAsync(before.Answer(ringing.RemoteSdp));
        var consultation = await consulting;
        await TalkAsync(before, askingRtp, consultation);

        Assert.Equal(202, (await call.SendAsync("REFER", $"Refer-To: <sip:{Number}@demo.test?Replaces={consultation.Replaces}>\r\nContact: <{asking.Contact}>\r\n")).Status);
        var moved = await ringing.ReceiveAsync("INVITE", offer => after.Answer(offer));
        Assert.Contains("UDP/TLS/RTP/SAVPF", moved.Body, StringComparison.Ordinal);
        Assert.NotEqual(FingerprintOf(ringing.Invite.Body), FingerprintOf(moved.Body));
        after.Connect(moved.Body);
        await TalkAsync(after, firstRtp, firstCall);
        await call.ReceiveAsync("BYE", Patience);
        await consultation.ReceiveByeAsync(Patience);
        var bye = ringing.ReceiveAsync("BYE");
        Assert.Equal(200, (await firstCall.HangUpAsync()).Status);
        await bye;
        await NothingIsLeftAsync(edge);
    }

    private static string FingerprintOf(string sdp) => Regex.Match(sdp, "a=fingerprint:([^\\r]+)").Groups[1].Value;

    private static int CodecOf(string sdp) => int.Parse(Regex.Match(sdp, "m=audio \\d+ \\S+ (\\d+)").Groups[1].Value, CultureInfo.InvariantCulture);

    private static async Task TalkAsync(WebPhone page, RtpPort phone, TestCall call) => await TalkAsync(page, phone, call.RemoteRtp);

    private static async Task TalkAsync(WebPhone page, RtpPort phone, IncomingCall call) => await TalkAsync(page, phone, call.RemoteRtp);

    private static async Task TalkAsync(WebPhone page, RtpPort phone, System.Net.IPEndPoint edge)
    {
        Assert.Equal(DtlsStatus.Established, (await page.Secured.WaitAsync(Patience, Stop)).Status);
        var heard = page.Heard.Count;
        await phone.SpeakAsync(440, edge, Talk);
        await Eventually.GetAsync("what the telephone says", Patience, () => Task.FromResult(page.Heard.Count - heard), static n => n > 0);

        // Who is heard by the page is the edge with its keys: nothing that the page says from now on is too early.
        var before = phone.Packets;
        for (var i = 0; i < 10; i++)
        {
            page.Speak(0, new byte[160], 160);
        }

        await Eventually.GetAsync("what the page says", Patience, () => Task.FromResult(phone.Packets - before), static n => n >= 10);
    }

    private static async Task NothingIsLeftAsync(EdgeUnderTest edge)
    {
        foreach (var gauge in new[] { "rtc_calls_active", "rtc_legs_active", "rtc_media_ports_in_use", "rtc_media_calls_active" })
        {
            await Eventually.GetAsync($"{gauge} to be 0", Patience, () => Task.FromResult(edge.Metric(gauge)), static value => value == 0);
        }
    }
}
