namespace RtcCluster.Load.Runner.MixedDay;

/// <summary>What was seen in one second.</summary>
internal sealed record DaySecond
{
    /// <summary>Seconds since calls came.</summary>
    public required double At { get; init; }

    /// <summary>Calls begun.</summary>
    public required double Begun { get; init; }

    /// <summary>Calls under way.</summary>
    public required double Active { get; init; }

    /// <summary>Milliseconds of the slowest set-up but one of a hundred.</summary>
    public required double SetUp { get; init; }

    /// <summary>Mean opinion score, 1 to 4.5, of the voices that are listened to.</summary>
    public required double Mos { get; init; }

    /// <summary>Per cent of their packets that were lost.</summary>
    public required double Loss { get; init; }

    /// <summary>Processors that the server used.</summary>
    public required double Processors { get; init; }

    /// <summary>MB of its resident memory.</summary>
    public required double Memory { get; init; }

    /// <summary>Milliseconds that its collector stopped everybody.</summary>
    public required double Pause { get; init; }

    /// <summary>Calls that failed, by status code; 0 for those that just did not come about.</summary>
    public required IReadOnlyDictionary<int, int> Errors { get; init; }
}
