namespace RtcCluster.Media.Recording;

/// <summary>How a channel of a chunk is stored. The numbers are part of the format.</summary>
public enum RecordingCodec : byte
{
    /// <summary>Nothing was heard in the whole chunk: no bytes.</summary>
    None = 0,

    /// <summary>G.711 µ-law, one byte a sample.</summary>
    MuLaw = 1,

    /// <summary>G.711 A-law, one byte a sample.</summary>
    ALaw = 2,

    /// <summary>16-bit linear, little-endian.</summary>
    Pcm16 = 3,
}
