using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Edges;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Lifecycle;

/// <summary>A drain that ends: the directory knows of it in the end, whatever it was that kept it from hearing.</summary>
public sealed class DrainDeskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task ADirectoryThatIsAwayWhenTheDrainEnds_IsToldWhenItIsBack()
    {
        var away = new DirectoryAway();
        await using var edge = await EdgeUnderTest.StartAsync(services => services.AddSingleton<IOutgoingGrainCallFilter>(away));
        var desk = edge.Services.GetRequiredService<DrainDesk>();
        desk.Hold();
        await SaysAsync(edge, leaving: true);

        away.IsAway = true;
        await desk.ReleaseAsync();
        Assert.False(desk.State.Draining);
        Assert.True(away.Missed > 0);
        Assert.True(await IsLeavingAsync(edge));

        away.IsAway = false;
        await SaysAsync(edge, leaving: false);
    }

    [Fact]
    public async Task ADirectoryThatDidNotHearOfTheEnd_IsToldByTheNextOne_AlthoughNothingIsHeld()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await Directory(edge).Announce(edge.Services.GetRequiredService<EdgeIdentity>().Info with { Leaving = true });

        await edge.Services.GetRequiredService<DrainDesk>().ReleaseAsync();

        Assert.False(await IsLeavingAsync(edge));
    }

    [Fact]
    public async Task AnEdgeThatIsDrainedAgain_SaysSoLast()
    {
        var away = new DirectoryAway();
        await using var edge = await EdgeUnderTest.StartAsync(services => services.AddSingleton<IOutgoingGrainCallFilter>(away));
        var desk = edge.Services.GetRequiredService<DrainDesk>();
        away.IsAway = true;
        await desk.ReleaseAsync();
        desk.Hold();
        away.IsAway = false;

        await SaysAsync(edge, leaving: true);
        var missed = away.Missed;
        await desk.ReleaseAsync();
        Assert.Equal(missed, away.Missed);
        Assert.False(await IsLeavingAsync(edge));
    }

    [Fact]
    public void CallsThatStay_AreAskedMoreAndMoreSeldom_UntilOneGoes()
    {
        var pause = TimeSpan.FromSeconds(0.5);
        foreach (var seconds in new double[] { 1, 2, 4, 8, 10, 10 })
        {
            pause = DrainDesk.PauseAfter(pause, moved: false);
            Assert.Equal(seconds, pause.TotalSeconds);
        }

        Assert.Equal(0.5, DrainDesk.PauseAfter(pause, moved: true).TotalSeconds);
    }

    private static IEdgeDirectoryGrain Directory(EdgeUnderTest edge) => edge.Services.GetRequiredService<IGrainFactory>().GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key);

    private static async Task<bool> IsLeavingAsync(EdgeUnderTest edge) => Assert.Single(await Directory(edge).List()).Leaving;

    private static Task<bool> SaysAsync(EdgeUnderTest edge, bool leaving) =>
        Eventually.GetAsync($"the directory to have it {(leaving ? "leaving" : "back")}", Patience, () => IsLeavingAsync(edge), said => said == leaving);

    /// <summary>A directory that does not hear that the edge takes calls again.</summary>
    private sealed class DirectoryAway : IOutgoingGrainCallFilter
    {
        private volatile bool _isAway;
        private int _missed;

        public bool IsAway
        {
            get => _isAway;
            set => _isAway = value;
        }

        public int Missed => Volatile.Read(ref _missed);

        public Task Invoke(IOutgoingGrainCallContext context)
        {
            if (_isAway && context.MethodName == nameof(IEdgeDirectoryGrain.Announce) && context.Request.GetArgument(0) is EdgeInfo { Leaving: false })
            {
                Interlocked.Increment(ref _missed);
                return Task.FromException(new TimeoutException("The directory is away."));
            }

            return context.Invoke();
        }
    }
}
