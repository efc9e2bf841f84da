using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>A telephone that has G.722 and nothing else, whose codec is not ours (spandsp's).</summary>
[Collection(ClusterCollection.Name)]
public sealed class G722PhoneTests(ClusterFixture cluster)
{
    private const string Room = "4006";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task InAConference_ItHearsTheOthers_AndIsHeard()
    {
        await using var alice = await TonePhones.WideAliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        await alice.DialAsync(Room);
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        await bob.DialAsync(Room);
        await bob.WaitForAsync("CALL_ESTABLISHED", Soon);

        // What is heard is in the telephones' own recordings, so a time of talk has to pass.
        await Task.Delay(Talk, TestContext.Current.CancellationToken);
        await bob.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        await alice.HangUpAsync();
        await alice.WaitForAsync("CALL_CLOSED", Soon);

        var (wide, narrow) = (alice.Heard(), bob.Heard());
        Assert.True(wide.Heard(TonePhones.BobTone) > TimeSpan.FromSeconds(2), $"the telephone with G.722 heard {wide}");
        Assert.True(narrow.Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(2), $"the other heard {narrow}");
    }
}
