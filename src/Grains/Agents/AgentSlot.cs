using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Agents;

/// <summary>What the agent is held for: one offer of one queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Offer">The queue's number of it.</param>
/// <param name="Priority">The caller's priority.</param>
/// <param name="WaitingSince">Since when the caller waits (UTC).</param>
/// <param name="WrapUp">What is to be done after the call, once it is answered.</param>
/// <param name="Call">The call, once it is.</param>
[GenerateSerializer, Immutable, Alias("rtc.state.AgentSlot")]
internal sealed record AgentSlot(
    [property: Id(0)] QueueId Queue,
    [property: Id(1)] long Offer,
    [property: Id(2)] int Priority,
    [property: Id(3)] DateTimeOffset WaitingSince,
    [property: Id(4)] WrapUpRules? WrapUp = null,
    [property: Id(5)] CallId? Call = null);
