using System.Text.Json;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>Pages that are loaded anew and networks that go away in mid-call: the call stays the same one.</summary>
public sealed class WireReturnTests(BrowserFixture cluster) : WireTest(cluster)
{
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task APageLoadedAnewInMidCall_TakesTheSameCallUp()
    {
        var (alice, bob) = await TwoAsync();
        var dialled = DateTimeOffset.UtcNow;
        var call = await EstablishAsync(alice, "1002", bob);
        await HearEachOtherAsync(alice, bob, dialled);

        var welcome = await alice.LoadAsync();
        var loaded = DateTimeOffset.UtcNow;
        Assert.Equal(call, Assert.Single(Calls(welcome)));
        await alice.ReattachAsync(call);
        await AssertBackAsync("the page", alice, bob, loaded);

        await EndAsync(bob, call, alice);
        await AssertOneCallAsync(call, dialled, Recorded * 2);
    }

    [Fact]
    public async Task SecondsWithoutNetwork_AreNoNewCall()
    {
        var (alice, bob) = await TwoAsync();
        var dialled = DateTimeOffset.UtcNow;
        var call = await EstablishAsync(alice, "1002", bob);
        await HearEachOtherAsync(alice, bob, dialled);

        await alice.Network.CutAsync();
        var cut = DateTimeOffset.UtcNow;
        await bob.Person.Ear.WaitForSilenceAsync(cut, Cut, Cut + Soon);
        await alice.Network.RestoreAsync();
        var back = DateTimeOffset.UtcNow;
        if (await alice.IsClosedAsync())
        {
            Assert.Equal(call, Assert.Single(Calls(await alice.ConnectAsync())));
        }

        await alice.RestartIceAsync(call);
        await AssertBackAsync("the network", alice, bob, back);

        await EndAsync(alice, call, bob);
        await AssertOneCallAsync(call, dialled, Recorded * 2);
    }

    private static IEnumerable<string> Calls(JsonElement welcome) => welcome.GetProperty("calls").EnumerateArray().Select(call => call.GetProperty("callId").GetString()!);

    private static async Task AssertBackAsync(string what, WirePhone alice, WirePhone bob, DateTimeOffset since)
    {
        var missing = await HearEachOtherAsync(alice, bob, since) - since;
        Measured($"from the return of {what} to sound both ways", missing);
        Assert.True(missing < Back, $"sound was back {missing.TotalMilliseconds:0} ms after {what}");
    }

    private async Task AssertOneCallAsync(string call, DateTimeOffset since, TimeSpan talked)
    {
        var left = await Evidence.OfAsync(Cluster.Admin, since, Soon);
        Assert.Equal(call, left.Entry.Id);
        left.AssertTones(AliceTone, BobTone, talked);
    }
}
