namespace RtcCluster.Storage.Reports;

/// <summary>One agent in one interval. Counts and averages are of the offers that were made in it; seconds are those of the interval.</summary>
public sealed record AgentFigures
{
    /// <summary>The interval's beginning, in the report's zone.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The agent, <c>{tenant}/{name}</c>.</summary>
    public required string AgentId { get; init; }

    /// <summary>Callers who were offered to the agent.</summary>
    public int Offered { get; init; }

    /// <summary>Of them those whom the agent had.</summary>
    public int Handled { get; init; }

    /// <summary>Of them those whom the agent did not answer, or could not be rung for.</summary>
    public int Missed { get; init; }

    /// <summary>Of them those whom the agent declined.</summary>
    public int Declined { get; init; }

    /// <summary>Mean of talk, hold and wrap-up of those whom the agent had, in seconds; null when there were none.</summary>
    public double? AverageHandlingSeconds { get; init; }

    /// <summary>Share of the time at work, pauses left out, that the agent talked, held or wrapped up, 0 to 1; null for an agent who was not at work.</summary>
    public double? Occupancy { get; init; }

    /// <summary>Seconds logged in; the sum of the six below.</summary>
    public double LoggedInSeconds { get; init; }

    /// <summary>Seconds ready for a call.</summary>
    public double ReadySeconds { get; init; }

    /// <summary>Seconds held for a call or rung.</summary>
    public double OfferedSeconds { get; init; }

    /// <summary>Seconds with callers of queues, holds among them.</summary>
    public double TalkSeconds { get; init; }

    /// <summary>Seconds in wrap-up.</summary>
    public double WrapUpSeconds { get; init; }

    /// <summary>Seconds paused.</summary>
    public double PausedSeconds { get; init; }

    /// <summary>Seconds left alone after a call that was not answered.</summary>
    public double RestingSeconds { get; init; }

    /// <summary>Of <see cref="TalkSeconds"/>, those on hold.</summary>
    public double HoldSeconds { get; init; }

    /// <summary><see cref="PausedSeconds"/> by reason.</summary>
    public IReadOnlyDictionary<string, double> PausedByReason { get; init; } = new Dictionary<string, double>();
}
