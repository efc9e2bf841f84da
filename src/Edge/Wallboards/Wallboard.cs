using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Wallboards;
using RtcCluster.Edge.Hub;

namespace RtcCluster.Edge.Wallboards;

/// <summary>A tenant's wallboard at this edge: what there is, and which browsers see what of it. Any thread.</summary>
internal sealed class Wallboard
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, QueueCard> _queues = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AgentCard> _agents = new(StringComparer.Ordinal);
    private readonly HashSet<PhoneDevice> _ofQueues = [];
    private readonly Dictionary<PhoneDevice, AgentsFilter> _ofAgents = [];
    private WallboardMark? _mark;
    private WallboardMark? _told;

    /// <summary>How far it has come; null before anything is known.</summary>
    public WallboardMark? Mark
    {
        get
        {
            lock (_lock)
            {
                return _mark;
            }
        }
    }

    /// <summary>Whether anybody watches.</summary>
    public bool IsWatched
    {
        get
        {
            lock (_lock)
            {
                return HasWatchers;
            }
        }
    }

    private bool HasWatchers => _ofQueues.Count + _ofAgents.Count > 0;

    /// <summary>Somebody watches the queues; false when they are to be asked for first.</summary>
    public bool WatchQueues(PhoneDevice device)
    {
        lock (_lock)
        {
            ForgetUnwatched();
            _ofQueues.Add(device);
            if (_mark is not null)
            {
                ShowQueues(device);
            }

            return _mark is not null;
        }
    }

    /// <summary>Somebody watches agents; false when they are to be asked for first.</summary>
    public bool WatchAgents(PhoneDevice device, AgentsFilter filter)
    {
        lock (_lock)
        {
            ForgetUnwatched();
            _ofAgents[device] = filter;
            if (_mark is not null)
            {
                ShowAgents(device, filter);
            }

            return _mark is not null;
        }
    }

    /// <summary>Somebody does not watch the queues any more.</summary>
    public void UnwatchQueues(PhoneDevice device)
    {
        lock (_lock)
        {
            _ofQueues.Remove(device);
        }
    }

    /// <summary>Somebody does not watch agents any more.</summary>
    public void UnwatchAgents(PhoneDevice device)
    {
        lock (_lock)
        {
            _ofAgents.Remove(device);
        }
    }

    /// <summary>Takes everything there is; false when changes have been missed since.</summary>
    public bool Replace(WallboardView view)
    {
        lock (_lock)
        {
            _mark = view.Mark;
            _queues.Clear();
            _agents.Clear();
            foreach (var queue in view.Queues)
            {
                _queues[queue.Queue] = queue;
            }

            foreach (var agent in view.Agents)
            {
                _agents[agent.Agent] = agent;
            }

            foreach (var device in _ofQueues)
            {
                ShowQueues(device);
            }

            foreach (var (device, filter) in _ofAgents)
            {
                ShowAgents(device, filter);
            }

            return _told is not { } told || told.Activation != view.Mark.Activation || told.Number <= view.Mark.Number;
        }
    }

    /// <summary>Takes a change; false when one before it was missed, or everything is still to be asked for.</summary>
    public bool Change(WallboardChange change)
    {
        lock (_lock)
        {
            _told = change.Mark;
            if (_mark is not { } mark || mark.Activation != change.Mark.Activation || change.Mark.Number > mark.Number + 1)
            {
                return false;
            }

            if (change.Mark.Number <= mark.Number)
            {
                return true;
            }

            _mark = change.Mark;
            Take(change);
            Show(change);
            return true;
        }
    }

    // The grain tells an edge as long as somebody watches there: what is known from before that may be old.
    private void ForgetUnwatched() => _mark = HasWatchers ? _mark : null;

    private void Take(WallboardChange change)
    {
        foreach (var queue in change.Queues)
        {
            _queues[queue.Queue] = queue;
        }

        foreach (var queue in change.QueuesGone)
        {
            _queues.Remove(queue);
        }

        foreach (var agent in change.Agents)
        {
            _agents[agent.Agent] = agent;
        }

        foreach (var agent in change.AgentsGone)
        {
            _agents.Remove(agent);
        }
    }

    private void Show(WallboardChange change)
    {
        if (change.Queues.Length + change.QueuesGone.Length > 0)
        {
            var update = new QueuesUpdate([.. change.Queues], [.. change.QueuesGone], IsWhole: false);
            foreach (var device in _ofQueues)
            {
                device.Tell(client => client.QueuesChanged(update));
            }
        }

        foreach (var (device, filter) in _ofAgents)
        {
            if (filter.Of(change.Agents, change.AgentsGone) is { } update)
            {
                device.Tell(client => client.AgentsChanged(update));
            }
        }
    }

    private void ShowQueues(PhoneDevice device)
    {
        var update = new QueuesUpdate([.. _queues.Values], [], IsWhole: true);
        device.Tell(client => client.QueuesChanged(update));
    }

    private void ShowAgents(PhoneDevice device, AgentsFilter filter)
    {
        var update = filter.All(_agents.Values);
        device.Tell(client => client.AgentsChanged(update));
    }
}
