using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Baresip;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>A call is parked by a transfer to 700 and taken at another telephone by dialling its slot.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ParkTests(ClusterFixture cluster)
{
    private const double DaveTone = 2_000;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task OfTwoWhoDialTheSlot_OneTalksWithTheOneWhoWaits_AndTheLogHasOneCall()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        await using var carol = await TonePhones.CarolAsync(cluster.Udp);
        await using var dave = await BaresipPhone.StartAsync(new BaresipOptions { User = "1004", Tone = DaveTone, Registrar = cluster.Udp });
        var dialled = DateTimeOffset.UtcNow;
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);

        await bob.TransferAsync("700");
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        await TalkAsync(1.5);

        var (carolTalks, carolEnds) = (carol.WaitForAsync("CALL_ESTABLISHED", Soon), carol.WaitForAsync("CALL_CLOSED", Soon));
        var (daveTalks, daveEnds) = (dave.WaitForAsync("CALL_ESTABLISHED", Soon), dave.WaitForAsync("CALL_CLOSED", Soon));
        await Task.WhenAll(carol.DialAsync("701"), dave.DialAsync("701"));
        var carolWon = await Task.WhenAny(carolTalks, daveTalks) == carolTalks;
        await (carolWon ? daveEnds : carolEnds);
        Assert.False((carolWon ? daveTalks : carolTalks).IsCompleted, "both talk");

        await TalkAsync(2.5);
        await alice.HangUpAsync();
        await (carolWon ? carolEnds : daveEnds);
        var (winner, tone) = carolWon ? (carol, TonePhones.CarolTone) : (dave, DaveTone);
        var heard = alice.Heard();
        Assert.True(heard.Heard(tone) > TimeSpan.FromSeconds(1), $"alice heard {heard}");
        Assert.True(heard.Otherwise(tone) > TimeSpan.FromSeconds(1), $"no music while it was parked: alice heard {heard}");
        Assert.True(winner.Heard().Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(1), $"who took the call heard {winner.Heard()}");

        var entries = await cluster.Admin.WaitForCallLogAsync("the call", entry => entry.BeganAfter(dialled) && entry.From == "1001" && entry.EndedAt is not null, Soon);
        Assert.Equal(("1002", "answered"), Assert.Single(entries) is var entry ? (entry.To, entry.Result) : default);
        // The slot is free: nothing waits there any more.
        var late = carol.WaitForAsync("CALL_CLOSED", Soon);
        await carol.DialAsync("701");
        await late;
    }

    // The one kind of waiting that has no event: people talk, in real time.
    private static Task TalkAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
}
