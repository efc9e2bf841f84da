namespace RtcCluster.Contracts.Queues;

/// <summary>Bounds of a queue, and the numbers that callers are sent to beyond them; where no number is given the caller is told busy, or hung up on when answered.</summary>
[GenerateSerializer, Immutable, Alias("rtc.QueueLimits")]
public sealed record QueueLimits
{
    /// <summary>How many may wait. 1 to 100,000.</summary>
    [Id(0)]
    public int MaxWaiting { get; init; } = 1_000;

    /// <summary>Where one more goes.</summary>
    [Id(1)]
    public string? WhenFull { get; init; }

    /// <summary>How long somebody may wait; null: for ever.</summary>
    [Id(2)]
    public TimeSpan? MaxWait { get; init; }

    /// <summary>Where they go then.</summary>
    [Id(3)]
    public string? AfterMaxWait { get; init; }

    /// <summary>The longest estimated wait that somebody is let in with; null: any.</summary>
    [Id(4)]
    public TimeSpan? MaxEstimatedWait { get; init; }

    /// <summary>Where they go who would wait longer.</summary>
    [Id(5)]
    public string? WhenTooSlow { get; init; }

    /// <summary>Who must be there for callers to be let in.</summary>
    [Id(6)]
    public StaffRule JoinNeeds { get; init; }

    /// <summary>Who must be there for callers to go on waiting.</summary>
    [Id(7)]
    public StaffRule StayNeeds { get; init; }

    /// <summary>Where they go when nobody is.</summary>
    [Id(8)]
    public string? WhenNobodyServes { get; init; }

    /// <summary>Where they go while the queue is closed.</summary>
    [Id(9)]
    public string? WhenClosed { get; init; }

    /// <summary>Where they go on a holiday; null: as when closed.</summary>
    [Id(10)]
    public string? OnHoliday { get; init; }

    /// <summary>Where they go while the emergency switch is on.</summary>
    [Id(11)]
    public string? InEmergency { get; init; }
}
