using Orleans.Concurrency;

namespace RtcCluster.Grains.Agents;

/// <summary>What queues tell an agent, who answers with a message of their own, after the turn.</summary>
[Alias("rtc.IAgentTurns")]
internal interface IAgentTurns : IGrainWithStringKey
{
    /// <summary>What a queue says once: it wants to know that it has come, for otherwise it tries again.</summary>
    [Alias("Order"), ResponseTimeout("00:00:05")]
    Task Order(AgentOrder order);

    /// <summary>What a queue says again until the agent answers, or what matters only now.</summary>
    [Alias("Hear"), OneWay]
    Task Hear(AgentOrder order);
}
