namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary>What a run of <c>lab drain</c> or <c>lab rolling-upgrade</c> does.</summary>
internal sealed record DrainOptions
{
    /// <summary>Silos.</summary>
    public required int Silos { get; init; }

    /// <summary>Edges, 2 or more.</summary>
    public required int Edges { get; init; }

    /// <summary>What calls do meanwhile, and how many do it.</summary>
    public required IReadOnlyDictionary<DrainState, int> Calls { get; init; }

    /// <summary>Whether the edge is stopped by SIGTERM; otherwise it is drained over REST and goes on.</summary>
    public bool BySignal { get; init; }

    /// <summary>Folder of the programs that are replaced (<c>silo</c> and <c>edge</c> in it); null for this build.</summary>
    public DirectoryInfo? From { get; init; }

    /// <summary>Folder of the programs that replace them; null for this build.</summary>
    public DirectoryInfo? To { get; init; }

    /// <summary>Where the figures go too.</summary>
    public required FileInfo? Json { get; init; }
}
