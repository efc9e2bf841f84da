namespace RtcCluster.Load.Runner.Lab.Freezing;

/// <summary>What a run of <c>lab freeze</c> does.</summary>
internal sealed record FreezeOptions
{
    /// <summary>Silos.</summary>
    public required int Silos { get; init; }

    /// <summary>Edges.</summary>
    public required int Edges { get; init; }

    /// <summary>Pairs of browsers, and as many of telephones, which call again and again.</summary>
    public required int Pairs { get; init; }

    /// <summary>How long a call is.</summary>
    public required TimeSpan Talk { get; init; }

    /// <summary>How long nodes are frozen, one after the other.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>How long each is frozen.</summary>
    public required TimeSpan Freeze { get; init; }

    /// <summary>From the end of one freeze to the next.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>Threads that take all the processor time they get.</summary>
    public required int Burn { get; init; }

    /// <summary>Chooses the nodes, so that a run can be repeated.</summary>
    public required int Seed { get; init; }

    /// <summary>Where the figures go too.</summary>
    public required FileInfo? Json { get; init; }
}
