namespace RtcCluster.Load.Runner.Lab;

/// <summary>What a run of <c>lab call-survival</c> does.</summary>
internal sealed record CallSurvivalOptions
{
    /// <summary>Silos; one of them is killed.</summary>
    public required int Silos { get; init; }

    /// <summary>Edges; the two parties of a call are at different ones where there are two.</summary>
    public required int Edges { get; init; }

    /// <summary>Where calls are when the fault comes.</summary>
    public required IReadOnlyList<LabState> States { get; init; }

    /// <summary>Calls in each state.</summary>
    public required int PerState { get; init; }

    /// <summary>Calls of each state that are brought there, taken on and ended before those that count: a process that has just begun compiles what it does first.</summary>
    public required int WarmUp { get; init; }

    /// <summary>Folder that silo and edge were published to; null for this build.</summary>
    public required string? Programs { get; init; }

    /// <summary>Chooses the silo, so that a run can be repeated.</summary>
    public required int Seed { get; init; }

    /// <summary>How long the silo is paused; null to kill it.</summary>
    public required TimeSpan? Pause { get; init; }

    /// <summary>Where the figures go too.</summary>
    public required FileInfo? Json { get; init; }
}
