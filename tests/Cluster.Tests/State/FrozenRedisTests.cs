using System.Diagnostics;
using Orleans.Storage;
using RtcCluster.Cluster.State;
using RtcCluster.Cluster.Tests.Grains;
using RtcCluster.TestKit.Redis;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Cluster.Tests.State;

/// <summary>A Redis that stands still: connections stay, and nobody answers.</summary>
public sealed class FrozenRedisTests
{
    private const string Name = "counter";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);
    private readonly GrainId _grain = GrainId.Create("frozen", Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task WhoAsksIsToldSoon_ThenAtOnce_UntilItAnswersAgain()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed (Debian: apt-get install redis-server)");
        await using var server = await RedisServer.StartAsync();
        await using var host = await StateHost.StartAsync(silo => silo.AddRedisState(server.ConnectionString));
        var state = new GrainState<CounterState>(new CounterState { Value = 1 });
        await host.Storage.WriteStateAsync(Name, _grain, state);

        server.Freeze();
        var since = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<StateAwayException>(() => host.Storage.WriteStateAsync(Name, _grain, state));
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(4.5));
        await Eventually.GetAsync("a refusal at once", Patience, () => RefusalAsync(host.Storage), static took => took < AtOnce);

        server.Thaw();
        var read = new GrainState<CounterState>(new CounterState());
        await Eventually.GetAsync(
            "an answer",
            Patience,
            async () =>
            {
                try
                {
                    await host.Storage.ReadStateAsync(Name, _grain, read);
                    return true;
                }
                catch (StateAwayException)
                {
                    return false;
                }
            },
            static answered => answered);
        Assert.Equal(1, read.State!.Value);
    }

    private async Task<TimeSpan> RefusalAsync(IGrainStorage storage)
    {
        var since = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<StateAwayException>(() => storage.ReadStateAsync(Name, _grain, new GrainState<CounterState>(new CounterState())));
        return Stopwatch.GetElapsedTime(since);
    }
}
