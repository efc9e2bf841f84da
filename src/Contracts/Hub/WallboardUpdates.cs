namespace RtcCluster.Contracts.Hub;

/// <summary>Queues that changed.</summary>
/// <param name="Queues">As they are now.</param>
/// <param name="Gone">Queues that were deleted.</param>
/// <param name="IsWhole">True when these are all there are: what was known before is forgotten.</param>
public sealed record QueuesUpdate(QueueCard[] Queues, string[] Gone, bool IsWhole);

/// <summary>Agents that changed, of those that are watched.</summary>
/// <param name="Agents">As they are now.</param>
/// <param name="Gone">Agents who do not fit the filter any more, or are none.</param>
/// <param name="IsWhole">True when these are all that fit: what was known before is forgotten.</param>
public sealed record AgentsUpdate(AgentCard[] Agents, string[] Gone, bool IsWhole);
