using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace RtcCluster.Media.Dtls;

/// <summary>Our certificate for DTLS: ECDSA on P-256, signed by itself, made once for a process. RFC 8827 §6.5.</summary>
/// <remarks>
/// Nobody trusts its issuer or dates: the description names its fingerprint. Its key, as all secrets of a handshake, is drawn from the system's
/// generator, the one randomness of this library that is not an argument.
/// </remarks>
public sealed class DtlsIdentity
{
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);
    private static readonly TimeSpan After = TimeSpan.FromDays(365);
    private readonly byte[] _certificate;

    private DtlsIdentity(byte[] certificate, AsymmetricKeyParameter key)
    {
        _certificate = certificate;
        Key = key;
        Fingerprint = DtlsFingerprint.Of(DtlsHash.Sha256, certificate);
    }

    /// <summary>For the a=fingerprint line.</summary>
    public DtlsFingerprint Fingerprint { get; }

    internal AsymmetricKeyParameter Key { get; }

    /// <summary>Draws a key and signs a certificate with it.</summary>
    /// <param name="now">The certificate is valid from a day before to a year after it.</param>
    public static DtlsIdentity Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=rtc", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now - Before, now + After);
        var exported = key.ExportPkcs8PrivateKey();
        var identity = new DtlsIdentity(certificate.RawData, PrivateKeyFactory.CreateKey(exported));
        CryptographicOperations.ZeroMemory(exported);
        return identity;
    }

    /// <summary>The certificate, DER.</summary>
    public ReadOnlySpan<byte> GetCertificate() => _certificate;

    internal byte[] CopyCertificate() => (byte[])_certificate.Clone();
}
