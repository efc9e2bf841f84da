using System.Buffers.Binary;

namespace RtcCluster.Media.Srtp;

/// <summary>The keys that one direction's RTP or RTCP packets are protected with. RFC 3711 §4.3.</summary>
internal sealed class SrtpSessionKeys
{
    /// <summary>Of the key of HMAC-SHA1: 160 bits (RFC 3711 §5.2).</summary>
    public const int AuthenticationKeyLength = 20;

    private const int RtpLabel = 0;
    private const int RtcpLabel = 3;
    private const int AuthenticationLabel = 1;
    private const int SaltLabel = 2;

    public SrtpSessionKeys(byte[] cipherKey, byte[] authenticationKey, byte[] salt)
    {
        CipherKey = cipherKey;
        AuthenticationKey = authenticationKey;
        Salt = salt;
    }

    /// <summary>k_e, 16 bytes.</summary>
    public byte[] CipherKey { get; }

    /// <summary>k_a, 20 bytes; the AEAD profiles have no use for it.</summary>
    public byte[] AuthenticationKey { get; }

    /// <summary>k_s, 14 or 12 bytes.</summary>
    public byte[] Salt { get; }

    public static SrtpSessionKeys ForRtp(SrtpMasterKey master) => Derive(master, RtpLabel);

    public static SrtpSessionKeys ForRtcp(SrtpMasterKey master) => Derive(master, RtcpLabel);

    /// <summary>PRF_n(k_master, x): counter mode from x × 2^16, where x is the master salt with the label above its lowest 48 bits. RFC 3711 §4.3.1 and §4.3.3.</summary>
    /// <remarks>The AEAD profiles derive with counter mode as well; their salt of 96 bits is padded with zeros at its end (RFC 7714 §11).</remarks>
    public static byte[] Derive(SrtpMasterKey master, int label, int length)
    {
        Span<byte> x = stackalloc byte[16];
        x.Clear();
        master.GetSalt().CopyTo(x);
        x[7] ^= (byte)label;
        var derived = new byte[length];
        using var counter = AesCounter.Create(master.GetKey());
        counter.Xor(BinaryPrimitives.ReadUInt64BigEndian(x), BinaryPrimitives.ReadUInt64BigEndian(x[8..]), derived);
        return derived;
    }

    private static SrtpSessionKeys Derive(SrtpMasterKey master, int first) => new(
        Derive(master, first, SrtpProfiles.KeyLength),
        Derive(master, first + AuthenticationLabel, AuthenticationKeyLength),
        Derive(master, first + SaltLabel, master.Profile.SaltLength()));
}
