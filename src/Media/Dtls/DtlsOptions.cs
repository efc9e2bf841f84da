using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Dtls;

/// <summary>What a handshake may take, and what it may agree on.</summary>
public sealed record DtlsOptions
{
    /// <summary>The defaults.</summary>
    public static DtlsOptions Default { get; } = new();

    /// <summary>Profiles in order of our preference: a packet under AEAD costs a fifth of one under HMAC-SHA1 here.</summary>
    public IReadOnlyList<SrtpProfile> Profiles { get; init; } = [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmSha1Tag80];

    /// <summary>From the start of <see cref="DtlsHandshake.Run"/> to its end.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A flight without answer is sent again after this time, then after twice, four times … (RFC 6347 §4.2.4.1, which says 1 s; audio waits for it).</summary>
    public TimeSpan Resend { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Datagrams that may wait; a handshake's longest flight is four.</summary>
    public int InboxCapacity { get; init; } = 32;
}
