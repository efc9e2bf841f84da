using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.App;

/// <summary>The webphone keeps a call by itself: through a refresh of the page, and through ten seconds without network.</summary>
public sealed class AppReturnTests(BrowserFixture cluster) : AppTest(cluster)
{
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task APageLoadedAnewInMidCall_HasTheSameCall()
    {
        var (alice, bob) = await TwoAsync();
        var dialled = DateTimeOffset.UtcNow;
        var call = await EstablishAsync(alice, "1002", bob);
        await HearEachOtherAsync(alice.Person, bob.Person, dialled);

        var reloading = DateTimeOffset.UtcNow;
        await alice.Page.ReloadAsync();
        var loaded = DateTimeOffset.UtcNow;
        Assert.Equal(call, (await alice.WaitForAsync("open", Soon, reloading)).Text("callId"));
        await AssertBackAsync("the page", alice, bob, loaded);

        await EndAsync(alice, bob, call, dialled);
    }

    [Fact]
    public async Task TenSecondsWithoutNetwork_AreNoNewCall()
    {
        var (alice, bob) = await TwoAsync();
        var dialled = DateTimeOffset.UtcNow;
        var call = await EstablishAsync(alice, "1002", bob);
        await HearEachOtherAsync(alice.Person, bob.Person, dialled);

        await alice.Network.CutAsync();
        var cut = DateTimeOffset.UtcNow;
        await bob.Person.Ear.WaitForSilenceAsync(cut, Cut, Cut + Soon);
        await alice.Network.RestoreAsync();
        var back = DateTimeOffset.UtcNow;
        await AssertBackAsync("the network", alice, bob, back);

        await EndAsync(bob, alice, call, dialled);
    }

    private static async Task AssertBackAsync(string what, AppPhone alice, AppPhone bob, DateTimeOffset since)
    {
        var missing = await HearEachOtherAsync(alice.Person, bob.Person, since) - since;
        Measured($"webphone, from the return of {what} to sound both ways", missing);
        Assert.True(missing < Back, $"sound was back {missing.TotalMilliseconds:0} ms after {what}");
    }

    private async Task EndAsync(AppPhone one, AppPhone other, string call, DateTimeOffset since)
    {
        var over = DateTimeOffset.UtcNow;
        await one.ClickAsync("Hang up");
        await other.WaitForAsync("gone", Soon, over);
        var left = await Evidence.OfAsync(Cluster.Admin, since, Soon);
        Assert.Equal(call, left.Entry.Id);
        left.AssertTones(AliceTone, BobTone, Recorded * 2);
    }
}
