using System.ComponentModel.DataAnnotations;
using System.Net;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Edge.Configuration;

/// <summary>Section <c>Sip</c>: where this edge speaks SIP and how much of it it takes.</summary>
public sealed class SipOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Sip";

    /// <summary>UDP endpoint; empty switches UDP off, but one of the three stays. Port 0 takes any free port (tests).</summary>
    public IPEndPoint? Udp { get; set; } = new(IPAddress.Loopback, 5060);

    /// <summary>TCP endpoint; empty switches TCP off.</summary>
    public IPEndPoint? Tcp { get; set; } = new(IPAddress.Loopback, 5060);

    /// <summary>TLS endpoint; empty switches TLS off.</summary>
    public IPEndPoint? Tls { get; set; } = new(IPAddress.Loopback, 5061);

    /// <summary>Whether SIP over WebSocket (RFC 7118) is served at <c>/sip</c> of <c>Web:Url</c>: ws for http, wss for https.</summary>
    public bool WebSocket { get; set; } = true;

    /// <summary>
    /// Origins of web pages that may open a SIP WebSocket besides our own pages, parted by commas, like <c>https://crm.example</c>; <c>*</c> lets any page.
    /// Clients that are no browsers name no origin and are let in: what protects an account is its digest.
    /// </summary>
    public string WebSocketOrigins { get; set; } = "";

    /// <summary>Host name or address that phones reach this edge by, for Via and Contact; empty means the address that is listened on, which then must be no wildcard.</summary>
    public string PublicAddress { get; set; } = "";

    /// <summary>Domain that requests are challenged in when neither To nor request URI name a known tenant; empty means the first tenant's realm.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Certificate for TLS, PKCS #12 or PEM; empty means one of our own, made in <c>Data:Path</c>. Read again when the file changes.</summary>
    public string CertificatePath { get; set; } = "";

    /// <summary>Password of the certificate's file.</summary>
    [Secret]
    public string CertificatePassword { get; set; } = "";

    /// <summary>Key under which nonces are signed, the same on every edge of a cluster, so that any of them knows its own; empty means one made in <c>Data:SharedPath</c>.</summary>
    [Secret]
    public string NonceKey { get; set; } = "";

    /// <summary>
    /// Beginnings of the User-Agent of clients that are challenged in MD5 alone, parted by commas; a client that names none is too. They give up on a
    /// challenge that mentions SHA-256 in whatever order (baresip 1.0: "Function not implemented"; SIPp 3.6: "authentication must use MD5"),
    /// so RFC 8760's two challenges would lock them out. Who answers in SHA-256 is accepted all the same.
    /// </summary>
    public string Md5OnlyAgents { get; set; } = "baresip v0, baresip v1, SIPp";

    /// <summary>Threads that run transactions and dialogs; 0 means one per processor.</summary>
    [Range(0, 256)]
    public int Shards { get; set; }

    /// <summary>Messages that may wait for one shard; more are dropped and counted, so that an overload does not become a delay.</summary>
    [Range(64, 1_000_000)]
    public int ShardQueue { get; set; } = 16_384;

    /// <summary>Datagrams or messages per second from one source before the rest is dropped; 0 means no limit.</summary>
    [Range(0, 10_000_000)]
    public int MaxMessagesPerSecond { get; set; } = 5_000;

    /// <summary>Connections at one time from one address.</summary>
    [Range(1, 100_000)]
    public int MaxConnectionsPerSource { get; set; } = 1_000;

    /// <summary>Connections at one time.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>A connection without a byte in either direction for so long is closed.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "7.00:00:00")]
    public TimeSpan ConnectionIdle { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a peer may take to accept a connection and finish a TLS handshake.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that may wait to be sent on one connection; a peer that reads slower loses it.</summary>
    [Range(65_536, 1 << 30)]
    public int MaxSendBacklog { get; set; } = 1 << 20;

    /// <summary>Shortest registration that is granted (RFC 3261 §10.3: 423 below it); not more than <see cref="MaxRegistrationSeconds"/>.</summary>
    [Range(10, 86_400)]
    public int MinRegistrationSeconds { get; set; } = 30;

    /// <summary>Longest registration that is granted.</summary>
    [Range(60, 604_800)]
    public int MaxRegistrationSeconds { get; set; } = 3_600;

    /// <summary>Wrong answers to a challenge per source and account in five minutes before requests of that pair are refused unseen.</summary>
    [Range(1, 100_000)]
    public int MaxFailedLogins { get; set; } = 20;

    /// <summary>Different unknown accounts from one source in five minutes before the whole source is refused.</summary>
    [Range(1, 100_000)]
    public int MaxUnknownAccounts { get; set; } = 50;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Udp is null && Tcp is null && Tls is null)
        {
            yield return new("one of Udp, Tcp and Tls must be set", [nameof(Udp)]);
        }

        if (Sip.WebSocketOrigins.FirstWrong(WebSocketOrigins) is { } wrong)
        {
            yield return new($"must be origins like https://crm.example, without a path, or *; \"{wrong}\" is none", [nameof(WebSocketOrigins)]);
        }

        if (MinRegistrationSeconds > MaxRegistrationSeconds)
        {
            yield return new($"must not be more than MaxRegistrationSeconds ({MaxRegistrationSeconds})", [nameof(MinRegistrationSeconds)]);
        }

        foreach (var (name, endpoint) in new[] { (nameof(Udp), Udp), (nameof(Tcp), Tcp), (nameof(Tls), Tls) })
        {
            if (endpoint is not null && (endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any)) && PublicAddress.Length == 0)
            {
                yield return new("is a wildcard address, which no phone can be told: set Sip:PublicAddress", [name]);
            }
        }

        if (PublicAddress.Length > 0 && Uri.CheckHostName(PublicAddress) == UriHostNameType.Unknown)
        {
            yield return new("must be a host name or an IP address", [nameof(PublicAddress)]);
        }
    }
}
