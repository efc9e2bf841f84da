using System.Collections.Immutable;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Wallboards;

namespace RtcCluster.Grains.Wallboards;

/// <summary>All queues and agents of a tenant as they were told last, and the agents of each queue counted by what they do.</summary>
internal sealed class Board(TenantId tenant)
{
    private readonly Dictionary<QueueId, QueueChange> _queues = [];
    private readonly Dictionary<UserId, AgentChange> _agents = [];
    private readonly Dictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    /// <summary>All queues.</summary>
    public ImmutableArray<QueueCard> Queues => [.. _queues.Values.Select(queue => queue.Card).OfType<QueueCard>().Select(Counted).OrderBy(card => card.Queue, StringComparer.Ordinal)];

    /// <summary>All agents.</summary>
    public ImmutableArray<AgentCard> Agents => [.. _agents.Values.Select(agent => agent.Card).Where(IsAgent).OrderBy(card => card.Agent, StringComparer.Ordinal)];

    /// <summary>Takes news; gives what people see differently now, null when nothing.</summary>
    /// <param name="news">The news.</param>
    /// <param name="mark">How far the board is after them.</param>
    public WallboardChange? Take(WallboardNews news, WallboardMark mark)
    {
        var touched = new HashSet<string>(StringComparer.Ordinal);
        var agents = news.Agents.Where(agent => Take(agent, touched)).ToList();
        foreach (var queue in news.Queues.Where(Take))
        {
            touched.Add(queue.Queue.Name);
        }

        var queues = touched.Select(name => _queues.GetValueOrDefault(new QueueId(tenant, name))).OfType<QueueChange>().ToList();
        return agents.Count == 0 && queues.Count == 0
            ? null
            : new WallboardChange(
                tenant,
                mark,
                [.. queues.Where(queue => queue.Card is not null).Select(queue => Counted(queue.Card!))],
                [.. queues.Where(queue => queue.Card is null).Select(queue => queue.Queue.Name)],
                [.. agents.Select(agent => agent.Card).Where(IsAgent)],
                [.. agents.Select(agent => agent.Card).Where(card => !IsAgent(card)).Select(card => card.Agent)]);
    }

    private static bool IsAgent(AgentCard card) => card.Status != AgentStatus.LoggedOut || card.Queues.Length > 0;

    private QueueCard Counted(QueueCard card) => card with { Agents = _tallies.GetValueOrDefault(card.Queue)?.Counts ?? AgentCounts.None };

    private bool Take(QueueChange change)
    {
        if (_queues.TryGetValue(change.Queue, out var before) && before.Version >= change.Version)
        {
            return false;
        }

        _queues[change.Queue] = change;
        return true;
    }

    private bool Take(AgentChange change, HashSet<string> touched)
    {
        if (_agents.TryGetValue(change.Agent, out var before) && before.Version >= change.Version)
        {
            return false;
        }

        Count(before?.Card, -1, touched);
        Count(change.Card, +1, touched);
        _agents[change.Agent] = change;
        return true;
    }

    private void Count(AgentCard? card, int by, HashSet<string> touched)
    {
        foreach (var queue in card?.Queues ?? [])
        {
            if (!_tallies.TryGetValue(queue, out var tally))
            {
                _tallies[queue] = tally = new Tally();
            }

            tally.Add(card!.Status, by);
            touched.Add(queue);
        }
    }

    private sealed class Tally
    {
        private readonly int[] _of = new int[Enum.GetValues<AgentStatus>().Length];

        public AgentCounts Counts => new(
            _of[(int)AgentStatus.Available],
            _of[(int)AgentStatus.Ringing],
            _of[(int)AgentStatus.OnCall],
            _of[(int)AgentStatus.WrapUp],
            _of[(int)AgentStatus.Paused],
            _of[(int)AgentStatus.Resting],
            _of[(int)AgentStatus.LoggedOut]);

        public void Add(AgentStatus status, int by) => _of[(int)status] += by;
    }
}
