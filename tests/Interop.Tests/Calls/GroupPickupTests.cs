using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Baresip;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>A call that rings at a colleague's telephone is answered at another one by *8.</summary>
[Collection(ClusterCollection.Name)]
public sealed class GroupPickupTests(ClusterFixture cluster) : IAsyncLifetime
{
    private const double DaveTone = 2_000;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private string _admin = "";

    private Uri Web => cluster.Server.Addresses.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _admin = await Http.TokenAsync(Web, "admin@demo.test");
        var team = new { name = "Pickup", supervisors = Array.Empty<string>(), members = new[] { "agent2", "agent3", "agent4" } };
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/teams/pickup", _admin, team)).Status);
    }

    public async ValueTask DisposeAsync() => await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/teams/pickup", _admin);

    [Fact]
    public async Task OfTwoColleaguesWhoPickUp_OneTalksWithTheCaller_TheOtherIsRefused()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        await using var carol = await TonePhones.CarolAsync(cluster.Udp);
        await using var dave = await BaresipPhone.StartAsync(new BaresipOptions { User = "1004", Tone = DaveTone, Registrar = cluster.Udp });
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);

        var (carolTalks, carolEnds) = (carol.WaitForAsync("CALL_ESTABLISHED", Soon), carol.WaitForAsync("CALL_CLOSED", Soon));
        var (daveTalks, daveEnds) = (dave.WaitForAsync("CALL_ESTABLISHED", Soon), dave.WaitForAsync("CALL_CLOSED", Soon));
        await Task.WhenAll(carol.DialAsync("*8"), dave.DialAsync("*8"));
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        var carolWon = await Task.WhenAny(carolTalks, daveTalks) == carolTalks;
        await (carolWon ? daveEnds : carolEnds);
        Assert.False((carolWon ? daveTalks : carolTalks).IsCompleted, "both talk");

        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await alice.HangUpAsync();
        await (carolWon ? carolEnds : daveEnds);
        Assert.True(alice.Heard().Heard(carolWon ? TonePhones.CarolTone : DaveTone) > TimeSpan.FromSeconds(1), $"alice heard {alice.Heard()}");
        var winner = carolWon ? carol : dave;
        Assert.True(winner.Heard().Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(1), $"who picked up heard {winner.Heard()}");
    }

    [Fact]
    public async Task WhenTheCallerHasHungUp_ThereIsNothingToPickUp()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        await using var carol = await TonePhones.CarolAsync(cluster.Udp);
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        var talks = carol.WaitForAsync("CALL_ESTABLISHED", Soon);
        await carol.DialAsync("*8");
        await carol.WaitForAsync("CALL_CLOSED", Soon);
        Assert.False(talks.IsCompleted, "carol talks with nobody");
    }
}
