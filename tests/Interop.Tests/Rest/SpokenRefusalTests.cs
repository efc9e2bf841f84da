using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>A telephone whose call a policy stops, at a server of its own: what it gets and hears before the refusal, and what its hanging up ends.</summary>
[Trait("Clock", "none")]
public sealed class SpokenRefusalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task ATelephoneHearsWhyBeforeItIsRefused_AndMayHangUpInIt()
    {
        await using var server = await StandaloneServer.StartAsync();
        var web = server.Addresses.WebUrl;
        var admin = await Http.TokenAsync(web, "admin@demo.test");
        await using var phone = new TestPhone("1001", server.Addresses.SipUdp);
        await using var ear = new RtpPort();
        Assert.Equal(200, (await phone.RegisterAsync()).Status);
        Assert.Equal(200, (await Http.SendAsync(web, HttpMethod.Put, "api/v1/policies/terms/draft", admin, new { titleEs = "T", titleEn = "T", textEs = "Nuevo.", textEn = "New.", material = true })).Status);
        Assert.Equal(200, (await Http.SendAsync(web, HttpMethod.Post, "api/v1/policies/terms/publish", admin, new { revision = 1 })).Status);

        var refused = await Eventually.GetAsync("the call to be refused", Patience, () => CallAsync(phone, ear, "9196"), call => call.Response.Status == 403);
        Assert.Contains("The terms have changed", refused.Response.ToString(), StringComparison.Ordinal);
        // It was kept since before the 403, which ends the transaction.
        var early = await phone.Sip.ReceiveAsync("what is heard before", message => message.Status == 183 && message.CallId == refused.CallId, Patience);
        Assert.True(SdpText.AudioOf(early.Body).Port > 0);
        Assert.True(ear.Packets > 50, $"{ear.Packets} packets");
        Assert.Contains(ear.HeardSamples(), sample => Math.Abs((int)sample) > 1_000);

        const string Number = "+576017777777";
        var leaving = CallAsync(phone, ear, Number);
        var told = await phone.Sip.ReceiveAsync("the same of another call", message => message.Status == 183 && message.CallId != refused.CallId, Patience);
        await Eventually.IsTrueAsync("the voice", Patience, () => Task.FromResult(ear.Packets > 10));
        Assert.Contains(Number, (await Http.SendAsync(web, HttpMethod.Get, "api/v1/calls", admin)).Body.ToString().Replace("\\u002B", "+", StringComparison.Ordinal), StringComparison.Ordinal);
        await phone.Sip.SendAsync(CancelOf(told, $"sip:{Number}@{phone.Domain}"), phone.Proxy);

        Assert.Equal(487, (await leaving).Response.Status);
        await Eventually.IsTrueAsync(
            "the call to be over", Patience, async () => !(await Http.SendAsync(web, HttpMethod.Get, "api/v1/calls", admin)).Body.ToString().Contains(Number[1..], StringComparison.Ordinal));
    }

    private static Task<TestCall> CallAsync(TestPhone phone, RtpPort ear, string number)
    {
        ear.Forget();
        return phone.InviteAsync(number, SdpText.Audio(ear.Local), timeout: Patience);
    }

    // RFC 3261 §9.1: what the INVITE had, and its branch.
    private static string CancelOf(SipText answer, string uri) =>
        $"CANCEL {uri} SIP/2.0\r\nVia: {answer.Header("Via")}\r\nMax-Forwards: 70\r\nFrom: {answer.Header("From")}\r\nTo: <{uri}>\r\nCall-ID: {answer.CallId}\r\nCSeq: {answer.CSeq.Number} CANCEL\r\nContent-Length: 0\r\n\r\n";
}
