using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CsCheck;
using RtcCluster.Media.Dtls;

namespace RtcCluster.Media.Tests.Dtls;

public class DtlsFingerprintTests
{
    private static readonly byte[] Certificate = DtlsPair.ServerIdentity.GetCertificate().ToArray();
    private static readonly string Sha256Line = Line("sha-256", SHA256.HashData(Certificate));
    private static readonly string Sha384Line = Line("sha-384", SHA384.HashData(Certificate));
    private static readonly string Sha512Line = Line("sha-512", SHA512.HashData(Certificate));
    private static readonly string OthersLine = Line("sha-512", SHA512.HashData([1, 2, 3]));

    [Fact]
    public void TheIdentityIsAnEcdsaCertificateOnP256_AndItsFingerprintIsTheLineForIt()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Certificate);
        using var key = certificate.GetECDsaPublicKey();
        Assert.Equal("1.2.840.10045.3.1.7", key!.ExportParameters(false).Curve.Oid.Value);
        Assert.Equal(new DateTime(2025, 12, 31, 0, 0, 0, DateTimeKind.Utc), certificate.NotBefore.ToUniversalTime());
        Assert.Equal(Sha256Line, DtlsPair.ServerIdentity.Fingerprint.ToString());
        Assert.NotEqual(DtlsPair.ServerIdentity.Fingerprint, DtlsPair.ClientIdentity.Fingerprint);
    }

    [Fact]
    public void Rfc8122_5_UpperAndLowerCaseAreTheSame()
    {
        foreach (var line in (string[])[Sha256Line, Sha384Line, Sha512Line, Sha256Line.ToLowerInvariant(), Sha256Line.ToUpperInvariant(), $"  {Sha256Line} "])
        {
            Assert.True(DtlsFingerprint.TryRead(line, out var fingerprint), line);
            Assert.True(fingerprint!.IsOf(Certificate), line);
            Assert.False(fingerprint.IsOf([1, 2, 3]), line);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha-256")]
    [InlineData("sha-256 ")]
    [InlineData("sha-256 4A:AD")]
    [InlineData("md5 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F")]
    [InlineData("sha-1 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13")]
    [InlineData("sha-256 00-01-02-03-04-05-06-07-08-09-0A-0B-0C-0D-0E-0F-00-01-02-03-04-05-06-07-08-09-0A-0B-0C-0D-0E-0F")]
    [InlineData("sha-256 0x:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F")]
    [InlineData("sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10")]
    public void WhatIsNoFingerprintOfATrustedHashIsRefused(string line)
    {
        Assert.False(DtlsFingerprint.TryRead(line, out _));
        Assert.False(DtlsFingerprints.TryRead([line], out var none));
        Assert.Null(none);
    }

    [Fact]
    public void Rfc8122_5_OfSeveralLinesTheStrongestHashCounts_AndAnyOfItsLinesMayMatch()
    {
        Assert.True(Matches(Sha256Line, Sha512Line));
        Assert.True(Matches(Sha512Line, OthersLine));
        Assert.True(Matches(OthersLine, Sha512Line));
        Assert.True(Matches("md5 00:01", Sha256Line));
        Assert.False(Matches(Sha256Line, OthersLine));
        Assert.False(Matches(OthersLine, Sha384Line, Sha256Line));
    }

    [Fact]
    public void ReadOfTextIsTheSame() =>
        Gen.Select(Gen.Enum<DtlsHash>(), Gen.Byte.Array[0, 100]).Sample(
            static (hash, certificate) =>
            {
                var fingerprint = DtlsFingerprint.Of(hash, certificate);
                return DtlsFingerprint.TryRead(fingerprint.ToString(), out var read) && read!.Equals(fingerprint) && read.GetHashCode() == fingerprint.GetHashCode();
            },
            seed: "0N0XIzNsQ0O2",
            iter: 300);

    private static bool Matches(params string[] lines)
    {
        Assert.True(DtlsFingerprints.TryRead(lines, out var fingerprints));
        return fingerprints!.Match(Certificate);
    }

    private static string Line(string name, byte[] digest) => $"{name} {BitConverter.ToString(digest).Replace('-', ':')}";
}
