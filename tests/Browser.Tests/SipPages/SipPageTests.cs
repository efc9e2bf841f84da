using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.Browser.Tests.Wire;

namespace RtcCluster.Browser.Tests.SipPages;

/// <summary>JsSIP and SIP.js as npm has them (RFC 7118) call and are called, with sound.</summary>
public sealed class SipPageTests(BrowserFixture cluster) : WireTest(cluster)
{
    [Theory]
    [InlineData("jssip")]
    [InlineData("sipjs")]
    public async Task APageWithTheLibraryCalls(string library)
    {
        var alice = await SipPageAsync("agent1", library, "1001", AliceTone);
        var bob = await PhoneAsync("agent2", BobTone);

        var dialled = DateTimeOffset.UtcNow;
        await alice.DoAsync("call", "1002");
        var call = await bob.WaitForAnyIncomingAsync(Soon);
        Measured($"{library} to browser, from dialling to ringing", DateTimeOffset.UtcNow - dialled);
        await bob.AnswerAsync(call);
        await alice.WaitForAsync("confirmed", Soon);
        await HearEachOtherAsync(alice.Person, bob.Person, dialled);
        await alice.DoAsync("hangup");
        await bob.WaitForStateAsync(call, "ended", Soon);

        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(AliceTone, BobTone, Recorded);
    }

    [Theory]
    [InlineData("jssip")]
    [InlineData("sipjs")]
    public async Task APageWithTheLibraryIsCalled(string library)
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        var bob = await SipPageAsync("agent2", library, "1002", BobTone);

        var dialled = DateTimeOffset.UtcNow;
        var call = await alice.DialAsync("1002");
        await bob.WaitForAsync("incoming", Soon);
        Measured($"browser to {library}, from dialling to ringing", DateTimeOffset.UtcNow - dialled);
        await bob.DoAsync("answer");
        await alice.WaitForStateAsync(call, "connected", Soon);
        await HearEachOtherAsync(alice.Person, bob.Person, dialled);
        await alice.ActAsync("HangUp", call);
        await bob.WaitForAsync("ended", Soon);

        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(AliceTone, BobTone, Recorded);
    }

    private async Task<SipPagePhone> SipPageAsync(string who, string library, string number, double tone) =>
        await SipPagePhone.RegisterAsync(await PersonAsync(who, tone), library, number, Soon);
}
