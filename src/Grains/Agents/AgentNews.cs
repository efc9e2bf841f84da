using System.Collections.Immutable;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>How an agent is, as the queues have to know it.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Version">Grows with each change; older news are ignored.</param>
/// <param name="Status">What the agent is doing.</param>
/// <param name="Free">True when the agent could take a call now.</param>
/// <param name="IdleSince">Since when without a call (UTC).</param>
/// <param name="Skills">What the agent is good at.</param>
/// <param name="Rules">The version of the queue's rules that the agent knows.</param>
[GenerateSerializer, Immutable, Alias("rtc.acd.AgentNews")]
internal sealed record AgentNews(
    [property: Id(0)] UserId Agent,
    [property: Id(1)] long Version,
    [property: Id(2)] AgentStatus Status,
    [property: Id(3)] bool Free,
    [property: Id(4)] DateTimeOffset IdleSince,
    [property: Id(5)] ImmutableArray<AgentSkill> Skills,
    [property: Id(6)] long Rules);
