using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Baresip;

namespace RtcCluster.Browser.Tests.App;

/// <summary>The webphone with a real telephone (baresip, G.711) and with the carrier (SIPp).</summary>
public sealed class AppOutsideTests(BrowserFixture cluster) : AppTest(cluster)
{
    // What a telephone plays is behind what it receives, and what it has not played when the call ends it has not heard.
    private static readonly TimeSpan Listening = Talk + TimeSpan.FromSeconds(1);

    [Fact]
    public async Task ATelephoneCallsTheWebphone_AndBothHear()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        await using var bob = await BaresipPhone.StartAsync(new BaresipOptions { User = "1002", Tone = BobTone, Registrar = Cluster.Sip });

        var dialled = DateTimeOffset.UtcNow;
        await bob.DialAsync("1001");
        Measured("telephone to webphone, from dialling to ring", (await alice.WaitForAsync("pending", Soon)).At - dialled);
        var answered = DateTimeOffset.UtcNow;
        await alice.ClickAsync("Answer");
        Measured("telephone to webphone, from answer to sound", await alice.Person.Ear.WaitForAsync(BobTone, dialled, Listening, Soon) - answered);
        await alice.ClickAsync("Hang up");
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        Assert.True(bob.Heard().Heard(AliceTone) >= Recorded, $"the telephone heard {bob.Heard()}");
        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(BobTone, AliceTone, Recorded);
    }

    [Fact]
    public async Task TheWebphoneCallsOut_AndBothHear()
    {
        Cluster.Carrier.Forget();
        var alice = await PhoneAsync("agent1", AliceTone);

        var dialled = DateTimeOffset.UtcNow;
        await alice.CallAsync(Carrier.OutsideNumber);
        await alice.WaitForAsync("open", Soon);
        var speaking = Cluster.Carrier.SpeakAsync(Talk + TimeSpan.FromSeconds(2), Soon);
        await alice.Person.Ear.WaitForAsync(Carrier.Tone, dialled, Talk, Soon);
        await speaking;
        await alice.ClickAsync("Hang up");
        await alice.WaitForAsync("gone", Soon);

        var heard = Cluster.Carrier.Heard();
        Assert.True(heard.Heard(AliceTone) >= Recorded, $"the carrier heard {heard}");
        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(AliceTone, Carrier.Tone, Recorded);
    }
}
