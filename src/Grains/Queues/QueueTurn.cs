using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>One turn of a queue: the state that is being changed, the time, and the effects so far.</summary>
internal sealed class QueueTurn(QueueState state, DateTimeOffset now)
{
    private readonly List<QueueTell> _tells = [];

    /// <summary>The state; changed in place.</summary>
    public QueueState State { get; } = state;

    /// <summary>What is derived of it.</summary>
    public QueueIndex Index => State.Index;

    /// <summary>The rules.</summary>
    public QueueRules Rules => State.Rules;

    /// <summary>The time of the turn (UTC).</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The answer to a join.</summary>
    public QueueJoinReceipt? Join { get; set; }

    /// <summary>The answer to what can be accepted or not.</summary>
    public bool Accepted { get; set; }

    /// <summary>Tells an agent.</summary>
    public void Tell(UserId agent, AgentOrder order)
    {
        // That the news are known goes with what else the agent is told.
        if (order is AgentOrder.NewsTaken taken
            && _tells.FindLastIndex(tell => tell is QueueTell.ToAgent to && to.Who == agent) is >= 0 and var last
            && _tells[last] is QueueTell.ToAgent before
            && before.Order is AgentOrder.Reserve == taken.Wants)
        {
            _tells[last] = before with { Order = before.Order with { Taken = taken.Version } };
        }
        else
        {
            _tells.Add(new QueueTell.ToAgent(agent, order));
        }
    }

    /// <summary>Tells a call.</summary>
    public void Tell(QueueTell tell) => _tells.Add(tell);

    /// <summary>The effects of the turn.</summary>
    public QueueEffects Effects() => new(_tells, Join, Accepted);
}
