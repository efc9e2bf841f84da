namespace RtcCluster.Media.Srtp;

/// <summary>AES-128 in counter mode: the keystream of blocks E(k, counter), E(k, counter + 1) … RFC 3711 §4.1.1.</summary>
internal abstract class AesCounter : IDisposable
{
    protected const int BlockLength = 16;

    /// <summary>The fastest that this processor has.</summary>
    public static AesCounter Create(ReadOnlySpan<byte> key) => AcceleratedAesCounter.IsSupported ? new AcceleratedAesCounter(key) : new PortableAesCounter(key);

    /// <summary>Puts the keystream over <paramref name="data"/>, in place; twice gives the data back.</summary>
    /// <param name="high">The first counter's upper 64 bits, which stay the same.</param>
    /// <param name="low">Its lower 64 bits; the caller leaves room for the blocks to count.</param>
    /// <param name="data">A whole packet's text.</param>
    public abstract void Xor(ulong high, ulong low, Span<byte> data);

    public abstract void Dispose();
}
