using System.Collections.Concurrent;
using RtcCluster.Cluster.Tenancy;

namespace RtcCluster.Cluster.Tests.Grains;

public sealed class RelayGrain : Grain, IRelayGrain
{
    /// <summary>Where two turns meet before both go on, by name.</summary>
    public static readonly ConcurrentDictionary<string, Barrier> Gates = new();

    /// <summary>Turns that rest until the test lets them go on, by name.</summary>
    public static readonly ConcurrentDictionary<string, (TaskCompletionSource Begun, TaskCompletionSource Over)> Rests = new();

    private int _calledBack;

    public Task<string?> Tenant() => Task.FromResult(TenantScope.Current);

    public Task<string?> TenantOfNext(string next) => Next(next).Tenant();

    public Task<string?> TenantOfNextForgotten(string next)
    {
        // As in the turn of a timer, which nobody's call began.
        RequestContext.Clear();
        return Next(next).Tenant();
    }

    public async Task<int> Walk(IReadOnlyList<string> way) =>
        way.Count == 0 ? 0 : 1 + await Next(way[0]).Walk([.. way.Skip(1)]);

    public Task Tell(string next)
    {
        // The answer is looked at after the turn, as the design wants it of calls that go upwards.
        Next(next).CallBack(this.GetPrimaryKeyString()).Ignore();
        return Task.CompletedTask;
    }

    public Task CallBack(string sender) => Next(sender).Ping();

    public Task CallBackOneWay(string sender) => Next(sender).Ping();

    public async Task MeetThenCall(string next, string gate)
    {
        await Task.Run(() => Gates[gate].SignalAndWait(TimeSpan.FromSeconds(10)));
        await Next(next).Ping();
    }

    public Task Rest(string gate)
    {
        Rests[gate].Begun.SetResult();
        return Rests[gate].Over.Task;
    }

    public Task<int> CalledBack() => Task.FromResult(_calledBack);

    public Task Ping()
    {
        _calledBack++;
        return Task.CompletedTask;
    }

    private IRelayGrain Next(string key) => GrainFactory.GetGrain<IRelayGrain>(key);
}
