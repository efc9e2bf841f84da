namespace RtcCluster.Media.Srtp;

/// <summary>The lengths that belong to a profile, bytes.</summary>
public static class SrtpProfiles
{
    /// <summary>Of a master key and of a session key.</summary>
    public const int KeyLength = 16;

    /// <summary>The longest trailer that protection adds to a packet of any profile: SRTCP's index and a tag of 128 bits.</summary>
    public const int MaxOverhead = 20;

    /// <summary>Whether this version can protect with it.</summary>
    public static bool IsSupported(this SrtpProfile profile) =>
        profile is SrtpProfile.Aes128CmSha1Tag80 or SrtpProfile.Aes128CmSha1Tag32 or SrtpProfile.AeadAes128Gcm;

    /// <summary>Of a master salt: 14 (RFC 3711 §8.2) or 12 (RFC 7714 §12).</summary>
    public static int SaltLength(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;

    /// <summary>Of the authentication tag of an RTP packet.</summary>
    public static int RtpTagLength(this SrtpProfile profile) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => 16,
        SrtpProfile.Aes128CmSha1Tag32 => 4,
        _ => 10,
    };

    /// <summary>Of the authentication tag of an RTCP compound.</summary>
    public static int RtcpTagLength(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 16 : 10;
}
