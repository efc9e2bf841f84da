using System.Net;
using System.Text;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Metrics;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Attacks;

/// <summary>What a stranger or a broken telephone sends: each gets a clear answer or none, a counter, and harms nobody.</summary>
[Collection(ClusterCollection.Name)]
public sealed class BadInputTests(ClusterFixture cluster)
{
    private const string AttackerAddress = "127.0.66.6";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.5);

    private IPEndPoint Proxy => cluster.Server.Addresses.SipUdp;

    [Fact]
    public async Task GarbageAndTruncatedMessages_AreDroppedOrRefused_AndTheNextRequestIsServed()
    {
        await using var phone = new TestPhone("1001", Proxy, AttackerAddress);
        var options = phone.Request("OPTIONS", "sip:demo.test", $"{TestPhone.NewId()}@a", 1, "<sip:demo.test>", TestPhone.NewId());
        var bytes = Encoding.ASCII.GetBytes(options);

        for (var length = 1; length < bytes.Length - 4; length += 7)
        {
            await phone.Sip.SendAsync(bytes.AsMemory(0, length), Proxy);
        }

        await phone.Sip.SendAsync("\0\0\0\0not sip at all"u8.ToArray(), Proxy);
        await phone.Sip.SendAsync(new byte[] { 0xFF, 0xFE, 0x00 }, Proxy);

        var answer = await phone.SendAsync(phone.Request("OPTIONS", "sip:demo.test", $"{TestPhone.NewId()}@a", 1, "<sip:demo.test>", TestPhone.NewId()));
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task ABrokenInvite_Gets400()
    {
        await using var phone = new TestPhone("1001", Proxy, AttackerAddress);
        var broken = phone.Request("INVITE", "sip:1002@demo.test", $"{TestPhone.NewId()}@a", 1, "<sip:1002@demo.test>", TestPhone.NewId())
            .Replace("CSeq: 1 INVITE", "CSeq: one INVITE", StringComparison.Ordinal);

        await phone.Sip.SendAsync(broken, Proxy);

        Assert.Equal(400, (await phone.Sip.ReceiveAsync("a 400", message => message.Status >= 200, Soon)).Status);
    }

    [Fact]
    public async Task AnOversizeMessage_IsRefusedOrDropped_AndTheNextIsServed()
    {
        await using var phone = new TestPhone("1001", Proxy, AttackerAddress);
        var big = phone.Request("OPTIONS", "sip:demo.test", $"{TestPhone.NewId()}@a", 1, "<sip:demo.test>", TestPhone.NewId(), $"Subject: {new string('x', 60_000)}\r\n");

        await phone.Sip.SendAsync(big, Proxy);

        Assert.True(await phone.Sip.StaysSilentAsync(message => message.Status is >= 200 and < 300, Quiet), "an oversize message was served");
        Assert.Equal(200, (await phone.SendAsync(phone.Request("OPTIONS", "sip:demo.test", $"{TestPhone.NewId()}@a", 1, "<sip:demo.test>", TestPhone.NewId()))).Status);
    }

    [Fact]
    public async Task AnUnknownMethod_Gets405Or501_WithAllow()
    {
        await using var phone = new TestPhone("1001", Proxy);

        var answer = await phone.SendAsync(phone.Request("BREW", "sip:demo.test", $"{TestPhone.NewId()}@a", 1, "<sip:demo.test>", TestPhone.NewId()));

        Assert.True(answer.Status is 405 or 501, answer.ToString());
        Assert.Contains("INVITE", answer.Header("Allow"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongPassword_IsRefused_AndAnUnknownAccountLooksTheSame()
    {
        await using var known = new TestPhone("1004", Proxy, AttackerAddress) { Password = "wrong", Algorithm = "MD5" };
        await using var unknown = new TestPhone("8888", Proxy, AttackerAddress) { Password = "wrong", Algorithm = "MD5" };

        var one = await known.RegisterAsync();
        var other = await unknown.RegisterAsync();

        Assert.True(one.Status is 401 or 403, one.ToString());
        Assert.Equal(one.StartLine, other.StartLine);
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public async Task AReplayedNonceCount_IsRefused(string algorithm)
    {
        await using var phone = new TestPhone("1004", Proxy) { Algorithm = algorithm };
        var callId = $"{TestPhone.NewId()}@a";
        string Register(uint cseq, string authorization) =>
            phone.Request("REGISTER", "sip:demo.test", callId, cseq, "<sip:1004@demo.test>", "t", $"{authorization}Contact: <{phone.Contact}>\r\nExpires: 0\r\n");
        var challenge = await phone.SendAsync(Register(1, string.Empty));
        Assert.Equal(401, challenge.Status);
        var answer = DigestAnswer.From(challenge, "MD5")!.WithAlgorithm(algorithm);
        var credentials = $"Authorization: {answer.Value("1004", "demo", "REGISTER", "sip:demo.test", nonceCount: 1)}\r\n";

        var first = await phone.SendAsync(Register(2, credentials));
        var replayed = await phone.SendAsync(Register(3, credentials));

        Assert.Equal(200, first.Status);
        Assert.Equal(401, replayed.Status);
    }

    [Fact]
    public async Task RegisterForSomebodyElse_Gets403()
    {
        await using var phone = new TestPhone("1004", Proxy) { Algorithm = "MD5" };
        var callId = $"{TestPhone.NewId()}@a";
        string Register(uint cseq, string authorization) =>
            phone.Request("REGISTER", "sip:demo.test", callId, cseq, "<sip:1001@demo.test>", "t", $"{authorization}Contact: <{phone.Contact}>\r\nExpires: 60\r\n");
        var challenge = await phone.SendAsync(Register(1, string.Empty));
        var answer = DigestAnswer.From(challenge, "MD5")!;

        var refused = await phone.SendAsync(Register(2, $"Authorization: {answer.Value("1004", "demo", "REGISTER", "sip:demo.test")}\r\n"));

        Assert.Equal(403, refused.Status);
        Assert.DoesNotContain(await cluster.Admin.DevicesAsync(), device => device.Contains(phone.Sip.Local.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task MaxForwardsZero_Gets483()
    {
        await using var phone = new TestPhone("1001", Proxy);
        var invite = phone.Request("INVITE", "sip:1002@demo.test", $"{TestPhone.NewId()}@a", 1, "<sip:1002@demo.test>", TestPhone.NewId())
            .Replace("Max-Forwards: 70", "Max-Forwards: 0", StringComparison.Ordinal);

        Assert.Equal(483, (await phone.SendAsync(invite)).Status);
    }

    [Fact]
    public async Task AMergedRequest_Gets482()
    {
        // RFC 3261 section 8.2.2.2: same From tag, Call-ID and CSeq, no To tag, another branch.
        await using var phone = new TestPhone("1001", Proxy);
        await using var rtp = new RtpPort();
        var callId = $"{TestPhone.NewId()}@a";
        string Options(string branch) => phone.Request("OPTIONS", "sip:1002@demo.test", callId, 1, "<sip:1002@demo.test>", "same", branch: branch);

        var first = await phone.SendAsync(Options("one"));
        var merged = await phone.SendAsync(Options("two"));

        Assert.Equal(200, first.Status);
        Assert.Equal(482, merged.Status);
    }

    [Fact]
    public async Task AnSdpWithoutACommonCodec_Gets488()
    {
        await using var phone = new TestPhone("1001", Proxy) { Algorithm = "MD5" };
        await using var rtp = new RtpPort();

        var call = await phone.InviteAsync("9196", SdpText.UnknownCodec(rtp.Local));

        Assert.Equal(488, call.Response.Status);
    }

    [Fact]
    public async Task AnInviteWithoutCredentials_IsChallenged_AndAStrangerReachesNobody()
    {
        await using var stranger = new TestPhone("nobody", Proxy, AttackerAddress);
        await using var rtp = new RtpPort(AttackerAddress);
        await using var bob = new TestPhone("1002", Proxy) { Algorithm = "MD5" };
        Assert.Equal(200, (await bob.RegisterAsync()).Status);

        var response = await stranger.SendAsync(stranger.Request(
            "INVITE", "sip:1002@demo.test", $"{TestPhone.NewId()}@a", 1, "<sip:1002@demo.test>", "t", $"Contact: <{stranger.Contact}>\r\nP-Asserted-Identity: <sip:1001@demo.test>\r\n", SdpText.Audio(rtp.Local)));

        Assert.True(response.Status is 401 or 403 or 407, response.ToString());
        Assert.True(await bob.Sip.StaysSilentAsync(message => message.Method == "INVITE", Quiet), "the stranger's call rang");
        await bob.RegisterAsync(0);
    }

    [Fact]
    public async Task RtpFromAStranger_IsDroppedAndCounted()
    {
        await using var phone = new TestPhone("1001", Proxy) { Algorithm = "MD5" };
        await using var rtp = new RtpPort();
        await using var stranger = new RtpPort(AttackerAddress);
        var call = await phone.InviteAsync("9196", SdpText.Audio(rtp.Local));
        Assert.True(call.Response.Status == 200, call.Response.ToString());
        await rtp.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromSeconds(1));
        var before = Dropped(await cluster.Admin.MetricsAsync());

        await Task.WhenAll(
            rtp.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromSeconds(3)),
            stranger.SpeakAsync(1_000, call.RemoteRtp, TimeSpan.FromSeconds(3)));

        Assert.True(rtp.Heard().Heard(440) > TimeSpan.FromSeconds(3), $"the echo was disturbed: {rtp.Heard()}");
        Assert.Equal(TimeSpan.Zero, rtp.Heard().Heard(1_000));
        Assert.Equal(0, stranger.Packets);
        await Eventually.IsTrueAsync("150 dropped packets on /metrics", Soon, async () => Dropped(await cluster.Admin.MetricsAsync()) - before >= 150);
        Assert.Equal(200, (await call.HangUpAsync()).Status);
    }

    private static double Dropped(PrometheusText metrics) => metrics.Names.Where(name => name.StartsWith("rtc_rtp_dropped", StringComparison.Ordinal)).Sum(name => metrics.Sum(name));
}
