namespace RtcCluster.Media.Srtp;

/// <summary>AES-128-GCM with nonces of 96 bits and tags of 128, in place. NIST SP 800-38D; RFC 5116 §5.1.</summary>
internal abstract class Gcm : IDisposable
{
    public const int TagLength = 16;

    /// <summary>The fastest that this processor has.</summary>
    public static Gcm Create(ReadOnlySpan<byte> key) => AcceleratedGcm.IsSupported ? new AcceleratedGcm(key) : new PortableGcm(key);

    /// <summary>Encrypts <paramref name="text"/> and writes its tag.</summary>
    /// <param name="nonceHigh">The nonce's first 64 bits.</param>
    /// <param name="nonceLow">Its last 32 bits.</param>
    /// <param name="associated">Authenticated, not encrypted.</param>
    /// <param name="text">Plain in, encrypted out.</param>
    /// <param name="tag">16 bytes.</param>
    public abstract void Seal(ulong nonceHigh, uint nonceLow, ReadOnlySpan<byte> associated, Span<byte> text, Span<byte> tag);

    /// <summary>Decrypts <paramref name="text"/> when its tag is right.</summary>
    /// <returns>False: not authentic; the text is left as it was.</returns>
    public abstract bool TryOpen(ulong nonceHigh, uint nonceLow, ReadOnlySpan<byte> associated, Span<byte> text, ReadOnlySpan<byte> tag);

    public abstract void Dispose();
}
