using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Sip;

/// <summary>The certificate of the TLS listener and of https: configured, or one of our own. Read again without a restart when its file changes.</summary>
/// <remarks>
/// The file's time is looked at by handshakes, at most once in five seconds: a watcher would miss the renames by which renewals replace files on some
/// file systems. A file that cannot be read leaves the certificate before it in service.
/// </remarks>
public sealed partial class SipCertificate : IDisposable
{
    private const string Localhost = "localhost";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly string _password;
    private readonly TimeProvider _time;
    private readonly ILogger<SipCertificate> _log;
    private X509Certificate2 _current;
    private DateTime _written;
    private long _lookedAt;

    /// <summary>Reads the configured certificate, or makes our own in the data directory.</summary>
    /// <param name="options">Path and password.</param>
    /// <param name="web">Whose host names the own certificate is good for too.</param>
    /// <param name="dataPath">The process' data directory.</param>
    /// <param name="time">The process' time.</param>
    /// <param name="log">Where a certificate that cannot be read is told.</param>
    /// <exception cref="CryptographicException">The file is no certificate with a private key, or the password is wrong.</exception>
    public SipCertificate(SipOptions options, WebOptions web, string dataPath, TimeProvider time, ILogger<SipCertificate> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(web);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _log = log;
        _password = options.CertificatePassword;
        _path = options.CertificatePath.Length > 0 ? options.CertificatePath : Path.Combine(dataPath, "sip-tls.pfx");
        if (options.CertificatePath.Length == 0 && !File.Exists(_path))
        {
            MakeOwn(options, web);
        }

        _written = File.GetLastWriteTimeUtc(_path);
        _current = Read();
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>The certificate for the next handshake.</summary>
    public X509Certificate2 Current
    {
        get
        {
            lock (_lock)
            {
                if (_time.GetElapsedTime(_lookedAt) >= LookEvery)
                {
                    _lookedAt = _time.GetTimestamp();
                    Reload();
                }

                return _current;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _current.Dispose();

    private void Reload()
    {
        var written = File.GetLastWriteTimeUtc(_path);
        if (written == _written)
        {
            return;
        }

        try
        {
            // The one before is not disposed: handshakes under way still use it.
            _current = Read();
            _written = written;
            LogReloaded(_current.NotAfter);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            LogReloadFailed(e);
        }
    }

    private X509Certificate2 Read()
    {
        if (!_path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase))
        {
            return X509CertificateLoader.LoadPkcs12FromFile(_path, _password);
        }

        using var pem = _password.Length > 0
            ? X509Certificate2.CreateFromEncryptedPemFile(_path, _password)
            : X509Certificate2.CreateFromPemFile(_path);

        // A key that was read from PEM is ephemeral, which some TLS stacks refuse; going through PKCS #12 makes it ordinary.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private void MakeOwn(SipOptions options, WebOptions web)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=RtcCluster", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        var sip = options.PublicAddress.Length > 0 ? options.PublicAddress : options.Tls?.Address.ToString() ?? Localhost;
        foreach (var name in new[] { sip, web.Url.IdnHost, web.AdminUrl?.IdnHost ?? Localhost, Localhost }.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var made = request.CreateSelfSigned(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddYears(5));
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var part = _path + ".part";
        using (var file = new FileStream(part, PrivateFile()))
        {
            file.Write(made.Export(X509ContentType.Pkcs12, _password));
        }

        File.Move(part, _path, overwrite: true);
    }

    private static FileStreamOptions PrivateFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    [LoggerMessage(2101, LogLevel.Information, "The TLS certificate was read again; it is good until {NotAfter}.")]
    private partial void LogReloaded(DateTime notAfter);

    [LoggerMessage(2102, LogLevel.Error, "The TLS certificate changed but cannot be read; the one before stays in service.")]
    private partial void LogReloadFailed(Exception exception);
}
