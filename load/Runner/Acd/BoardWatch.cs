using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Hub;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Acd;

/// <summary>A supervisor's screen: which agents are in which state, and how long each change took to be seen.</summary>
internal sealed class BoardWatch
{
    private readonly Dictionary<string, AgentCard> _agents = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly AcdFigures _figures;

    public BoardWatch(HubPhone supervisor, AcdFigures figures)
    {
        _figures = figures;
        supervisor.AgentsTold += Take;
    }

    private int Available
    {
        get
        {
            lock (_lock)
            {
                return _agents.Values.Count(agent => agent.Status == AgentStatus.Available && agent.Agent.StartsWith(Administration.NamePrefix, StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Waits until so many agents could take a call.</summary>
    public async Task UntilAvailableAsync(int agents, TimeSpan timeout, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(timeout);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (Available < agents)
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"Only {Available} of {agents} agents were available within {timeout.TotalSeconds:0} s.");
        }
    }

    private void Take(AgentsUpdate update)
    {
        var now = DateTimeOffset.UtcNow;
        lock (_lock)
        {
            foreach (var agent in update.Agents)
            {
                // A card that comes again for another reason tells of no new state.
                if (_figures.Counts && !update.IsWhole && _agents.TryGetValue(agent.Agent, out var before) && agent.Since > before.Since)
                {
                    _figures.WasShown(now - agent.Since);
                }

                _agents[agent.Agent] = agent;
            }
        }
    }
}
