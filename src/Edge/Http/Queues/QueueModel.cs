using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Edge.Http.Queues;

/// <summary>A queue's rules, as the API shows them.</summary>
/// <param name="Name">Its name within the tenant; a line of kind queue points at it.</param>
/// <param name="Rules">What an administrator decided.</param>
/// <param name="Emergency">True while the emergency switch is on.</param>
/// <param name="Open">True while it takes callers.</param>
internal sealed record QueueModel(string Name, QueueChange Rules, bool Emergency, bool Open)
{
    public static QueueModel Of(QueueView view) => new(view.Queue.Name, QueueChange.Of(view.Rules), view.Emergency, view.Open);
}

/// <summary>An agent who serves a queue.</summary>
public sealed record MemberModel
{
    /// <summary>The user's name.</summary>
    [Required, StringLength(64, MinimumLength = 1), RegularExpression("^[a-z0-9._-]+$")]
    public required string Agent { get; init; }

    /// <summary>Place among the members, lowest first.</summary>
    [Range(0, 1_000_000)]
    public int Order { get; init; }

    /// <summary>Chance under the strategy weightedRandom.</summary>
    [Range(1, 1_000)]
    public int Weight { get; init; } = 1;
}

/// <summary>What an administrator sets of a queue. Times are hours, minutes and seconds, as 00:00:20.</summary>
public sealed record QueueChange
{
    /// <summary>Shown to people.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Title { get; init; }

    /// <summary>Who is offered a call.</summary>
    public QueueStrategy Strategy { get; init; }

    /// <summary>True: those with the most proficiency come first, the strategy decides among equals.</summary>
    public bool ProficiencyFirst { get; init; }

    /// <summary>The agents.</summary>
    [MaxLength(5_000)]
    public IReadOnlyList<MemberModel> Members { get; init; } = [];

    /// <summary>How long an agent is rung, 3 s to 5 minutes.</summary>
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After how long the strategy ringProgressively rings one more agent, 1 s to 5 minutes.</summary>
    public TimeSpan WidenAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much waiting one step of priority is worth, 1 s to 1 h.</summary>
    public TimeSpan AgeingStep { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a caller is kept for the agent whom they talked with last, 1 s to 30 minutes; null for no such preference.</summary>
    public TimeSpan? KeepForLastAgent { get; init; }

    /// <summary>Bounds, and where callers go beyond them.</summary>
    public QueueLimits? Limits { get; init; }

    /// <summary>When the queue is open.</summary>
    public QueueHours? Hours { get; init; }

    /// <summary>What waiting callers are told.</summary>
    public QueueAnnouncements? Announcements { get; init; }

    /// <summary>What agents do after a call.</summary>
    public WrapUpRules? WrapUp { get; init; }

    /// <summary>What counts as served well.</summary>
    public ServiceLevelRules? ServiceLevel { get; init; }

    // The zone's offsets follow from its name and are nobody's to set.
    internal static QueueChange Of(QueueRules rules) => new()
    {
        Title = rules.Name,
        Strategy = rules.Strategy,
        ProficiencyFirst = rules.ProficiencyFirst,
        Members = [.. rules.Members.Select(member => new MemberModel { Agent = member.Agent.Name, Order = member.Order, Weight = member.Weight })],
        RingTime = rules.RingTime,
        WidenAfter = rules.WidenAfter,
        AgeingStep = rules.AgeingStep,
        KeepForLastAgent = rules.KeepForLastAgent,
        Limits = rules.Limits,
        Hours = rules.Hours with { Zone = [] },
        Announcements = rules.Announcements,
        WrapUp = rules.WrapUp,
        ServiceLevel = rules.ServiceLevel,
    };

    internal QueueRules ToRules(TenantId tenant) => new()
    {
        Name = Title,
        Strategy = Strategy,
        ProficiencyFirst = ProficiencyFirst,
        Members = [.. (Members ?? []).Select(member => new QueueMember(new UserId(tenant, member.Agent), member.Order, member.Weight))],
        RingTime = RingTime,
        WidenAfter = WidenAfter,
        AgeingStep = AgeingStep,
        KeepForLastAgent = KeepForLastAgent,
        Limits = Limits ?? new(),
        Hours = (Hours ?? new()) with { Zone = [] },
        Announcements = Announcements ?? new(),
        WrapUp = WrapUp ?? new(),
        ServiceLevel = ServiceLevel ?? new(),
    };
}
