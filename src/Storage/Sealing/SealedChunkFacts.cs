namespace RtcCluster.Storage.Sealing;

/// <summary>What can be read of a sealed chunk without its key.</summary>
public readonly record struct SealedChunkFacts
{
    /// <summary>The take that the chunk belongs to.</summary>
    public ulong Take { get; init; }

    /// <summary>The chunk's place in the recording, from 0.</summary>
    public int Number { get; init; }

    /// <summary>Whether it is the first part of a chunk that its edge did not live to close.</summary>
    public bool IsDraft { get; init; }

    /// <summary>Whether the recording ends with it.</summary>
    public bool IsLast { get; init; }

    /// <summary>What is in it.</summary>
    public SealedCodec Codec { get; init; }

    /// <summary>Samples of 8 kHz of each channel.</summary>
    public int Samples { get; init; }

    /// <summary>Slots of 20 ms in which recording was paused: bit 0 is the first of the chunk.</summary>
    public UInt128 Paused { get; init; }

    /// <summary>Bytes of the chunk before it was sealed.</summary>
    public int PlainLength { get; init; }
}
