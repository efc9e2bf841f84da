using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Media;

/// <summary>Bounds and names of a <see cref="RecordingSpooler"/>.</summary>
internal sealed record SpoolerSettings
{
    /// <summary>The folder in which the spool lies.</summary>
    public required string DataPath { get; init; }

    /// <summary>The edge's name, for manifests.</summary>
    public string Edge { get; init; } = "";

    /// <summary>Bytes of chunks that may wait in memory to be sealed.</summary>
    public int MaxBacklog { get; init; } = 64 << 20;

    /// <summary>Bytes that the spool may take.</summary>
    public long SpoolLimit { get; init; } = 8L << 30;

    /// <summary>Whether writes into the spool wait for the disk.</summary>
    public bool Flush { get; init; }

    /// <summary>Told of each recording that was late in the store, or of which an earlier process left something, when that is in the store.</summary>
    public Func<RecordingId, Task> Salvaged { get; init; } = _ => Task.CompletedTask;
}
