using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>What agents tell a queue. One-way in meaning: the queue answers with an order of its own, after its turn.</summary>
[Alias("rtc.IQueueTurns")]
internal interface IQueueTurns : IGrainWithStringKey
{
    /// <summary>How an agent is.</summary>
    [Alias("Told"), ResponseTimeout("00:00:05")]
    Task Told(AgentNews news);

    /// <summary>What an agent answers to an offer.</summary>
    [Alias("Answered"), ResponseTimeout("00:00:05")]
    Task Answered(AgentAnswer answer);

    /// <summary>Reads the queue again where another activation or a failed write has overtaken this one.</summary>
    [Alias("Wake")]
    Task Wake();
}
