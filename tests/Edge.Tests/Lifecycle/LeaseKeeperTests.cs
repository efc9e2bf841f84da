using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Lifecycle;

/// <summary>When an edge may send, whatever the cluster says or does not say.</summary>
[Collection(EdgeCollection.Name)]
public sealed class LeaseKeeperTests(EdgeFixture fixture)
{
    private readonly FakeTimeProvider _time = new();
    private readonly Cluster _cluster = new();

    [Fact]
    public async Task AClusterThatDoesNotAnswer_IsNoSleep_TheEdgeGoesOnToSend()
    {
        await using var lease = await StartAsync();
        _cluster.Answer = new TaskCompletionSource<bool>().Task;

        await BeatAsync(lease, 12);

        Assert.True(lease.MaySend);
        Assert.False(lease.IsHeld);
    }

    [Fact]
    public async Task AnEdgeThatIsCutOff_IsSilent_AlthoughItsLeaseIsConfirmed_AndSpeaksWhenItIsConfirmedAfterwards()
    {
        await using var lease = await StartAsync();
        lease.CutOff(true);

        await BeatAsync(lease, 2);

        Assert.False(lease.MaySend);
        Assert.False(lease.IsHeld);
        var late = new TaskCompletionSource<bool>();
        _cluster.Answer = late.Task;
        lease.CutOff(false);
        await BeatAsync(lease, 1);
        Assert.False(lease.MaySend);

        late.SetResult(true);
        await Eventually.IsTrueAsync("the edge to speak", TimeSpan.FromSeconds(5), () => Task.FromResult(lease.MaySend));
        Assert.True(lease.IsHeld);
    }

    [Fact]
    public async Task ASleep_SilencesTheEdge_AnAnswerToAnEarlierQuestionProvesNothing_AndALaterOneDoes()
    {
        await using var lease = await StartAsync();
        var early = new TaskCompletionSource<bool>();
        _cluster.Answer = early.Task;
        await BeatAsync(lease, 1);

        _time.Advance(IEdgeLeaseGrain.Lifetime + IEdgeLeaseGrain.RenewEvery);
        Assert.False(lease.MaySend);
        var late = new TaskCompletionSource<bool>();
        _cluster.Answer = late.Task;
        early.SetResult(true);
        await BeatAsync(lease, 1);
        Assert.False(lease.MaySend);

        late.SetResult(true);
        await Eventually.IsTrueAsync("the edge to speak", TimeSpan.FromSeconds(5), () => Task.FromResult(lease.MaySend));
    }

    [Fact]
    public async Task RenewalsThatFailNowAndThen_LoseNothing()
    {
        await using var lease = await StartAsync();
        var chance = new Random(11);
        var failed = false;
        for (var round = 0; round < 200; round++)
        {
            // A round is two seconds here: two of them in a row are within what a lease lasts, three are not.
            failed = !failed && chance.Next(2) == 0;
            _cluster.Answer = failed ? Task.FromException<bool>(new TimeoutException("lost")) : Task.FromResult(true);
            await BeatAsync(lease, 1);
            Assert.True(lease.IsHeld && lease.MaySend && !lease.Lost.IsCancellationRequested, $"round {round} of seed 11");
        }
    }

    [Fact]
    public async Task ANameThatAnotherEdgeHas_IsWaitedFor_ThenTheStartIsRefused()
    {
        _cluster.Announced = Task.FromException(new EdgeNameTakenException("edge-1", new EdgeId("10.0.0.1:11111@5")));
        var refused = await Assert.ThrowsAsync<ConfigurationRefusedException>(() => StartAsync(TimeSpan.Zero));
        Assert.Contains("10.0.0.1:11111@5", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, _cluster.Closed);

        var starting = StartAsync(TimeSpan.FromHours(1));
        await Eventually.IsTrueAsync("a second attempt", TimeSpan.FromSeconds(5), () => Task.FromResult(_cluster.Closed >= 2));
        Assert.False(starting.IsCompleted);
        _cluster.Announced = Task.CompletedTask;
        await using var lease = await starting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True(lease.IsHeld);
    }

    [Fact]
    public async Task ALeaseThatIsRefused_IsLost()
    {
        await using var lease = await StartAsync();
        _cluster.Answer = Task.FromResult(false);

        await BeatAsync(lease, 1);

        Assert.True(lease.Lost.IsCancellationRequested);
        Assert.False(lease.MaySend);
    }

    private async Task<LeaseKeeper> StartAsync(TimeSpan patience = default)
    {
        var factory = DispatchProxy.Create<IGrainFactory, Grains>();
        ((Grains)(object)factory).Cluster = _cluster;
        var lease = new LeaseKeeper(
            factory, fixture.Edge.Services.GetRequiredService<EdgeIdentity>(), new EdgeClock(_time), TestMeters.Metrics(), NullLogger<LeaseKeeper>.Instance) { Beat = _time, NamePatience = patience };
        await lease.StartAsync(static () => new EdgeLoad(0, 0, false), TestContext.Current.CancellationToken);
        return lease;
    }

    // Each beat is waited for: the clock may not run ahead of who listens to it.
    private async Task BeatAsync(LeaseKeeper lease, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var before = lease.Beats;
            _time.Advance(IEdgeLeaseGrain.RenewEvery);
            while (lease.Beats == before && !lease.Lost.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    internal sealed class Cluster
    {
        public Task<bool>? Answer { get; set; }

        public Task Announced { get; set; } = Task.CompletedTask;

        public int Closed;
    }

    /// <summary>Public, because the runtime derives from it.</summary>
    public class Grains : DispatchProxy
    {
        internal Cluster Cluster { get; set; } = new();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.GetGenericArguments() is [var grain] && grain == typeof(IEdgeLeaseGrain) ? Made<IEdgeLeaseGrain>() : Made<IEdgeDirectoryGrain>();

        private object Made<T>()
            where T : class
        {
            var made = DispatchProxy.Create<T, Answers>();
            ((Answers)(object)made).Cluster = Cluster;
            return made;
        }
    }

    /// <summary>Public, because the runtime derives from it.</summary>
    public class Answers : DispatchProxy
    {
        internal Cluster Cluster { get; set; } = new();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name switch
            {
                nameof(IEdgeLeaseGrain.Renew) => Cluster.Answer ?? Task.FromResult(true),
                nameof(IEdgeDirectoryGrain.Announce) => Cluster.Announced,
                nameof(IEdgeLeaseGrain.Close) => Close(),
                _ => Task.CompletedTask,
            };

        private Task Close()
        {
            Cluster.Closed++;
            return Task.CompletedTask;
        }
    }
}
