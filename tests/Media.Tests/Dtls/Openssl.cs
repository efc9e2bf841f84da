using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RtcCluster.Media.Dtls;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Media.Tests.Dtls;

/// <summary>openssl's s_client or s_server as the peer of a handshake, over a UDP socket on loopback; it prints the keys that it exported.</summary>
internal sealed class Openssl : IAsyncDisposable
{
    private const string Program = "openssl";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder = TempFolder.Create("openssl");
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _certificate;
    private EndPoint? _peer;
    private RunningProcess? _process;

    public Openssl(bool withRsaKey = false)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var request = withRsaKey
            ? new CertificateRequest("CN=peer", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=peer", ecdsa, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = certificate.RawData;
        File.WriteAllText(_folder.At("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.At("key.pem"), withRsaKey ? rsa.ExportPkcs8PrivateKeyPem() : ecdsa.ExportPkcs8PrivateKeyPem());
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Handshake = new DtlsHandshake(DtlsPair.ServerIdentity, datagram => _socket.SendTo(datagram, _peer!), DtlsOptions.Default);
    }

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, Program)));

    public DtlsHandshake Handshake { get; }

    public DtlsFingerprints Fingerprints => DtlsFingerprints.Of(DtlsFingerprint.Of(DtlsHash.Sha256, _certificate));

    private int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Our server, its client.</summary>
    public async Task<DtlsResult> ConnectsAsync(string profiles, int exported, bool withCertificate, DtlsFingerprints expected)
    {
        _process = RunningProcess.Start(
            "openssl s_client", Program, ["s_client", "-dtls1_2", "-connect", $"127.0.0.1:{Port}", .. SrtpArguments(profiles, exported), .. withCertificate ? CertificateArguments() : []]);
        return await RunAsync(DtlsRole.Server, expected);
    }

    /// <summary>Our client, its server; with -listen it asks for a cookie first.</summary>
    public async Task<DtlsResult> AcceptsAsync(string profiles, int exported, DtlsFingerprints expected)
    {
        var port = FreePorts.Take();
        _peer = new IPEndPoint(IPAddress.Loopback, port);
        _process = RunningProcess.Start(
            "openssl s_server",
            Program,
            ["s_server", "-dtls1_2", "-listen", "-accept", $"127.0.0.1:{port}", "-verify", "1", .. SrtpArguments(profiles, exported), .. CertificateArguments()]);
        await _process.WaitForLineAsync("ACCEPT", Patience);
        return await RunAsync(DtlsRole.Client, expected);
    }

    /// <summary>What it exported, as it is laid out in RFC 5764 §4.2.</summary>
    public async Task<byte[]> KeyingMaterialAsync()
    {
        const string Label = "Keying material: ";
        var line = await _process!.WaitForLineAsync(Label, Patience);
        return Convert.FromHexString(line[(line.IndexOf(Label, StringComparison.Ordinal) + Label.Length)..].Trim());
    }

    /// <summary>Ends it in order: it says close_notify.</summary>
    public async Task<bool> IsGoneAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        _process!.CloseInput();
        var buffer = new byte[2048];
        while (Handshake.Attend())
        {
            var got = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, _peer!, limit.Token);
            Handshake.TryPut(buffer.AsSpan(0, got.ReceivedBytes));
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Handshake.Dispose();
        _socket.Dispose();
        _folder.Dispose();
    }

    private static string[] SrtpArguments(string profiles, int exported) =>
        ["-use_srtp", profiles, "-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", exported.ToString(CultureInfo.InvariantCulture)];

    private string[] CertificateArguments() => ["-cert", _folder.At("cert.pem"), "-key", _folder.At("key.pem")];

    // Datagrams are brought to the handshake until it is done.
    private async Task<DtlsResult> RunAsync(DtlsRole role, DtlsFingerprints expected)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var reading = ReadAsync(done.Token);
        var result = await Task.Factory.StartNew(() => Handshake.Run(role, expected), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await done.CancelAsync();
        await reading;
        return result;
    }

    private async Task ReadAsync(CancellationToken done)
    {
        var buffer = new byte[2048];
        try
        {
            while (true)
            {
                var got = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), done);
                _peer = got.RemoteEndPoint;
                Handshake.TryPut(buffer.AsSpan(0, got.ReceivedBytes));
            }
        }
        catch (OperationCanceledException)
        {
            // The handshake is done.
        }
    }
}
