using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Sip;
using RtcCluster.TestKit.Folders;
using Xunit;

namespace RtcCluster.Edge.Tests.Sip;

public sealed class CertificateTests : IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create("certificate");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public void OneOfOurOwnIsMadeOnce_AndReadableByItsOwnerAlone()
    {
        using var first = Open(new SipOptions());
        using var second = Open(new SipOptions());

        Assert.Equal(first.Current.Thumbprint, second.Current.Thumbprint);
        Assert.True(first.Current.HasPrivateKey);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At("sip-tls.pfx")));
        }
    }

    [Fact]
    public void ANewFileIsReadWithoutARestart_AndABrokenOneLeavesTheOldInService()
    {
        var path = _folder.At("own.pfx");
        var options = new SipOptions { CertificatePath = path, CertificatePassword = "secret" };
        Write(path, "CN=one", 1);
        using var certificate = Open(options);
        Assert.Equal("CN=one", certificate.Current.Subject);

        Write(path, "CN=two", 2);
        Assert.Equal("CN=one", certificate.Current.Subject);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("CN=two", certificate.Current.Subject);

        File.WriteAllText(path, "nonsense");
        File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, 3, 0, 0, 0, DateTimeKind.Utc));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("CN=two", certificate.Current.Subject);
    }

    public void Dispose() => _folder.Dispose();

    private SipCertificate Open(SipOptions options) => new(options, new WebOptions(), _folder.Path, _time, NullLogger<SipCertificate>.Instance);

    private static void Write(string path, string subject, int day)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllBytes(path, made.Export(X509ContentType.Pkcs12, "secret"));
        File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, day, 0, 0, 0, DateTimeKind.Utc));
    }
}
