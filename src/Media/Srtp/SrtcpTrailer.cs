namespace RtcCluster.Media.Srtp;

/// <summary>What SRTCP adds to a compound. RFC 3711 §3.4.</summary>
/// <remarks>
/// <code>
/// |V=2|P|   RC    |      PT       |            length             |  authenticated
/// |                        SSRC of sender                         |
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |              the rest of the compound, encrypted              |
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |E|                         SRTCP index                         |  then the tag; AEAD has its tag before this word
/// </code>
/// </remarks>
internal static class SrtcpTrailer
{
    /// <summary>Readable bytes at the front.</summary>
    public const int HeaderLength = 8;

    /// <summary>Of the word with the E bit and the index.</summary>
    public const int WordLength = 4;

    /// <summary>The E bit: the packet was encrypted.</summary>
    public const uint Encrypted = 0x8000_0000;

    /// <summary>2^31 - 1, after which the keys may protect no more.</summary>
    public const uint MaxIndex = 0x7FFF_FFFF;
}
