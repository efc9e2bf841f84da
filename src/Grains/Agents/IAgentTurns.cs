using System.Collections.Immutable;

namespace RtcCluster.Grains.Agents;

/// <summary>What queues tell an agent. One-way in meaning: the agent answers with a message of its own, after its turn.</summary>
[Alias("rtc.IAgentTurns")]
internal interface IAgentTurns : IGrainWithStringKey
{
    /// <summary>What a queue says.</summary>
    [Alias("Order"), ResponseTimeout("00:00:05")]
    Task Order(AgentOrder order);

    /// <summary>The history has what the agent did.</summary>
    [Alias("Written"), ResponseTimeout("00:00:05")]
    Task Written(ImmutableArray<AgentWork> work);
}
