namespace RtcCluster.Load.Runner.Lab.StoreOutage;

/// <summary>What a run of <c>lab store-outage</c> does.</summary>
internal sealed record StoreOutageOptions
{
    /// <summary>What goes away; several at once.</summary>
    public required IReadOnlyList<Store> Stores { get; init; }

    /// <summary>For how long.</summary>
    public required int Seconds { get; init; }

    /// <summary>It stands still (SIGSTOP) instead of being killed.</summary>
    public required bool Freeze { get; init; }

    /// <summary>Silos.</summary>
    public required int Silos { get; init; }

    /// <summary>Edges.</summary>
    public required int Edges { get; init; }

    /// <summary>Calls in each state.</summary>
    public required int PerState { get; init; }

    /// <summary>Chooses the moments.</summary>
    public required int Seed { get; init; }

    /// <summary>Where the figures go too.</summary>
    public required FileInfo? Json { get; init; }
}
