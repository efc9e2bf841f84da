using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Sip;

[Collection(EdgeCollection.Name)]
public sealed class RefusalTests(EdgeFixture fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);
    private readonly EdgeUnderTest _edge = fixture.Edge;

    [Fact]
    public async Task AMalformedRequestGets400_IsCounted_AndTheNextIsServed()
    {
        await using var phone = new TestPhone("1001", _edge.Udp);
        var before = _edge.Metric("sip_dropped{malformed}");

        var broken = Options(phone, "CSeq: 1 OPTIONS", "CSeq: x OPTIONS");
        await phone.Sip.SendAsync(broken, _edge.Udp);
        var refusal = await phone.Sip.ReceiveAsync("a refusal", m => m.Status == 400, Soon);

        Assert.Equal("SIP/2.0 400 Bad CSeq", refusal.StartLine);
        Assert.Equal(before + 1, _edge.Metric("sip_dropped{malformed}"));
        Assert.Equal(200, (await phone.SendAsync(Options(phone))).Status);
    }

    [Fact]
    public async Task ARequestWithTooManyHeadersGets513()
    {
        await using var phone = new TestPhone("1001", _edge.Udp);

        var large = Options(phone, "Content-Length: 0\r\n", string.Concat(Enumerable.Repeat("X-Fill: 1\r\n", 250)) + "Content-Length: 0\r\n");
        await phone.Sip.SendAsync(large, _edge.Udp);

        Assert.Equal(513, (await phone.Sip.ReceiveAsync("a refusal", m => m.Status >= 400, Soon)).Status);
    }

    [Fact]
    public async Task AnUnknownMethodGets501WithAllow()
    {
        await using var phone = new TestPhone("1001", _edge.Udp);

        var response = await phone.SendAsync(phone.Request("DANCE", "sip:demo.test", TestPhone.NewId(), 1, "<sip:demo.test>", "t"));

        Assert.Equal(501, response.Status);
        Assert.Contains("INVITE", response.Header("Allow"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SUBSCRIBE", 489)]
    [InlineData("MESSAGE", 405)]
    public async Task AMethodThatIsNotServedIsChallengedFirst_ThenRefused(string method, int code)
    {
        await using var phone = new TestPhone("1001", _edge.Udp);
        var callId = TestPhone.NewId();
        string Request(uint cseq, string header) => phone.Request(method, "sip:demo.test", callId, cseq, "<sip:1001@demo.test>", "t", header);

        var challenge = await phone.SendAsync(Request(1, ""));
        var answer = DigestAnswer.From(challenge, "MD5")!.Value("1001", "demo", method, "sip:demo.test");
        var refusal = await phone.SendAsync(Request(2, $"Authorization: {answer}\r\n"));

        Assert.Equal((401, code), (challenge.Status, refusal.Status));
    }

    [Fact]
    public async Task ARegistrationForSomebodyElseGets403_AndBindsNothing()
    {
        await using var phone = new TestPhone("1003", _edge.Udp);
        var callId = TestPhone.NewId();
        string Register(uint cseq, string header) => phone.Request("REGISTER", "sip:demo.test", callId, cseq, "<sip:1004@demo.test>", "t", $"{header}Contact: <{phone.Contact}>\r\n");

        var challenge = await phone.SendAsync(Register(1, ""));
        var answer = DigestAnswer.From(challenge, "MD5")!.Value("1003", "demo", "REGISTER", "sip:demo.test");
        var refusal = await phone.SendAsync(Register(2, $"Authorization: {answer}\r\n"));

        Assert.Equal(403, refusal.Status);
        Assert.Equal(1, _edge.Metric("sip_refused{foreign_register}"));
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public async Task ANonceCountIsGoodForOneRequest(string algorithm)
    {
        await using var phone = new TestPhone("1001", _edge.Udp);
        var callId = TestPhone.NewId();
        string Register(uint cseq, string header) => phone.Request(
            "REGISTER", "sip:demo.test", callId, cseq, "<sip:1001@demo.test>", "t", $"{header}Contact: <{phone.Contact}>\r\n");
        var answer = DigestAnswer.From(await phone.SendAsync(Register(1, "")), algorithm)!;
        var header = $"Authorization: {answer.Value("1001", "demo", "REGISTER", "sip:demo.test")}\r\n";

        var first = await phone.SendAsync(Register(2, header));
        var second = await phone.SendAsync(Register(3, header));

        Assert.Equal((200, 401), (first.Status, second.Status));
        Assert.True(DigestAnswer.From(second, algorithm)!.IsStale);
    }

    [Fact]
    public async Task AWrongPasswordAndAnUnknownAccountLookTheSame_AndAreLimitedTogetherWithTheirSource()
    {
        await using var known = new TestPhone("1004", _edge.Udp, "127.0.0.61") { Password = "wrong" };
        await using var unknown = new TestPhone("9999", _edge.Udp, "127.0.0.62");

        var wrong = await known.RegisterAsync();
        var nobody = await unknown.RegisterAsync();
        Assert.Equal(wrong.StartLine, nobody.StartLine);
        Assert.Equal(403, wrong.Status);

        await known.RegisterAsync();
        await known.RegisterAsync();
        await using var corrected = new TestPhone("1004", _edge.Udp, "127.0.0.61");
        Assert.Equal(403, (await corrected.RegisterAsync()).Status);
        Assert.Equal(1, _edge.Metric("sip_digest{limited}"));

        // Another source with the right password is not locked out by that one.
        await using var elsewhere = new TestPhone("1004", _edge.Udp, "127.0.0.63");
        Assert.Equal(200, (await elsewhere.RegisterAsync()).Status);
        await elsewhere.RegisterAsync(expires: 0);
    }

    [Fact]
    public async Task AnInviteToNoNumberGets484_AndOneWithoutCredentials407()
    {
        await using var phone = new TestPhone("1001", _edge.Udp);
        await using var rtp = new RtpPort();

        Assert.Equal(484, (await phone.InviteAsync("sip:demo.test", SdpText.Audio(rtp.Local))).Response.Status);

        var bare = await phone.SendAsync(phone.Request("INVITE", "sip:1002@demo.test", TestPhone.NewId(), 1, "<sip:1002@demo.test>", "t", body: SdpText.Audio(rtp.Local)));
        Assert.Equal(407, bare.Status);
    }

    private static string Options(TestPhone phone, string replace = "", string by = "")
    {
        var request = phone.Request("OPTIONS", "sip:demo.test", TestPhone.NewId(), 1, "<sip:demo.test>", "t");
        return replace.Length == 0 ? request : request.Replace(replace, by, StringComparison.Ordinal);
    }
}
