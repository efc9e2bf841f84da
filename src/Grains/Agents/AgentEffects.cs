using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>What a turn wants beside the changed state.</summary>
/// <param name="Save">True when the state has to be written before anybody is told.</param>
/// <param name="Changed">True when people see something else, whether or not it has to be written at once.</param>
/// <param name="Tells">Messages to queues, in order; each may come twice.</param>
/// <param name="Receipt">The answer to a person.</param>
internal sealed record AgentEffects(bool Save, bool Changed, IReadOnlyList<AgentTell> Tells, AgentReceipt? Receipt);

/// <summary>Something that a queue is told after the state was saved.</summary>
internal abstract record AgentTell(QueueId Queue)
{
    /// <summary>How the agent is.</summary>
    public sealed record News(QueueId Queue, AgentNews What) : AgentTell(Queue);

    /// <summary>The answer to an offer.</summary>
    public sealed record Answer(QueueId Queue, AgentAnswer What) : AgentTell(Queue);
}
