using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>What docs/hub.md promises to a page that has nothing of ours: the wire and the media behind it.</summary>
public sealed class WireCallTests(BrowserFixture cluster) : BrowserTest(cluster)
{
    [Fact]
    public async Task TwoBarePages_HearEachOther()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        var bob = await PhoneAsync("agent2", BobTone);
        var dialled = DateTimeOffset.UtcNow;

        var call = await alice.DialAsync("1002");
        await bob.WaitForIncomingAsync(call, Soon);
        await bob.AnswerAsync(call);
        await alice.WaitForStateAsync(call, "connected", Soon);

        await HearEachOtherAsync(alice, bob, dialled);
        await alice.ActAsync("HangUp", call);
        await bob.WaitForStateAsync(call, "ended", Soon);
    }

    private static async Task HearEachOtherAsync(WirePhone one, WirePhone other, DateTimeOffset since)
    {
        await one.Person.Ear.WaitForAsync(other.Person.Tone, since, TimeSpan.FromSeconds(1), Soon);
        await other.Person.Ear.WaitForAsync(one.Person.Tone, since, TimeSpan.FromSeconds(1), Soon);
    }

    private async Task<WirePhone> PhoneAsync(string user, double tone)
    {
        using var session = await Cluster.Server.SignInAsync($"{user}@demo.test");
        return await WirePhone.OpenAsync(await PersonAsync(user, tone), session.Token, $"{user}-bare-page");
    }
}
