using RtcCluster.Contracts.Hub;

namespace RtcCluster.Edge.Wallboards;

/// <summary>Which agents somebody watches, and which of them they were told of.</summary>
internal sealed class AgentsFilter(AgentsRequest request)
{
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    /// <summary>Begins anew: gives all that fit.</summary>
    public AgentsUpdate All(IEnumerable<AgentCard> agents)
    {
        _shown.Clear();
        AgentCard[] fitting = [.. agents.Where(Fits)];
        _shown.UnionWith(fitting.Select(agent => agent.Agent));
        return new AgentsUpdate(fitting, [], IsWhole: true);
    }

    /// <summary>What the watcher sees differently; null when nothing.</summary>
    public AgentsUpdate? Of(IReadOnlyList<AgentCard> changed, IReadOnlyList<string> gone)
    {
        AgentCard[] fitting = [.. changed.Where(Fits)];
        string[] away = [.. gone.Concat(changed.Where(agent => !Fits(agent)).Select(agent => agent.Agent)).Where(_shown.Remove)];
        _shown.UnionWith(fitting.Select(agent => agent.Agent));
        return fitting.Length + away.Length > 0 ? new AgentsUpdate(fitting, away, IsWhole: false) : null;
    }

    private bool Fits(AgentCard agent) =>
        (request.Queue is null || agent.Queues.Contains(request.Queue))
        && (request.Status is null || agent.Status == request.Status)
        && (request.Search is not { Length: > 0 } search || Has(agent.Agent, search) || Has(agent.Name, search) || Has(agent.Extension, search));

    private static bool Has(string? text, string search) => text?.Contains(search, StringComparison.OrdinalIgnoreCase) is true;
}
