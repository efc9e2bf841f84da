namespace RtcCluster.Storage.Reports;

/// <summary>One queue in one interval. Counts and averages are of the callers who came in it; seconds of work are those that were worked in it.</summary>
public sealed record QueueFigures
{
    /// <summary>The interval's beginning, in the report's zone.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The queue, <c>{tenant}/{name}</c>.</summary>
    public required string QueueId { get; init; }

    /// <summary>Callers who were let in; the sum of the five below.</summary>
    public int Offered { get; init; }

    /// <summary>Callers who got an agent.</summary>
    public int Handled { get; init; }

    /// <summary>Callers who hung up while waiting, short abandons not among them.</summary>
    public int Abandoned { get; init; }

    /// <summary>Callers who hung up so soon that the queue's rules do not count it.</summary>
    public int ShortAbandoned { get; init; }

    /// <summary>Callers who were sent elsewhere while they waited: too long, an emergency, nobody there any more.</summary>
    public int SentAway { get; init; }

    /// <summary>Callers who hung up to be called back.</summary>
    public int CallBacks { get; init; }

    /// <summary>Callers who were called back and talked with an agent, in whatever interval they had asked for it; they are no part of <see cref="Offered"/>.</summary>
    public int CalledBack { get; init; }

    /// <summary>Callers whose call broke while they waited.</summary>
    public int Lost { get; init; }

    /// <summary>Callers who were not let in: closed, full, nobody there; they are no part of <see cref="Offered"/>.</summary>
    public int Refused { get; init; }

    /// <summary>Of <see cref="Handled"/>, those answered within the time of the queue's rules.</summary>
    public int HandledInTime { get; init; }

    /// <summary>How often an agent was offered one of the callers.</summary>
    public int Offers { get; init; }

    /// <summary>Of them those that the agent did not take.</summary>
    public int Misses { get; init; }

    /// <summary>Answered in time of all that were answered or hung up, short abandons left out; null when there are none.</summary>
    public double? ServiceLevel { get; init; }

    /// <summary>Answered in time of all that were answered or hung up; null when there are none.</summary>
    public double? ServiceLevelOfAll { get; init; }

    /// <summary>Mean wait of those who got an agent, in seconds; null when nobody did.</summary>
    public double? AverageAnswerSeconds { get; init; }

    /// <summary>Mean of talk, hold and wrap-up of those who got an agent, in seconds; null when nobody did.</summary>
    public double? AverageHandlingSeconds { get; init; }

    /// <summary>The longest wait of anybody who came in the interval, however it ended, in seconds.</summary>
    public double LongestWaitSeconds { get; init; }

    /// <summary>Seconds of the interval that callers waited, summed over them.</summary>
    public double WaitSeconds { get; init; }

    /// <summary>Seconds of the interval that agents talked with callers, holds not among them.</summary>
    public double TalkSeconds { get; init; }

    /// <summary>Seconds of the interval on hold.</summary>
    public double HoldSeconds { get; init; }

    /// <summary>Seconds of the interval in wrap-up.</summary>
    public double WrapUpSeconds { get; init; }
}
