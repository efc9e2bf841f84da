namespace RtcCluster.Media.Srtp;

/// <summary>How packets are encrypted and authenticated; the numbers are those of DTLS-SRTP (RFC 5764 §4.1.2, RFC 7714 §14.2).</summary>
public enum SrtpProfile
{
    /// <summary>None agreed.</summary>
    None = 0,

    /// <summary>AES-128 counter mode, HMAC-SHA1 with a tag of 80 bits.</summary>
    Aes128CmSha1Tag80 = 1,

    /// <summary>The same with a tag of 32 bits on RTP; RTCP keeps 80 bits (RFC 5764 §4.1.2, RFC 4568 §6.2.2).</summary>
    Aes128CmSha1Tag32 = 2,

    /// <summary>AES-128 in Galois counter mode, tag of 128 bits.</summary>
    AeadAes128Gcm = 7,
}
