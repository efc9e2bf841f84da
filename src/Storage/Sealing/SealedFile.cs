namespace RtcCluster.Storage.Sealing;

/// <summary>What a file of a recording is.</summary>
public enum SealedFile
{
    /// <summary>None of ours.</summary>
    Unknown,

    /// <summary>A chunk of before there were seals.</summary>
    PlainChunk,

    /// <summary>A sealed chunk.</summary>
    Chunk,

    /// <summary>What a take begins with.</summary>
    Opening,

    /// <summary>What a take consists of, signed.</summary>
    Manifest,
}
