using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Agents;

/// <summary>What an administrator decides about an agent.</summary>
[GenerateSerializer, Immutable, Alias("rtc.AgentSettings")]
public sealed record AgentSettings
{
    /// <summary>What the agent is good at; at most 64.</summary>
    [Id(0)]
    public ImmutableArray<AgentSkill> Skills { get; init; } = [];

    /// <summary>The agent's queues, the first served first; others come after them by name.</summary>
    [Id(1)]
    public ImmutableArray<QueueId> QueueOrder { get; init; } = [];

    /// <summary>What decides between queues that want the agent at the same moment.</summary>
    [Id(2)]
    public QueueChoice Choice { get; init; }

    /// <summary>After how many calls in a row that were not answered the agent is paused; 0: never.</summary>
    [Id(3)]
    public int PauseAfterMisses { get; init; } = 1;

    /// <summary>How long an agent is left alone who did not answer and is not paused. 1 s to 10 minutes.</summary>
    [Id(4)]
    public TimeSpan RestAfterMiss { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reasons for a pause; empty: any of 1 to 64 characters.</summary>
    [Id(5)]
    public ImmutableArray<string> PauseReasons { get; init; } = [];
}

/// <summary>A skill of an agent.</summary>
/// <param name="Skill">Its name.</param>
/// <param name="Level">Proficiency, 1 to 100.</param>
[GenerateSerializer, Immutable, Alias("rtc.AgentSkill")]
public sealed record AgentSkill([property: Id(0)] string Skill, [property: Id(1)] int Level);

/// <summary>What decides between queues that want an agent at the same moment.</summary>
[GenerateSerializer, Alias("rtc.QueueChoice")]
public enum QueueChoice
{
    /// <summary>The order of the agent's queues.</summary>
    ByOrder = 0,

    /// <summary>The caller who has waited longest.</summary>
    ByWait = 1,

    /// <summary>The caller with the highest priority, then the one who has waited longest.</summary>
    ByPriority = 2,
}
