using Orleans.Concurrency;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>What agents tell a queue. The queue answers with an order of its own, after its turn; what gets lost the agent says again, or the queue asks again.</summary>
[Alias("rtc.IQueueTurns")]
internal interface IQueueTurns : IGrainWithStringKey
{
    /// <summary>How an agent is.</summary>
    [Alias("Told"), OneWay]
    Task Told(AgentNews news);

    /// <summary>What an agent answers to an offer.</summary>
    [Alias("Answered"), OneWay]
    Task Answered(AgentAnswer answer);

    /// <summary>Reads the queue again where another activation or a failed write has overtaken this one.</summary>
    [Alias("Wake")]
    Task Wake();
}
