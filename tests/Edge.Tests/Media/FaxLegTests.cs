using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Fax;
using RtcCluster.Media.Srtp;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>A leg that talks with a fax machine of ours, and what it may go over to.</summary>
public sealed class FaxLegTests
{
    private const string Missing = "libspandsp2 is not installed (Debian: apt-get install libspandsp2)";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly RecordingId Fax = new(new TenantId("demo"), "c1-f1");
    private static readonly SdesCrypto Line =
        SdesCrypto.Offer(1, SrtpProfile.Aes128CmSha1Tag80, RandomNumberGenerator.GetBytes(SdesCrypto.SecretLength(SrtpProfile.Aes128CmSha1Tag80)));

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    public async Task PacketsInClear_AreForWhoHasNoKeys(bool keys, bool required, bool taken)
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        await using var host = new ShardUnderTest();
        await using var phone = new RtpPort();
        using var gateway = Bound();
        var call = await host.NewCallAsync();

        var offered = await host.DoAsync(() =>
        {
            Begin(call, phone, keys, required);
            var ours = call.OfferImage(LegId.First);
            call.Abandon(LegId.First);
            call.Reoffer(new ReofferMedia(LegId.First, Image(gateway), true));
            return ours;
        });

        Assert.Equal(taken, offered is not null);
        Assert.Equal(taken, host.Reported.OfType<MediaAnswered>().Any(answered => answered.Sdp?.Contains("m=image ", StringComparison.Ordinal) is true));
        Assert.Equal(taken ? [] : [488], host.Reported.OfType<MediaRefused>().Select(refused => refused.Failure.SipCode));
        await host.DoAsync(call.CloseAll);
    }

    [Theory]
    [InlineData("239.1.2.3")]
    [InlineData("2001:db8::7")]
    public async Task WhereSoundMayNotGo_PacketsMayNot(string address)
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        await using var host = new ShardUnderTest();
        await using var phone = new RtpPort();
        using var gateway = Bound();
        var call = await host.NewCallAsync();
        var connection = $"c=IN {(address.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4")} {address}";

        await host.DoAsync(() =>
        {
            Begin(call, phone);
            call.Reoffer(new ReofferMedia(LegId.First, Image(gateway).Replace("c=IN IP4 127.0.0.1", connection, StringComparison.Ordinal), true));
        });

        Assert.Equal(488, Assert.Single(host.Reported.OfType<MediaRefused>()).Failure.SipCode);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task WhileOursSaysSomething_SilenceIsNoLoss()
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        await using var host = new ShardUnderTest(activeTimeout: TimeSpan.FromSeconds(1));
        await using var phone = new RtpPort();
        using var gateway = Bound();
        var call = await host.NewCallAsync();
        await host.DoAsync(() =>
        {
            Begin(call, phone);
            call.Reoffer(new ReofferMedia(LegId.First, Image(gateway), true));
        });

        // Nobody answers ours, which says who it is again and again for half a minute.
        using var patience = new CancellationTokenSource(Patience);
        var datagram = new byte[2_048];
        await gateway.ReceiveAsync(datagram, patience.Token);
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(3);)
        {
            await gateway.ReceiveAsync(datagram, patience.Token);
        }

        Assert.Empty(host.Reported.OfType<MediaLost>());
        await host.DoAsync(call.CloseAll);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AMachineThatCannotBeMade_HasEnded_Once(bool inPackets)
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        await using var host = new ShardUnderTest(newFax: options => options.IsT38 == inPackets ? throw new InvalidOperationException("The library makes no fax machine.") : new FaxSession(options));
        await using var phone = new RtpPort();
        using var gateway = Bound();
        var call = await host.NewCallAsync();

        await host.DoAsync(() =>
        {
            Begin(call, phone);
            call.Reoffer(new ReofferMedia(LegId.First, Image(gateway), true));
        });

        await Eventually.GetAsync("the end of the fax", Patience, () => Task.FromResult(host.Reported.OfType<FaxOver>().Count()), static over => over > 0);
        await host.DoAsync(call.CloseAll);
        var over = Assert.Single(host.Reported.OfType<FaxOver>());
        Assert.Equal((Fax, false, 0, "No fax machine can be had at this edge now"), (over.Fax, over.Complete, over.Pages, over.Result));
        // A second end would have counted it twice.
        Assert.Equal(0, host.Metric("rtc_fax_machines_active"));
    }

    private static void Begin(MediaCall call, RtpPort phone, bool keys = false, bool required = false)
    {
        var offer = SdpText.Audio(phone.Local);
        offer = keys ? offer.Replace("RTP/AVP", "RTP/SAVP", StringComparison.Ordinal) + $"a=crypto:{Line.WriteValue()}\r\n" : offer;
        call.Open(new OpenMedia(LegId.First, offer, null, true, false, Encrypted: keys, RequireSrtp: required), default);
        Assert.Contains("m=audio ", call.Describe(LegId.First), StringComparison.Ordinal);
        call.Faxes.Receive(new CallId(Fax.Tenant, "c1"), new ReceiveFax(LegId.First, Fax, "fax/demo/c1-f1/", "+57"));
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static string Image(Socket gateway) =>
        $"v=0\r\no=gateway 1 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=image {((IPEndPoint)gateway.LocalEndPoint!).Port} udptl t38\r\na=T38FaxVersion:0\r\na=T38FaxUdpEC:t38UDPRedundancy\r\n";
}
