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

    /// <summary>File for the figures.</summary>
    public FileInfo? Json { get; init; }
}
