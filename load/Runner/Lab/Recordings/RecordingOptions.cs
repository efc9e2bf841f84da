namespace RtcCluster.Load.Runner.Lab.Recordings;

/// <summary>What <c>lab recording</c> is asked for.</summary>
internal sealed record RecordingOptions
{
    /// <summary>Calls, all recorded, spread over the kills.</summary>
    public int Calls { get; init; } = 100;

    /// <summary>How often the edge is killed (kill -9) while its share of the calls talks.</summary>
    public int KillEdge { get; init; } = 5;

    /// <summary>Chooses when in a chunk each kill comes, and which byte of which chunk is changed.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Edges of a cluster of the run's own; 1 is a Standalone.</summary>
    public int Edges { get; init; } = 1;

    /// <summary>How long the blob store is away at the end of the calls of each round; only with a cluster.</summary>
    public TimeSpan Outage { get; init; }

    /// <summary>File for the figures.</summary>
    public FileInfo? Json { get; init; }
}
