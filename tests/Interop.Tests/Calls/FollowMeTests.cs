using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>A call that nobody takes at 1002 is answered at 1003, which 1002 is followed to.</summary>
[Collection(ClusterCollection.Name)]
public sealed class FollowMeTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task TheNextTelephoneRingsWhenTheFirstDoesNotAnswer_AndTheTwoTalk()
    {
        using var bobsOwn = await cluster.Server.SignInAsync("agent2@demo.test");
        // Nobody is registered at 1005, so that number is passed over.
        var list = new[] { new { number = "1005", seconds = 20 }, new { number = "1003", seconds = 20 } };
        await bobsOwn.PutAsync("api/v1/me/calls", new { ringSeconds = 5, followMe = list });
        try
        {
            await using var alice = await TonePhones.AliceAsync(cluster.Udp);
            await using var bob = await TonePhones.BobAsync(cluster.Udp);
            await using var carol = await TonePhones.CarolAsync(cluster.Udp);
            await alice.DialAsync("1002");
            await bob.WaitForAsync("CALL_INCOMING", Soon);
            await carol.WaitForAsync("CALL_INCOMING", Soon);
            await bob.WaitForAsync("CALL_CLOSED", Soon);
            await carol.AcceptAsync();
            await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
            await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
            await alice.HangUpAsync();
            await carol.WaitForAsync("CALL_CLOSED", Soon);
            Assert.True(alice.Heard().Heard(TonePhones.CarolTone) > TimeSpan.FromSeconds(1), $"alice heard {alice.Heard()}");
            Assert.True(carol.Heard().Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(1), $"carol heard {carol.Heard()}");
        }
        finally
        {
            await bobsOwn.PutAsync("api/v1/me/calls", new { });
        }
    }
}
