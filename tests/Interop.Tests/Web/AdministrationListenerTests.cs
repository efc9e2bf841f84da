using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Web;

/// <summary>A process with <c>Web:AdminUrl</c>, which is https: administration is there alone, with the certificate of SIP over TLS.</summary>
[Trait("Clock", "none")]
public sealed class AdministrationListenerTests : IAsyncLifetime
{
    private static readonly TimeSpan RenewalTime = TimeSpan.FromSeconds(30);
    private readonly int _port = FreePorts.Take();
    private StandaloneServer? _server;

    private StandaloneServer Server => _server ?? throw new InvalidOperationException("Standalone has not been started.");

    private Uri Admin => new($"https://127.0.0.1:{_port}/");

    public async ValueTask InitializeAsync() =>
        _server = await StandaloneServer.StartAsync("--Web:AdminUrl", Admin.ToString());

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task AdministrationIsThereAlone_WhateverHostTheCallerClaims()
    {
        foreach (var path in new[] { "metrics", "healthz" })
        {
            Assert.Equal((path, 404), (path, await StatusAsync(Server.Addresses.WebUrl, path)));
            Assert.Equal((path, 404), (path, await StatusAsync(Server.Addresses.WebUrl, path, Admin.Authority)));
            Assert.Equal((path, 200), (path, await StatusAsync(Admin, path)));
        }

        Assert.Equal(404, await StatusAsync(Server.Addresses.WebUrl, "api/v1/admin/drain"));
        Assert.Equal(401, await StatusAsync(Admin, "api/v1/admin/drain"));
        Assert.Equal(200, await StatusAsync(Server.Addresses.WebUrl, "healthz/live"));
        Assert.Equal(200, await StatusAsync(Server.Addresses.WebUrl, "healthz/ready"));
        Assert.Equal(200, await StatusAsync(Admin, "healthz/ready"));
    }

    [Fact]
    public async Task HealthTellsEachCheckByName()
    {
        using var http = Client();

        var health = JsonDocument.Parse(await http.GetStringAsync(new Uri(Admin, "healthz"), TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal("Healthy", health.GetProperty("status").GetString());
        Assert.Equal("Healthy", health.GetProperty("checks").GetProperty("edge").GetProperty("status").GetString());
        Assert.Equal("Healthy", health.GetProperty("checks").GetProperty("storage").GetProperty("status").GetString());
    }

    [Fact]
    public async Task CertificateIsThatOfSip_AndARenewedOneIsUsedWithoutARestart()
    {
        var first = await CertificateAsync(_port);
        Assert.Equal(await CertificateAsync(Server.Addresses.Tls), first);
        var renewed = Renew(Path.Combine(Server.DataPath, "sip-tls.pfx"));

        await Eventually.IsTrueAsync("https to have the renewed certificate", RenewalTime, async () => await CertificateAsync(_port) == renewed);

        Assert.Equal(renewed, await CertificateAsync(Server.Addresses.Tls));
        Assert.NotEqual(first, renewed);
    }

    private static async Task<int> StatusAsync(Uri root, string path, string? host = null)
    {
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, path));
        request.Headers.Host = host;
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    // The certificate is self-signed; which one it is, is what the test asks.
    private static HttpClient Client() => new(
        new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator });

    private static async Task<string> CertificateAsync(int port)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null });
        return tls.RemoteCertificate!.GetCertHashString();
    }

    /// <summary>Puts another certificate into the file's place, as a renewal does.</summary>
    private static string Renew(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=renewed", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllBytes($"{path}.new", made.Export(X509ContentType.Pkcs12));
        File.Move($"{path}.new", path, overwrite: true);
        return made.GetCertHashString();
    }
}
