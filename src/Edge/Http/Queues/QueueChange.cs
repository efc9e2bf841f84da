using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Edge.Http.Queues;

/// <summary>What an administrator sets of a queue. What is left out is as <see cref="QueueRules"/> has it by itself; times are <c>hh:mm:ss</c>.</summary>
public sealed record QueueChange
{
    private static readonly QueueRules Plain = new();

    /// <summary>Shown to people.</summary>
    [Required, StringLength(100)]
    public required string Name { get; init; }

    /// <summary>Who is offered a call.</summary>
    public QueueStrategy Strategy { get; init; }

    /// <inheritdoc cref="QueueRules.ProficiencyFirst"/>
    public bool ProficiencyFirst { get; init; }

    /// <summary>The agents; at most 5,000.</summary>
    [MaxLength(5_000)]
    public IReadOnlyList<QueueMemberChange> Members { get; init; } = [];

    /// <inheritdoc cref="QueueRules.RingTime"/>
    public TimeSpan RingTime { get; init; } = Plain.RingTime;

    /// <inheritdoc cref="QueueRules.WidenAfter"/>
    public TimeSpan WidenAfter { get; init; } = Plain.WidenAfter;

    /// <inheritdoc cref="QueueRules.AgeingStep"/>
    public TimeSpan AgeingStep { get; init; } = Plain.AgeingStep;

    /// <inheritdoc cref="QueueRules.KeepForLastAgent"/>
    public TimeSpan? KeepForLastAgent { get; init; }

    /// <summary>Bounds, and where callers go beyond them.</summary>
    public QueueLimits Limits { get; init; } = Plain.Limits;

    /// <summary>When the queue is open; the offsets of the zone are worked out.</summary>
    public QueueHours Hours { get; init; } = Plain.Hours;

    /// <summary>What waiting callers are told.</summary>
    public QueueAnnouncements Announcements { get; init; } = Plain.Announcements;

    /// <inheritdoc cref="QueueRules.Music"/>
    public string? Music { get; init; }

    /// <summary>What agents do after a call.</summary>
    public WrapUpRules WrapUp { get; init; } = Plain.WrapUp;

    /// <summary>What counts as served well.</summary>
    public ServiceLevelRules ServiceLevel { get; init; } = Plain.ServiceLevel;

    internal static QueueChange Of(QueueRules rules) => new()
    {
        Name = rules.Name,
        Strategy = rules.Strategy,
        ProficiencyFirst = rules.ProficiencyFirst,
        Members = [.. rules.Members.Select(member => new QueueMemberChange(member.Agent.Name, member.Order, member.Weight))],
        RingTime = rules.RingTime,
        WidenAfter = rules.WidenAfter,
        AgeingStep = rules.AgeingStep,
        KeepForLastAgent = rules.KeepForLastAgent,
        Limits = rules.Limits,
        Hours = rules.Hours with { Zone = [] },
        Announcements = rules.Announcements,
        Music = rules.Music,
        WrapUp = rules.WrapUp,
        ServiceLevel = rules.ServiceLevel,
    };

    // Calls back are not offered here before anybody dials them.
    internal QueueRules ToRules(TenantId tenant) => new()
    {
        Name = Name,
        Strategy = Strategy,
        ProficiencyFirst = ProficiencyFirst,
        Members = [.. Members.Select(member => new QueueMember(new UserId(tenant, member.Agent), member.Order, member.Weight))],
        RingTime = RingTime,
        WidenAfter = WidenAfter,
        AgeingStep = AgeingStep,
        KeepForLastAgent = KeepForLastAgent,
        Limits = Limits,
        Hours = Hours is null ? Plain.Hours : Hours with { Zone = [] },
        Announcements = Announcements,
        Music = Music,
        WrapUp = WrapUp,
        ServiceLevel = ServiceLevel,
    };
}

/// <summary>An agent who serves a queue.</summary>
/// <param name="Agent">The user's name.</param>
/// <param name="Order">Place among the members, lowest first. 0 to 1,000,000.</param>
/// <param name="Weight">Chance under the strategy <c>weightedRandom</c>, 1 to 1,000.</param>
public sealed record QueueMemberChange(string Agent, int Order = 0, int Weight = 1);
