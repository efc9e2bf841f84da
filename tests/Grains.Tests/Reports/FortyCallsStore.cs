using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Tests.Calls;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Reports;

namespace RtcCluster.Grains.Tests.Reports;

/// <summary>The forty calls in a history, at ten o'clock.</summary>
public abstract class FortyCallsStore(bool postgreSql) : IAsyncLifetime
{
    internal static readonly DateTimeOffset Now = Company.At("10:00:00");
    private ReportStore? _store;

    internal IReportQuery Reports => _store!.Reports;

    internal IReadOnlyList<CallScript> Calls { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _store = await ReportStore.StartAsync(postgreSql, Now);
        var (calls, agents) = StoryTeller.Tell(FortyCalls.Calls);
        Calls = calls;
        foreach (var call in calls)
        {
            await _store.History.WriteAsync(CallLogProjection.History(call.Id, call.State.Ledger));
        }

        foreach (var (agent, work) in agents.Work(FortyCalls.Agents, Now))
        {
            await _store.History.WriteAsync(new CallHistory { Work = [.. work.Select(one => AgentArchive.Of(agent, one))] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
