using System.Net.Sockets;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Dtls;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>A shard with browsers: real sockets, ICE, DTLS and SRTP.</summary>
public sealed class BrowserLegTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly LegId Second = new(2);

    [Fact]
    public async Task ABrowserAndATelephoneHearEachOther()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Conversation.Connect(call, browser, phone));
        await host.SecureAsync(browser);
        await Conversation.TalkAsync(port, browser, phone);
        Assert.True(host.Shard.Counters.IceChecks[0] > 0);
        Assert.Contains(host.Reported, static r => r is MediaUp);
        await host.DoAsync(call.CloseAll);
        await browser.Goodbye.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task OpusPassesBetweenTwoBrowsers()
    {
        await using var host = new ShardUnderTest();
        using var one = new WebPhone();
        using var two = new WebPhone();
        var call = await host.NewCallAsync();
        await host.DoAsync(() =>
        {
            call.Open(new OpenMedia(LegId.First, one.Offer(), null, false, false), default);
            call.Open(new OpenMedia(Second, two.Offer(), LegId.First, false, false), default);
            call.Connect(new ConnectMedia(LegId.First, Second));
            two.Connect(call.Describe(Second)!);
            one.Connect(call.Describe(LegId.First)!);
        });
        await host.SecureAsync(one);
        await host.SecureAsync(two);
        one.Speak(111, [1, 2, 3], 960);
        two.Speak(111, [4, 5], 960);
        await HeardAsync(two, [1, 2, 3], 111);
        await HeardAsync(one, [4, 5], 111);
        await host.DoAsync(call.CloseAll);
    }

    [Theory]
    [InlineData(OpusUse.Always, "111 0 110")]
    [InlineData(OpusUse.BetweenBrowsers, "0 126")]
    [InlineData(OpusUse.Never, "0 126")]
    public async Task ABrowserAloneIsAnsweredAsTheConfigurationSays_RecordedOrNot(OpusUse use, string formats)
    {
        await using var host = new ShardUnderTest(opus: use);
        foreach (var isRecorded in (bool[])[false, true])
        {
            using var browser = new WebPhone();
            var call = await host.NewCallAsync();
            var answer = await host.DoAsync(() =>
            {
                call.Open(new OpenMedia(LegId.First, browser.Offer(), null, isRecorded, false), default);
                return call.Describe(LegId.First)!;
            });
            Assert.Contains($"m=audio {host.WebRtc.Port} UDP/TLS/RTP/SAVPF {formats}\r\n", answer, StringComparison.Ordinal);
            await host.DoAsync(call.CloseAll);
        }
    }

    [Fact]
    public async Task WhereNothingDecodesOpusABrowserIsNotOfferedIt()
    {
        await using var host = new ShardUnderTest(opus: OpusUse.Always, transcodesOpus: false);
        var call = await host.NewCallAsync();
        var offer = await host.DoAsync(() => Conversation.Invite(call));
        Assert.Contains($"m=audio {host.WebRtc.Port} UDP/TLS/RTP/SAVPF 0 8 101\r\n", offer, StringComparison.Ordinal);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task ABrowserHearsATelephoneInOpus()
    {
        await using var host = new ShardUnderTest(opus: OpusUse.Always);
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Conversation.Connect(call, browser, phone));
        await host.SecureAsync(browser);
        await phone.SpeakAsync(440, port, TimeSpan.FromMilliseconds(200));
        var heard = await Eventually.GetAsync("what the telephone says", Patience, () => Task.FromResult(browser.Heard), static h => h.Count == 10);
        Assert.All(heard, static h => Assert.True(h.PayloadType == 111 && OpusPacket.TryRead(h.Payload, out var packet) && packet.Samples == 960));
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task APageThatIsLoadedAnewTakesTheLegOver_AndTheOldOneIsToldGoodbye()
    {
        await using var host = new ShardUnderTest();
        using var before = new WebPhone();
        using var after = new WebPhone();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Conversation.Connect(call, before, phone));
        await host.SecureAsync(before);
        await Conversation.TalkAsync(port, before, phone);
        await host.DoAsync(() =>
        {
            call.Reoffer(new ReofferMedia(LegId.First, after.Offer(), false));
            after.Connect(call.Describe(LegId.First)!);
        });
        await host.SecureAsync(after);
        await before.Goodbye.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Conversation.TalkAsync(port, after, phone);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task APageThatIsLeftIsSentNothing_AndItsLegIsNotEnded()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Conversation.Connect(call, browser, phone));
        await host.SecureAsync(browser);
        browser.Leave();
        await Eventually.IsTrueAsync("the connection to be forgotten", Patience, async () => await host.DoAsync(() => host.Shard.WebRtc!.Peers) == 0);
        var sent = await host.DoAsync(() => host.Shard.Counters.Sent);
        await phone.SpeakAsync(440, port, TimeSpan.FromMilliseconds(100));
        Assert.Equal(sent, await host.DoAsync(() => host.Shard.Counters.Sent));
        Assert.NotNull(await host.DoAsync(() => call.Describe(LegId.First)));
        Assert.DoesNotContain(host.Reported, static r => r is MediaLost);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task ACertificateThatTheOfferDidNotNameGetsNoKeys()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone(showsAnother: true);
        var call = await host.NewCallAsync();
        await host.DoAsync(() => Conversation.Answer(call, browser));
        Assert.Equal(DtlsStatus.Alert, (await browser.Secured.WaitAsync(Patience, TestContext.Current.CancellationToken)).Status);
        await Eventually.IsTrueAsync("the connection to be forgotten", Patience, async () => await host.DoAsync(() => host.Shard.WebRtc!.Peers) == 0);
        await Eventually.IsTrueAsync("the refusal to be counted", Patience, () => Task.FromResult(host.Metric("rtc_dtls_handshakes{FingerprintMismatch}") == 1));
        // Counted by the handshake's thread, told by the shard's.
        var refusals = await Eventually.GetAsync("the refusal to be told", Patience, () => host.DoAsync(() => host.Reported.OfType<MediaRefused>().ToArray()), static told => told.Length > 0);
        Assert.Equal(488, Assert.Single(refusals).Failure.SipCode);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task BeyondTheLimitAHandshakeWaits_AndSucceedsWhenAPlaceIsFree()
    {
        await using var host = new ShardUnderTest(maxHandshakes: 1);
        using var stuck = new WebPhone(shakesHands: false);
        using var browser = new WebPhone();
        var first = await host.NewCallAsync();
        var second = await host.NewCallAsync();
        await host.DoAsync(() => Conversation.Answer(first, stuck));
        await Eventually.IsTrueAsync("a handshake that gets no further", Patience, () =>
        {
            // The beginning of a record of a handshake, and nothing behind it.
            stuck.Send([22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
            return Task.FromResult(host.Handshakes.Running == 1);
        });
        await host.DoAsync(() => Conversation.Answer(second, browser));
        await Eventually.IsTrueAsync("one that waits", Patience, () => Task.FromResult(host.Handshakes.Waiting == 1));
        Assert.False(browser.Secured.IsCompleted);
        await host.DoAsync(first.CloseAll);
        await host.SecureAsync(browser);
        await host.DoAsync(second.CloseAll);
    }

    [Fact]
    public async Task FloodsOfStrangersAreDroppedAndCounted_AndTheCallDoesNotNotice()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Conversation.Connect(call, browser, phone));
        await host.SecureAsync(browser);
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        const int Each = 500;
        byte[] rtp = [0x80, 0, .. new byte[170]];
        byte[] dtls = [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
        byte[] stun = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, .. new byte[12]];
        for (var i = 0; i < Each; i++)
        {
            stranger.SendTo(rtp, host.WebRtc);
            stranger.SendTo(dtls, host.WebRtc);
            stranger.SendTo(stun, host.WebRtc);
            stranger.SendTo(stun.AsSpan(0, 10), host.WebRtc);
            stranger.SendTo([99, 1, 2], host.WebRtc);
            browser.Send(rtp);
            if (i % 10 == 0)
            {
                // So that what is sent is also received.
                await host.DoAsync(static () => { });
            }
        }

        await Conversation.TalkAsync(port, browser, phone);
        var counters = host.Shard.Counters;
        await Eventually.IsTrueAsync("the drops to be counted", Patience, () => Task.FromResult(host.Metric("rtc_srtp_dropped{forged}") == Each));
        Assert.Equal(2 * Each, counters.DroppedStranger);
        Assert.Equal(Each, counters.DroppedMalformed);
        Assert.Equal(Each, host.Metric("rtc_ice_checks{Malformed}"));
        Assert.Equal(Each, host.Metric("rtc_ice_checks{UnknownUsername}"));
        Assert.Equal(0, host.Handshakes.Running);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task WhenThePortIsFullAFurtherBrowserIsRefused()
    {
        await using var host = new ShardUnderTest(bounds: new RtcCluster.Media.Ice.UfragTableOptions { MaxLegs = 1 });
        using var one = new WebPhone();
        using var two = new WebPhone();
        var call = await host.NewCallAsync();
        await host.DoAsync(() =>
        {
            call.Open(new OpenMedia(LegId.First, one.Offer(), null, false, true), default);
            call.Open(new OpenMedia(Second, two.Offer(), null, false, true), default);
        });
        var failure = Assert.IsType<MediaRefused>(Assert.Single(host.Reported, static r => r.Leg == Second)).Failure;
        Assert.Equal((503, 5), (failure.SipCode, failure.RetryAfterSeconds));
        await host.DoAsync(call.CloseAll);
    }

    private static async Task HeardAsync(WebPhone browser, byte[] payload, int payloadType)
    {
        var heard = await Eventually.GetAsync("a packet", Patience, () => Task.FromResult(browser.Heard), static h => h.Count > 0);
        Assert.Equal(payloadType, heard[0].PayloadType);
        Assert.Equal(payload, heard[0].Payload);
    }
}
