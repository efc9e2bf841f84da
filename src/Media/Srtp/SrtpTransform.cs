namespace RtcCluster.Media.Srtp;

/// <summary>Encryption and authentication of one direction's RTP or RTCP packets, without memory of earlier ones. RFC 3711 §4, RFC 7714 §8 and §9.</summary>
internal abstract class SrtpTransform : IDisposable
{
    /// <summary>Of the tag, bytes.</summary>
    public abstract int TagLength { get; }

    /// <summary>Whether SRTCP's index stands behind the tag (AEAD) or before it.</summary>
    public abstract bool WordIsLast { get; }

    public static SrtpTransform ForRtp(SrtpMasterKey master) => Create(master.Profile, SrtpSessionKeys.ForRtp(master), master.Profile.RtpTagLength());

    public static SrtpTransform ForRtcp(SrtpMasterKey master) => Create(master.Profile, SrtpSessionKeys.ForRtcp(master), master.Profile.RtcpTagLength());

    public static SrtpTransform Create(SrtpProfile profile, SrtpSessionKeys keys, int tagLength) =>
        profile == SrtpProfile.AeadAes128Gcm ? new GcmTransform(Gcm.Create(keys.CipherKey), keys) : new CounterModeTransform(AesCounter.Create(keys.CipherKey), keys, tagLength);

    /// <summary>Encrypts everything after the header and writes the tag.</summary>
    /// <param name="packet">Header and plain text, with room for the tag at the end.</param>
    /// <param name="header">Header bytes, which stay readable.</param>
    /// <param name="ssrc">The sender.</param>
    /// <param name="index">The packet index, 48 bits.</param>
    public abstract void ProtectRtp(Span<byte> packet, int header, uint ssrc, long index);

    /// <summary>Checks the tag at the end of <paramref name="packet"/>, then decrypts.</summary>
    /// <returns>False: not authentic.</returns>
    public abstract bool UnprotectRtp(Span<byte> packet, int header, uint ssrc, long index);

    /// <summary>Encrypts everything after the first eight bytes, writes tag and index.</summary>
    /// <param name="packet">The compound, with room for tag and index at the end.</param>
    /// <param name="ssrc">The sender.</param>
    /// <param name="index">31 bits.</param>
    public abstract void ProtectRtcp(Span<byte> packet, uint ssrc, uint index);

    /// <summary>Checks the tag, then decrypts when the E bit says that it was encrypted.</summary>
    /// <param name="packet">With tag and index at its end.</param>
    /// <param name="ssrc">The sender.</param>
    /// <param name="word">The E bit and the index as they stand in the packet.</param>
    /// <returns>False: not authentic.</returns>
    public abstract bool UnprotectRtcp(Span<byte> packet, uint ssrc, uint word);

    public abstract void Dispose();
}
