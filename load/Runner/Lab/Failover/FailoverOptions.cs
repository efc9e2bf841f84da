namespace RtcCluster.Load.Runner.Lab.Failover;

/// <summary>What a run of <c>lab queue-failover</c> does.</summary>
internal sealed record FailoverOptions
{
    /// <summary>Silos; as many as there are victims are killed.</summary>
    public required int Silos { get; init; }

    /// <summary>Edges.</summary>
    public required int Edges { get; init; }

    /// <summary>Agents of the one queue.</summary>
    public required int Agents { get; init; }

    /// <summary>Calls in each round.</summary>
    public required int Callers { get; init; }

    /// <summary>Who is killed in each round, one after the other: the silo that holds the queue, one that holds an agent.</summary>
    public required IReadOnlyList<Victim> Kill { get; init; }

    /// <summary>Clusters, one after the other, each with the next seed.</summary>
    public required int Rounds { get; init; }

    /// <summary>Chooses the moments and the agent.</summary>
    public required int Seed { get; init; }

    /// <summary>Where the figures go too.</summary>
    public required FileInfo? Json { get; init; }
}
