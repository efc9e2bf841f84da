namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>What a run of <c>lab ledger</c> does.</summary>
internal sealed record LedgerOptions
{
    /// <summary>Calls.</summary>
    public required int Calls { get; init; }

    /// <summary>In how long a time they are made.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What is killed.</summary>
    public required LedgerVictims Kill { get; init; }

    /// <summary>How often; zero for never.</summary>
    public required TimeSpan KillEvery { get; init; }

    /// <summary>Silos.</summary>
    public required int Silos { get; init; }

    /// <summary>Edges.</summary>
    public required int Edges { get; init; }

    /// <summary>Chooses calls, victims and moments.</summary>
    public required int Seed { get; init; }

    /// <summary>Where the figures go too.</summary>
    public required FileInfo? Json { get; init; }
}

/// <summary>What is killed.</summary>
internal enum LedgerVictims
{
    /// <summary>Silos, which hold the calls.</summary>
    Silo,

    /// <summary>Edges, which carry them.</summary>
    Edge,

    /// <summary>Both.</summary>
    Both,
}
