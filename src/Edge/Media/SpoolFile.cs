namespace RtcCluster.Edge.Media;

/// <summary>A file of the spool that is to be uploaded.</summary>
/// <param name="Upload">The take that it is of; null of one that an earlier process left.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Opening">Of a manifest: the opening that lies in the spool, and goes from there when both are stored.</param>
internal sealed record SpoolFile(RecordingUpload? Upload, SpoolFileKind Kind, string? Opening = null);

/// <summary>What a file of the spool is.</summary>
internal enum SpoolFileKind
{
    /// <summary>A chunk.</summary>
    Chunk,

    /// <summary>An opening: it stays in the spool until its take's manifest is stored, so that a next process knows of the take.</summary>
    Opening,

    /// <summary>A manifest.</summary>
    Manifest,
}
