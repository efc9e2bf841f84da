using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using RtcCluster.Media.Srtp;
using HashAlgorithm = Org.BouncyCastle.Tls.HashAlgorithm;

namespace RtcCluster.Media.Dtls;

/// <summary>What holds for both ends of a handshake: our certificate, what the peer must prove, what was agreed on, and why it failed.</summary>
internal sealed class DtlsTerms(DtlsRole role, DtlsIdentity identity, DtlsFingerprints peer, DtlsOptions options)
{
    /// <summary>Bytes; the longest of a real peer is a ClientHello with a post-quantum key share, 1.5 kB.</summary>
    public const int MaxMessage = 16_384;

    /// <summary>Elliptic curves for the keys of a session; RFC 8827 §6.5 wants P-256.</summary>
    public static readonly int[] Groups = [NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1];

    /// <summary>Under a certificate with an ECDSA key, which ours is; RFC 8827 §6.5 wants the first. Only AES-GCM: <see cref="DtlsRecords"/> counts on the length of its records.</summary>
    public static readonly int[] EcdsaSuites = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384];

    /// <summary>Under a certificate with an RSA key, which a peer's may be.</summary>
    public static readonly int[] RsaSuites = [CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384];

    private SrtpProfile _profile;

    public BcTlsCrypto Crypto { get; } = new();

    public int LimitMilliseconds { get; } = (int)options.Limit.TotalMilliseconds;

    public int ResendMilliseconds { get; } = (int)options.Resend.TotalMilliseconds;

    /// <summary>Why we, or the peer, ended it.</summary>
    public DtlsStatus? Failure { get; private set; }

    public int? Alert { get; private set; }

    public SrtpKeys? Keys { get; private set; }

    /// <summary>The client's: all that we have, no MKI. RFC 5764 §4.1.1 and §4.1.3.</summary>
    public UseSrtpData Offer() => new([.. options.Profiles.Select(static profile => (int)profile)], []);

    /// <summary>The server's: what it chose. A hello without any extension never asked for a choice.</summary>
    public UseSrtpData Choice() => _profile != SrtpProfile.None ? new UseSrtpData([(int)_profile], []) : throw Fail(DtlsStatus.NoProfile, AlertDescription.handshake_failure);

    /// <summary>The server's choice: the first of ours that the client has. RFC 5764 §4.1.1.</summary>
    public void Choose(UseSrtpData? offered)
    {
        _profile = offered is null ? SrtpProfile.None : options.Profiles.FirstOrDefault(profile => offered.ProtectionProfiles.Contains((int)profile));
        if (_profile == SrtpProfile.None)
        {
            throw Fail(DtlsStatus.NoProfile, AlertDescription.handshake_failure);
        }
    }

    /// <summary>What the server chose must be one, of ours, and without the MKI that we did not offer. RFC 5764 §4.1.1 and §4.1.3.</summary>
    public void Accept(UseSrtpData? chosen)
    {
        if (chosen is not { ProtectionProfiles: [var one], Mki.Length: 0 } || !options.Profiles.Contains((SrtpProfile)one))
        {
            throw Fail(DtlsStatus.NoProfile, chosen is null ? AlertDescription.handshake_failure : AlertDescription.illegal_parameter);
        }

        _profile = (SrtpProfile)one;
    }

    /// <summary>The peer's certificate must be the one that signalling named. RFC 8827 §6.5; that it has its key is proven by its signature.</summary>
    public void Verify(Certificate chain)
    {
        if (chain.IsEmpty)
        {
            throw Fail(DtlsStatus.NoCertificate, AlertDescription.handshake_failure);
        }

        if (!peer.Match(chain.GetCertificateAt(0).GetEncoded()))
        {
            throw Fail(DtlsStatus.FingerprintMismatch, AlertDescription.bad_certificate);
        }
    }

    public TlsCredentialedSigner Sign(TlsContext context) => new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        Crypto,
        identity.Key,
        new Certificate([Crypto.CreateCertificate(identity.CopyCertificate())]),
        new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));

    /// <summary>Takes the keys out of the handshake.</summary>
    /// <remarks>
    /// RFC 5764 §4.2:
    /// <code>
    /// | client's key | server's key | client's salt | server's salt |
    /// </code>
    /// </remarks>
    public void Export(TlsContext context)
    {
        if (_profile == SrtpProfile.None)
        {
            throw Fail(DtlsStatus.NoProfile, AlertDescription.handshake_failure);
        }

        const int KeyLength = SrtpProfiles.KeyLength;
        var saltLength = _profile.SaltLength();
        var material = context.ExportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (KeyLength + saltLength));
        var salts = material.AsSpan(2 * KeyLength);
        var client = new SrtpMasterKey(_profile, material.AsSpan(0, KeyLength), salts[..saltLength]);
        var server = new SrtpMasterKey(_profile, material.AsSpan(KeyLength, KeyLength), salts[saltLength..]);
        CryptographicOperations.ZeroMemory(material);
        Keys = role == DtlsRole.Client ? new SrtpKeys(client, server) : new SrtpKeys(server, client);
    }

    public void Raised(short level, short description)
    {
        if (level == AlertLevel.fatal)
        {
            Failure ??= DtlsStatus.Refused;
            Alert ??= description;
        }
    }

    public void Received(short level, short description)
    {
        if (level == AlertLevel.fatal || description == AlertDescription.close_notify)
        {
            Failure ??= level == AlertLevel.fatal ? DtlsStatus.Alert : DtlsStatus.Closed;
            Alert ??= description;
        }
    }

    private TlsFatalAlert Fail(DtlsStatus status, short alert)
    {
        Failure = status;
        return new TlsFatalAlert(alert);
    }
}
