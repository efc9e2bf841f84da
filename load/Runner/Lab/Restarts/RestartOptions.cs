namespace RtcCluster.Load.Runner.Lab.Restarts;

/// <summary>What <c>lab edge-restarts</c> is asked for.</summary>
internal sealed record RestartOptions
{
    /// <summary>Silos.</summary>
    public required int Silos { get; init; }

    /// <summary>How often the second edge goes and comes back.</summary>
    public required int Times { get; init; }

    /// <summary>Pairs of browsers that talk at the first edge meanwhile, and as many of telephones.</summary>
    public required int Pairs { get; init; }

    /// <summary>Where the figures go too.</summary>
    public required FileInfo? Json { get; init; }
}
