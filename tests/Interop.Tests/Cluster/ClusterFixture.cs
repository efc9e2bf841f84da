using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Mail;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Interop.Tests.Cluster;

/// <summary>One Standalone with the demo tenant that the tests of a collection share. Each test takes its registrations back when it ends.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private StandaloneServer? _server;
    private RestClient? _admin;
    private MailServer? _mail;

    public StandaloneServer Server => _server ?? throw new InvalidOperationException("Standalone has not been started.");

    /// <summary>Signed in as the administrator, who sees every call.</summary>
    public RestClient Admin => _admin ?? throw new InvalidOperationException("Standalone has not been started.");

    /// <summary>What it sends its e-mails through.</summary>
    public MailServer Mail => _mail ?? throw new InvalidOperationException("The mail server has not been started.");

    /// <summary>host:port of SIP over UDP.</summary>
    public string Udp => Server.Addresses.SipUdp.ToString();

    /// <summary>host:port of SIP over TCP.</summary>
    public string Tcp => Server.Addresses.SipTcp.ToString();

    /// <summary>Registrar over TLS, for baresip.</summary>
    public string Tls => Server.Addresses.SipTls.ToString();

    /// <summary>Full path of one of our SIPp scenario files.</summary>
    public static string Scenario(string name) => Repository.At("tests", "Interop.Tests", "Scenarios", $"{name}.xml");

    public async ValueTask InitializeAsync()
    {
        _mail = await MailServer.StartAsync();
        _server = await StandaloneServer.StartAsync(
            "--Webhooks:AllowPrivateAddresses=true", "--Smtp:Host=127.0.0.1", $"--Smtp:Port={_mail.Port}", "--Smtp:Security=None", "--Smtp:From=Voicemail <voicemail@rtc.test>");
        _admin = await _server.SignInAsync("admin@demo.test");
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_mail is not null)
        {
            await _mail.DisposeAsync();
        }
    }
}
