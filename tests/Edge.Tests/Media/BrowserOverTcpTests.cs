using System.Net;
using System.Net.Sockets;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>Browsers that have TCP alone (RFC 6544), and what else comes to that port.</summary>
public sealed class BrowserOverTcpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly LegId Second = new(2);

    [Fact]
    public async Task ABrowserWithoutUdpTalksWithATelephone()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone(overTcp: true);
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Connect(call, browser, phone));
        await host.SecureAsync(browser);
        await TalkAsync(port, browser, phone);
        Assert.Equal(1, host.Metric("rtc_media_tcp_connections"));
        await host.DoAsync(call.CloseAll);
        await browser.Goodbye.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task ABrowserOverTcpAndOneOverUdpHearEachOther()
    {
        await using var host = new ShardUnderTest();
        using var one = new WebPhone(overTcp: true);
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
        Assert.Equal([1, 2, 3], (await HeardAsync(two))[0].Payload);
        Assert.Equal([4, 5], (await HeardAsync(one))[0].Payload);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task AConnectionThatBreaksIsSentNothing_AndTheLegWaitsForTheNextCheck()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone(overTcp: true);
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Connect(call, browser, phone));
        await host.SecureAsync(browser);
        browser.StopReading();
        browser.Hangs();
        await Eventually.IsTrueAsync("the connection to be forgotten", Patience, () => Task.FromResult(host.Metric("rtc_media_tcp_connections") == 0));
        var sent = await host.DoAsync(() => host.Shard.Counters.Sent);
        await phone.SpeakAsync(440, port, TimeSpan.FromMilliseconds(60));
        Assert.Equal(sent, await host.DoAsync(() => host.Shard.Counters.Sent));
        Assert.Equal(1, await host.DoAsync(() => host.Shard.WebRtc!.Peers));
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task ABrowserThatDoesNotReadIsCut_AndTheOtherLegIsNotHeldUp()
    {
        await using var host = new ShardUnderTest(tcp: new WebRtcTcpBounds { Blocked = TimeSpan.FromMilliseconds(300) });
        using var browser = new WebPhone(overTcp: true);
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Connect(call, browser, phone));
        await host.SecureAsync(browser);
        browser.StopReading();
        var flood = FloodAsync(phone, port, host);
        await Eventually.IsTrueAsync("it to be cut", TimeSpan.FromSeconds(30), () => Task.FromResult(host.Metric("rtc_media_tcp_ended{slow}") == 1));
        await flood;
        Assert.Equal(0, host.Metric("rtc_media_tcp_connections"));
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task StrangersAreFewForEachAddress_HaveLittleTime_AndABrowserFromElsewhereIsTaken()
    {
        await using var host = new ShardUnderTest(tcp: new WebRtcTcpBounds { StrangersPerAddress = 3, Stranger = TimeSpan.FromMilliseconds(500) });
        using var browser = new WebPhone(overTcp: true);
        await using var phone = new RtpPort();
        var strangers = Enumerable.Range(0, 8).Select(_ => ConnectFrom("127.0.0.66", host.OverTcp)).ToList();
        await Eventually.IsTrueAsync("five to be refused", Patience, () => Task.FromResult(host.Metric("rtc_media_tcp_ended{refused}") == 5));
        Assert.Equal(3, host.Metric("rtc_media_tcp_connections"));

        // What is well framed and nobody's does not keep a connection.
        strangers.ForEach(static s => new Thread(() => Garbage(s)) { IsBackground = true }.Start());
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Connect(call, browser, phone));
        await host.SecureAsync(browser);
        await TalkAsync(port, browser, phone);
        await Eventually.IsTrueAsync("the strangers to be cut", Patience, () => Task.FromResult(host.Metric("rtc_media_tcp_ended{idle}") == 3));
        Assert.Equal(1, host.Metric("rtc_media_tcp_connections"));
        await TalkAsync(port, browser, phone);
        strangers.ForEach(static s => s.Dispose());
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task AFrameThatIsTooLongEndsItsConnection()
    {
        await using var host = new ShardUnderTest();
        using var stranger = ConnectFrom("127.0.0.1", host.OverTcp);
        stranger.Send([0xFF, 0xFF, 1, 2, 3]);
        await Eventually.IsTrueAsync("it to be cut", Patience, () => Task.FromResult(host.Metric("rtc_media_tcp_ended{malformed}") == 1));
        Assert.Equal(0, host.Metric("rtc_media_tcp_connections"));
    }

    private static void Garbage(Socket socket)
    {
        try
        {
            while (socket.Send([0, 3, 99, 1, 2]) > 0)
            {
                Thread.Yield();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private static async Task FloodAsync(RtpPort phone, IPEndPoint port, ShardUnderTest host)
    {
        while (host.Metric("rtc_media_tcp_ended{slow}") == 0)
        {
            await phone.BurstAsync(port, 200);
        }
    }

    private static Socket ConnectFrom(string address, IPEndPoint to)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        socket.Connect(to);
        return socket;
    }

    private static IPEndPoint Connect(MediaCall call, WebPhone browser, RtpPort phone)
    {
        call.Open(new OpenMedia(LegId.First, browser.Offer(), null, false, false), default);
        call.Open(new OpenMedia(Second, null, LegId.First, false, false), default);
        var port = SdpText.AudioOf(call.Describe(Second)!);
        call.Accept(new AcceptMedia(Second, SdpText.Audio(phone.Local)));
        call.Connect(new ConnectMedia(LegId.First, Second));
        browser.Connect(call.Describe(LegId.First)!);
        return port;
    }

    private static async Task TalkAsync(IPEndPoint port, WebPhone browser, RtpPort phone)
    {
        var (heardBefore, phoneBefore) = (browser.Heard.Count, phone.Packets);
        for (var i = 0; i < 10; i++)
        {
            browser.Speak(0, [.. Enumerable.Repeat((byte)i, 160)], 160);
        }

        await phone.SpeakAsync(440, port, TimeSpan.FromMilliseconds(200));
        await Eventually.GetAsync("what the browser says", Patience, () => Task.FromResult(phone.Packets - phoneBefore), static n => n == 10);
        await Eventually.GetAsync("what the telephone says", Patience, () => Task.FromResult(browser.Heard.Count - heardBefore), static n => n == 10);
    }

    private static Task<IReadOnlyList<(int PayloadType, byte[] Payload)>> HeardAsync(WebPhone browser) =>
        Eventually.GetAsync("a packet", Patience, () => Task.FromResult(browser.Heard), static h => h.Count > 0);
}
