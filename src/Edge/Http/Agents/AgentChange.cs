using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Http.Agents;

/// <summary>What an administrator sets of an agent.</summary>
public sealed record AgentChange
{
    /// <summary>What the agent is good at.</summary>
    [MaxLength(64)]
    public IReadOnlyList<SkillModel> Skills { get; init; } = [];

    /// <summary>The agent's queues, the first served first; others come after them by name.</summary>
    [MaxLength(200)]
    public IReadOnlyList<string> QueueOrder { get; init; } = [];

    /// <summary>What decides between queues that want the agent at the same moment.</summary>
    public QueueChoice Choice { get; init; }

    /// <summary>After how many calls in a row that were not answered the agent is paused; 0: never.</summary>
    [Range(0, 100)]
    public int PauseAfterMisses { get; init; } = 1;

    /// <summary>How long an agent is left alone who did not answer and is not paused: 00:00:01 to 00:10:00.</summary>
    public TimeSpan RestAfterMiss { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reasons for a pause; empty: any of 1 to 64 characters.</summary>
    [MaxLength(200)]
    public IReadOnlyList<string> PauseReasons { get; init; } = [];

    internal static AgentChange Of(AgentSettings settings) => new()
    {
        Skills = [.. settings.Skills.Select(skill => new SkillModel { Skill = skill.Skill, Level = skill.Level })],
        QueueOrder = [.. settings.QueueOrder.Select(queue => queue.Name)],
        Choice = settings.Choice,
        PauseAfterMisses = settings.PauseAfterMisses,
        RestAfterMiss = settings.RestAfterMiss,
        PauseReasons = settings.PauseReasons,
    };

    internal AgentSettings ToSettings(TenantId tenant) => new()
    {
        Skills = [.. (Skills ?? []).Select(skill => new AgentSkill(skill.Skill, skill.Level))],
        QueueOrder = [.. (QueueOrder ?? []).Select(queue => new QueueId(tenant, queue))],
        Choice = Choice,
        PauseAfterMisses = PauseAfterMisses,
        RestAfterMiss = RestAfterMiss,
        PauseReasons = [.. PauseReasons ?? []],
    };
}

/// <summary>A skill of an agent.</summary>
public sealed record SkillModel
{
    /// <summary>Its name.</summary>
    [Required, StringLength(64, MinimumLength = 1)]
    public required string Skill { get; init; }

    /// <summary>Proficiency.</summary>
    [Range(1, 100)]
    public required int Level { get; init; }
}
