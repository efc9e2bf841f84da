using System.Collections.Immutable;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Queues;

/// <summary>A queue as supervisors see it.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Emergency">True while the emergency switch is on.</param>
/// <param name="Open">True while it takes callers.</param>
/// <param name="EstimatedSeconds">The wait that somebody who joined now would be told.</param>
/// <param name="Places">The first callers, by place; at most 1,000.</param>
/// <param name="Agents">The members.</param>
/// <param name="Statistics">Counts since the queue was made.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueueView")]
public sealed record QueueView(
    [property: Id(0)] QueueId Queue,
    [property: Id(1)] QueueRules Rules,
    [property: Id(2)] bool Emergency,
    [property: Id(3)] bool Open,
    [property: Id(4)] int EstimatedSeconds,
    [property: Id(5)] ImmutableArray<QueuePlace> Places,
    [property: Id(6)] ImmutableArray<QueueAgent> Agents,
    [property: Id(7)] QueueStatistics Statistics);

/// <summary>A caller who waits, is offered, or talks.</summary>
/// <param name="Number">Number of the place; never used again.</param>
/// <param name="Call">The call; null for one that is to be called back.</param>
/// <param name="Caller">Who it is.</param>
/// <param name="Priority">The priority.</param>
/// <param name="Since">When the caller joined (UTC).</param>
/// <param name="Phase">Where the caller stands.</param>
/// <param name="Callback">True when the caller is to be called back.</param>
/// <param name="Told">Announcements that the caller has heard to their end.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueuePlace")]
public sealed record QueuePlace(
    [property: Id(0)] long Number,
    [property: Id(1)] CallId? Call,
    [property: Id(2)] Party Caller,
    [property: Id(3)] int Priority,
    [property: Id(4)] DateTimeOffset Since,
    [property: Id(5)] QueuePhase Phase,
    [property: Id(6)] bool Callback,
    [property: Id(60)] int Told = 0);

/// <summary>Where a caller stands.</summary>
[GenerateSerializer, Alias("rtc.QueuePhase")]
public enum QueuePhase
{
    /// <summary>Waits for an agent.</summary>
    Waiting = 0,

    /// <summary>Is offered to one or more agents.</summary>
    Offered = 1,

    /// <summary>Talks with an agent, or is being called back by one.</summary>
    Talking = 2,

    /// <summary>Is being sent elsewhere.</summary>
    Leaving = 3,
}

/// <summary>A member as its queue sees it.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Status">What the agent said last.</param>
/// <param name="Offer">The offer that the agent has of this queue; null: none.</param>
/// <param name="Calls">Calls taken of this queue.</param>
/// <param name="TalkSeconds">Time talked in them.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueueAgent")]
public sealed record QueueAgent(
    [property: Id(0)] UserId Agent,
    [property: Id(1)] AgentStatus Status,
    [property: Id(2)] long? Offer,
    [property: Id(3)] int Calls,
    [property: Id(4)] long TalkSeconds);
