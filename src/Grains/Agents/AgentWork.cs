using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>A time in which the agent was doing one thing, for the reports.</summary>
/// <param name="Number">Grows with each time of the agent.</param>
/// <param name="Status">What the agent was doing.</param>
/// <param name="From">When it began (UTC).</param>
/// <param name="To">When it ended; null while it goes on.</param>
/// <param name="Reason">Why paused.</param>
/// <param name="Queue">The queue of the call that it was about.</param>
/// <param name="Offer">The queue's number of it.</param>
/// <param name="Disposition">What the call came to, once its wrap-up is over.</param>
[GenerateSerializer, Immutable, Alias("rtc.state.AgentWork")]
internal sealed record AgentWork(
    [property: Id(0)] long Number,
    [property: Id(1)] AgentStatus Status,
    [property: Id(2)] DateTimeOffset From,
    [property: Id(3)] DateTimeOffset? To,
    [property: Id(4)] string? Reason = null,
    [property: Id(5)] QueueId? Queue = null,
    [property: Id(6)] long? Offer = null,
    [property: Id(7)] string? Disposition = null);
