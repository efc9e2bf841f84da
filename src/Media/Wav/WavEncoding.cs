namespace RtcCluster.Media.Wav;

/// <summary>The encodings that we read and write; the numbers are WAV's format tags.</summary>
public enum WavEncoding : ushort
{
    /// <summary>16-bit linear, little-endian.</summary>
    Pcm16 = 1,

    /// <summary>G.711 A-law.</summary>
    ALaw = 6,

    /// <summary>G.711 µ-law.</summary>
    MuLaw = 7,
}
