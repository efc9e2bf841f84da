namespace RtcCluster.Load.Runner.MixedDay;

/// <summary>A call as who made it saw it: a line of the generator's ledger.</summary>
/// <param name="Kind">queue, inside or voice.</param>
/// <param name="From">The number that it came from.</param>
/// <param name="To">The number that was dialled.</param>
/// <param name="Due">When it was to begin.</param>
internal sealed record DayCall(string Kind, string From, string To, DateTimeOffset Due)
{
    /// <summary>Its id; empty when nobody told it.</summary>
    public string Id { get; set; } = "";

    /// <summary>Whether it counts: not before the warm-up is over.</summary>
    public bool Counts { get; init; }

    /// <summary>From when it was due until somebody had it; null when nobody did.</summary>
    public TimeSpan? SetUp { get; set; }

    /// <summary>When its caller hung up; null when somebody else ended it.</summary>
    public DateTimeOffset? HungUpAt { get; set; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Failure { get; set; }

    /// <summary>The status code that ended it; 0 when none did.</summary>
    public int Code { get; set; }
}
