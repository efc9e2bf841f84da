using RtcCluster.Cluster.Tests.Grains;
using RtcCluster.Cluster.Tests.Membership;
using RtcCluster.TestKit.Members;

namespace RtcCluster.Cluster.Tests.Cycles;

public sealed class CallCycleWatchTests(TwoMembers members) : IClassFixture<TwoMembers>
{
    private readonly string _run = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task FailsARingOfTwo()
    {
        var failure = await Assert.ThrowsAsync<CallCycleException>(() => Relay("a").Walk([Key("b"), Key("a")]));

        Assert.Contains(Key("a"), failure.Message, StringComparison.Ordinal);
        Assert.Contains(members.Rings, ring => ring.Contains(Key("b"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task FailsARingOfThree() =>
        await Assert.ThrowsAsync<CallCycleException>(() => Relay("a").Walk([Key("b"), Key("c"), Key("a")]));

    [Fact]
    public async Task FailsAGrainThatAwaitsItself() =>
        await Assert.ThrowsAsync<CallCycleException>(() => Relay("a").Walk([Key("a")]));

    [Fact]
    public async Task FailsTwoCallers_ThatHoldEachOthersGrain()
    {
        RelayGrain.Gates[_run] = new Barrier(2);

        var (one, two) = (Relay("a").MeetThenCall(Key("b"), _run), Relay("b").MeetThenCall(Key("a"), _run));

        await Assert.ThrowsAsync<CallCycleException>(() => Task.WhenAll(one, two));
        // Breaking one frees the other.
        Assert.Contains(new[] { one, two }, t => t.IsCompletedSuccessfully || t.IsFaulted);
    }

    [Fact]
    public async Task LetsAStraightWayPass() => Assert.Equal(4, await Relay("a").Walk([Key("b"), Key("c"), Key("d"), Key("e")]));

    [Fact]
    public async Task LetsAMessagePass_ThatIsNotAwaitedInItsTurn()
    {
        var before = members.Rings.Count(r => r.Contains(_run, StringComparison.Ordinal));

        await Relay("a").Tell(Key("b"));
        await TestKit.Waiting.Eventually.GetAsync("the call back", TimeSpan.FromSeconds(10), () => Relay("a").CalledBack(), n => n == 1);

        Assert.Equal(before, members.Rings.Count(r => r.Contains(_run, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task LetsAMessagePass_ThatIsAnsweredLate_SinceItsSenderHasOtherWork()
    {
        // The message waits for its target until its sender has other work.
        var target = await RestAsync("b");
        await Relay("a").Tell(Key("b"));
        var sender = await RestAsync("a");
        target.Over.SetResult();

        // Both looks of the watch, and one more.
        await Task.Delay(3 * TwoMembers.Patience, TestContext.Current.CancellationToken);
        sender.Over.SetResult();
        await TestKit.Waiting.Eventually.GetAsync("the call back", TimeSpan.FromSeconds(10), () => Relay("a").CalledBack(), n => n == 1);

        Assert.DoesNotContain(members.Rings, ring => ring.Contains(_run, StringComparison.Ordinal));
    }

    [Fact]
    public async Task LetsAOneWayCallPass()
    {
        await Relay("b").CallBackOneWay(Key("a"));

        Assert.Equal(1, await TestKit.Waiting.Eventually.GetAsync("the call back", TimeSpan.FromSeconds(10), () => Relay("a").CalledBack(), n => n == 1));
    }

    [Fact]
    public async Task FailsTheTestCluster_WhenARingWasNotExpected()
    {
        var cluster = new TestMembers { Cycles = new CallCycleWatch { Patience = TimeSpan.FromMilliseconds(300) } };
        var member = await cluster.StartAsync(Cluster.Membership.ClusterRoles.Core, "core-1");
        await Assert.ThrowsAsync<CallCycleException>(() => member.Grains.GetGrain<IRelayGrain>(Key("a")).Walk([Key("a")]));

        await Assert.ThrowsAsync<CallCycleException>(async () => await cluster.DisposeAsync());
    }

    /// <summary>A grain is in the midst of a turn that lasts until its gate opens.</summary>
    private async Task<(TaskCompletionSource Begun, TaskCompletionSource Over)> RestAsync(string name)
    {
        var gate = RelayGrain.Rests[Key(name)] = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));
        Relay(name).Rest(Key(name)).Ignore();
        await gate.Begun.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        return gate;
    }

    private string Key(string name) => $"demo/{_run}-{name}";

    private IRelayGrain Relay(string name) => members.Core.Grains.GetGrain<IRelayGrain>(Key(name));
}
