namespace RtcCluster.Grains.Queues;

/// <summary>What a queue counts.</summary>
[GenerateSerializer, Alias("rtc.state.QueueCounts")]
internal sealed class QueueCounts
{
    /// <summary>Let in.</summary>
    [Id(0)]
    public long Joined { get; set; }

    /// <summary>Not let in.</summary>
    [Id(1)]
    public long Refused { get; set; }

    /// <summary>Got an agent.</summary>
    [Id(2)]
    public long Answered { get; set; }

    /// <summary>Of them those in time.</summary>
    [Id(3)]
    public long AnsweredInTime { get; set; }

    /// <summary>Hung up.</summary>
    [Id(4)]
    public long Abandoned { get; set; }

    /// <summary>Of them those who did at once.</summary>
    [Id(5)]
    public long ShortAbandoned { get; set; }

    /// <summary>Sent elsewhere.</summary>
    [Id(6)]
    public long SentAway { get; set; }

    /// <summary>Asked to be called back.</summary>
    [Id(7)]
    public long CallbacksAsked { get; set; }

    /// <summary>Of them those who were reached.</summary>
    [Id(8)]
    public long CallbacksReached { get; set; }

    /// <summary>How long the answered have waited.</summary>
    [Id(9)]
    public TimeSpan Waited { get; set; }

    /// <summary>Differences between estimate and wait.</summary>
    [Id(10)]
    public TimeSpan EstimateError { get; set; }

    /// <summary>How long a call takes an agent, wrap-up included; recent calls count more.</summary>
    [Id(11)]
    public TimeSpan Handling { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Asked to be called back, and were not within the time that their place is kept; they are among <see cref="Abandoned"/>.</summary>
    [Id(150)]
    public long CallbacksExpired { get; set; }

    /// <summary>As it is now.</summary>
    public QueueCounts Copy() => (QueueCounts)MemberwiseClone();

    /// <summary>What has been counted since.</summary>
    public QueueCounts Since(QueueCounts before) => new()
    {
        Joined = Joined - before.Joined,
        Refused = Refused - before.Refused,
        Answered = Answered - before.Answered,
        AnsweredInTime = AnsweredInTime - before.AnsweredInTime,
        Abandoned = Abandoned - before.Abandoned,
        ShortAbandoned = ShortAbandoned - before.ShortAbandoned,
        SentAway = SentAway - before.SentAway,
        CallbacksAsked = CallbacksAsked - before.CallbacksAsked,
        CallbacksReached = CallbacksReached - before.CallbacksReached,
        CallbacksExpired = CallbacksExpired - before.CallbacksExpired,
        Waited = Waited - before.Waited,
        EstimateError = EstimateError - before.EstimateError,
        Handling = Handling,
    };
}
