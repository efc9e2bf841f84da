using System.Net;
using System.Net.Sockets;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>Bad input and floods at the port of browsers: each is counted, and another call does not notice.</summary>
public sealed class BrowserAttackTests : IDisposable
{
    private const int Each = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Socket _attacker = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public BrowserAttackTests() => _attacker.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.66"), 0));

    public void Dispose() => _attacker.Dispose();

    [Fact]
    public async Task ChecksOfWhoKnowsTheFragmentButNotThePassword()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Conversation.Connect(call, browser, phone));
        await host.SecureAsync(browser);
        var check = Forged(browser.EdgeUfrag);
        await FloodAsync(host, _ => check);
        await Conversation.TalkAsync(port, browser, phone);
        var refused = host.Metric("rtc_ice_checks{BadIntegrity}");
        Assert.InRange(refused, 1, Each);

        // What is beyond the rate is not even looked into.
        Assert.Equal(Each, refused + host.Metric("rtc_ice_checks{Flood}"));
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task HandshakesOfStrangers()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Conversation.Connect(call, browser, phone));
        await host.SecureAsync(browser);
        var hello = Hello();
        await FloodAsync(host, _ => hello);
        await Conversation.TalkAsync(port, browser, phone);
        Assert.Equal(Each, host.Shard.Counters.DroppedStranger);
        Assert.Equal(0, host.Handshakes.Running);
        Assert.Equal(0, host.Metric("rtc_dtls_handshakes{Overload}"));
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task PacketsThatWereHeardBefore()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() => Conversation.Connect(call, browser, phone));
        await host.SecureAsync(browser);
        await Conversation.TalkAsync(port, browser, phone);
        var packet = browser.LastPacket;
        for (var i = 0; i < 100; i++)
        {
            browser.Send(packet);
        }

        await FloodAsync(host, _ => packet);
        await Conversation.TalkAsync(port, browser, phone);
        await Eventually.IsTrueAsync("the repetitions to be counted", Patience, () => Task.FromResult(host.Metric("rtc_srtp_dropped{replayed}") == 100));
        Assert.Equal(Each, host.Shard.Counters.DroppedStranger);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task AHandshakeThatNeverEndsIsGivenUp_AndItsBrowserMayTryAnew()
    {
        await using var host = new ShardUnderTest(dtls: DtlsOptions.Default with { Limit = TimeSpan.FromMilliseconds(600) });
        using var stuck = new WebPhone(shakesHands: false);
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var first = await host.NewCallAsync();
        var second = await host.NewCallAsync();
        await host.DoAsync(() => Conversation.Answer(first, stuck));
        var port = await host.DoAsync(() => Conversation.Connect(second, browser, phone));
        await host.SecureAsync(browser);
        var hello = Hello();
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await Eventually.IsTrueAsync("a handshake that gets no further", Patience, () =>
            {
                stuck.Send(hello);
                return Task.FromResult(host.Handshakes.Running == 1);
            });
            await Conversation.TalkAsync(port, browser, phone);
            await Eventually.IsTrueAsync("it to be given up", Patience, () => Task.FromResult(host.Metric("rtc_dtls_handshakes{TimedOut}") >= attempt));
        }

        await host.DoAsync(first.CloseAll);
        await host.DoAsync(second.CloseAll);
    }

    [Fact]
    public async Task ABrowserWithAnotherCertificate()
    {
        await using var host = new ShardUnderTest();
        using var liar = new WebPhone(showsAnother: true);
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var first = await host.NewCallAsync();
        var second = await host.NewCallAsync();
        var port = await host.DoAsync(() => Conversation.Connect(second, browser, phone));
        await host.SecureAsync(browser);
        await host.DoAsync(() => Conversation.Answer(first, liar));
        await Conversation.TalkAsync(port, browser, phone);
        await Eventually.IsTrueAsync("the refusal to be counted", Patience, () => Task.FromResult(host.Metric("rtc_dtls_handshakes{FingerprintMismatch}") == 1));
        await Conversation.TalkAsync(port, browser, phone);
        await host.DoAsync(first.CloseAll);
        await host.DoAsync(second.CloseAll);
    }

    // So that what is sent is also received: the shard is asked now and then.
    private async Task FloodAsync(ShardUnderTest host, Func<int, byte[]> datagram)
    {
        for (var i = 0; i < Each; i++)
        {
            _attacker.SendTo(datagram(i), host.WebRtc);
            if (i % 20 == 0)
            {
                await host.DoAsync(static () => { });
            }
        }
    }

    private static byte[] Forged(string ufrag)
    {
        Assert.True(IceCredentials.TryMake(ufrag, "notThePasswordOfThatLeg00", out var guessed));
        var checks = new IceControlling(
            new IceControllingOptions { Local = IceCredentials.FromRandom(new byte[IceCredentials.RandomLength]), Remote = guessed!, Destination = default, TieBreaker = 7 }, 1, 0);
        checks.Tick(0);
        while (checks.TryTake(out var effect))
        {
            if (effect.Kind == IceEffectKind.Send)
            {
                return effect.Packet.ToArray();
            }
        }

        throw new InvalidDataException("No check.");
    }

    private static byte[] Hello()
    {
        byte[]? first = null;
        var identity = DtlsIdentity.Create(DateTimeOffset.UtcNow);
        DtlsHandshake? handshake = null;
        using (handshake = new DtlsHandshake(
            identity,
            datagram =>
            {
                first ??= datagram.ToArray();
                handshake!.Close();
            },
            DtlsOptions.Default))
        {
            handshake.Run(DtlsRole.Client, DtlsFingerprints.Of(identity.Fingerprint));
        }

        return first!;
    }
}
