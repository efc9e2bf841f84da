using System.Collections.Immutable;

namespace RtcCluster.Contracts.Queues;

/// <summary>What an administrator decides about a queue; each part can be changed while callers wait.</summary>
[GenerateSerializer, Immutable, Alias("rtc.QueueRules")]
public sealed record QueueRules
{
    /// <summary>Shown to people.</summary>
    [Id(0)]
    public string Name { get; init; } = "";

    /// <summary>Who is offered a call.</summary>
    [Id(1)]
    public QueueStrategy Strategy { get; init; }

    /// <summary>True: of the agents who may serve a caller those with the most proficiency come first, the strategy decides among equals.</summary>
    [Id(2)]
    public bool ProficiencyFirst { get; init; }

    /// <summary>The agents. At most 5,000.</summary>
    [Id(3)]
    public ImmutableArray<QueueMember> Members { get; init; } = [];

    /// <summary>How long an agent is rung. 3 s to 5 minutes.</summary>
    [Id(4)]
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After how long <see cref="QueueStrategy.RingProgressively"/> rings one more agent. 1 s to 5 minutes.</summary>
    [Id(5)]
    public TimeSpan WidenAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much waiting one step of priority is worth: 1 s to 1 h. Finite, so that nobody waits for ever behind more important callers.</summary>
    [Id(6)]
    public TimeSpan AgeingStep { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a caller is kept for the agent whom they talked with last; null: no such preference.</summary>
    [Id(7)]
    public TimeSpan? KeepForLastAgent { get; init; }

    /// <summary>Bounds, and where callers go beyond them.</summary>
    [Id(8)]
    public QueueLimits Limits { get; init; } = new();

    /// <summary>When the queue is open.</summary>
    [Id(9)]
    public QueueHours Hours { get; init; } = new();

    /// <summary>What waiting callers are told.</summary>
    [Id(10)]
    public QueueAnnouncements Announcements { get; init; } = new();

    /// <summary>What agents do after a call.</summary>
    [Id(11)]
    public WrapUpRules WrapUp { get; init; } = new();

    /// <summary>Virtual hold.</summary>
    [Id(12)]
    public CallbackRules Callbacks { get; init; } = new();

    /// <summary>What counts as served well.</summary>
    [Id(13)]
    public ServiceLevelRules ServiceLevel { get; init; } = new();

    /// <summary>The uploaded prompt that waiting callers hear again and again between announcements; null: the hold music.</summary>
    [Id(60)]
    public string? Music { get; init; }
}
