using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>Browsers with the world outside: SIPp is the carrier.</summary>
public sealed class WireTrunkTests(BrowserFixture cluster) : WireTest(cluster)
{
    // Longer than what is listened for, so that nobody judges a voice that has stopped.
    private static readonly TimeSpan Speech = Talk + TimeSpan.FromSeconds(2);

    [Fact]
    public async Task ABrowserCallsOut_AndBothHear()
    {
        Cluster.Carrier.Forget();
        var alice = await PhoneAsync("agent1", AliceTone);

        var dialled = DateTimeOffset.UtcNow;
        var call = await alice.DialAsync(Carrier.OutsideNumber);
        await alice.WaitForStateAsync(call, "connected", Soon);
        var speaking = Cluster.Carrier.SpeakAsync(Speech, Soon);
        await alice.Person.Ear.WaitForAsync(Carrier.Tone, dialled, Talk, Soon);
        await speaking;
        await alice.ActAsync("HangUp", call);
        await alice.WaitForStateAsync(call, "ended", Soon);

        var heard = Cluster.Carrier.Heard();
        Assert.True(heard.Heard(AliceTone) >= Recorded, $"the carrier heard {heard}");
        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(AliceTone, Carrier.Tone, Recorded);
    }

    [Fact]
    public async Task SomebodyOutsideCallsABrowser_AndBothHear()
    {
        Cluster.Carrier.Forget();
        var alice = await PhoneAsync("agent1", AliceTone);

        var dialled = DateTimeOffset.UtcNow;
        await using var caller = await Cluster.Carrier.CallAsync("1001", Cluster.Sip, Speech + TimeSpan.FromSeconds(2));
        var call = await alice.WaitForAnyIncomingAsync(Soon);
        Measured("carrier to browser, from INVITE to ringing", DateTimeOffset.UtcNow - dialled);
        await alice.AnswerAsync(call);
        var speaking = Cluster.Carrier.SpeakAsync(Speech, Soon);
        await alice.Person.Ear.WaitForAsync(Carrier.Tone, dialled, Talk, Soon);
        await speaking;
        var outside = await caller.FinishAsync();
        await alice.WaitForStateAsync(call, "ended", Soon);

        Assert.True(outside.IsClean(1), $"carrier: {outside}");
        var heard = Cluster.Carrier.Heard();
        Assert.True(heard.Heard(AliceTone) >= Recorded, $"the carrier heard {heard}");
        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(Carrier.Tone, AliceTone, Recorded);
    }
}
