using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>What a shard does while nothing comes.</summary>
public sealed class ShardSleepTests
{
    private const int Ticks = 50;

    [Fact]
    public async Task BetweenTwoTicksAShardWithCallsSleeps_AndDoesNotLookAgainAndAgain()
    {
        var io = new CountingIo(OperatingSystem.IsLinux() ? new EpollIo() : new SelectIo(), Ticks);
        await using var shard = new ShardUnderTest(io: io);
        await shard.NewCallAsync();

        io.Begin();
        var looks = await io.Slept.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // A tick that is overdue when the shard would sleep is looked for once.
        Assert.InRange(looks, 0, Ticks);
    }
}
