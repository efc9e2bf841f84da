namespace RtcCluster.Media.Recording;

/// <summary>What is in a chunk.</summary>
public enum RecordingChunkKind
{
    /// <summary>Nobody was heard.</summary>
    Silent,

    /// <summary>G.711.</summary>
    G711,

    /// <summary>Opus.</summary>
    Opus,

    /// <summary>Both: the codec changed within these 2 s.</summary>
    Mixed,
}
