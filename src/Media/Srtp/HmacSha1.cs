namespace RtcCluster.Media.Srtp;

/// <summary>HMAC-SHA1 under one key. RFC 2104; RFC 3711 §4.2.1.</summary>
internal abstract class HmacSha1 : IDisposable
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = 20;

    /// <summary>The fastest that this machine has.</summary>
    public static HmacSha1 Create(ReadOnlySpan<byte> key) => KeptHmacSha1.IsSupported ? new KeptHmacSha1(key) : new SystemHmacSha1(key);

    /// <summary>Hashes <paramref name="text"/>.</summary>
    /// <param name="text">A whole packet, in one piece.</param>
    /// <param name="hash">Room for <see cref="HashLength"/> bytes.</param>
    public abstract void Compute(ReadOnlySpan<byte> text, Span<byte> hash);

    public abstract void Dispose();
}
