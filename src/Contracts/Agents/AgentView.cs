using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Agents;

/// <summary>An agent as supervisors see it.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Status">What the agent is doing.</param>
/// <param name="Since">Since when (UTC).</param>
/// <param name="Reason">Why paused.</param>
/// <param name="Next">What the agent will do after the call; null: take the next one.</param>
/// <param name="Queue">The queue of the call.</param>
/// <param name="Offer">The queue's number of it.</param>
/// <param name="Queues">The queues that the agent serves, in the agent's order.</param>
/// <param name="Calls">Calls taken.</param>
/// <param name="Misses">Calls that were not answered.</param>
/// <param name="PausedSeconds">Time paused, by reason.</param>
/// <param name="Settings">What an administrator decided.</param>
/// <param name="Until">When a wrap-up or a rest is over (UTC); null while it waits for a disposition.</param>
[GenerateSerializer, Immutable, Alias("rtc.AgentView")]
public sealed record AgentView(
    [property: Id(0)] UserId Agent,
    [property: Id(1)] AgentStatus Status,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] string? Reason,
    [property: Id(4)] AgentStatus? Next,
    [property: Id(5)] QueueId? Queue,
    [property: Id(6)] long? Offer,
    [property: Id(7)] ImmutableArray<QueueId> Queues,
    [property: Id(8)] int Calls,
    [property: Id(9)] int Misses,
    [property: Id(10)] ImmutableDictionary<string, long> PausedSeconds,
    [property: Id(11)] AgentSettings? Settings = null,
    [property: Id(12)] DateTimeOffset? Until = null);
