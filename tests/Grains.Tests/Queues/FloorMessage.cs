using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Grains.Tests.Queues;

/// <summary>A message that is on its way.</summary>
internal abstract record FloorMessage
{
    public sealed record ToQueue(QueueId Queue, QueueInput Input) : FloorMessage;

    public sealed record ToAgent(UserId Agent, AgentOrder Order) : FloorMessage;

    public sealed record ToCall(QueueId Queue, QueueTell Tell) : FloorMessage;
}
