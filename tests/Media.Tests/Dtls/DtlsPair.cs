using RtcCluster.Media.Dtls;

namespace RtcCluster.Media.Tests.Dtls;

/// <summary>A server and a client with a network between them that a test may take in hand. Each has a thread, as a host gives it one.</summary>
/// <remarks>The library below reads the system's clock, so what is lost costs real milliseconds here; nothing is waited for but datagrams.</remarks>
internal sealed class DtlsPair : IDisposable
{
    public static readonly DtlsIdentity ServerIdentity = DtlsIdentity.Create(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    public static readonly DtlsIdentity ClientIdentity = DtlsIdentity.Create(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    public static readonly DtlsOptions Hurried = DtlsOptions.Default with { Resend = TimeSpan.FromMilliseconds(5) };

    private readonly SemaphoreSlim _serverNews = new(0);
    private readonly Lock _network = new();
    private volatile bool _clientIsDone;

    public DtlsPair(DtlsOptions? server = null, DtlsOptions? client = null)
    {
        Server = new DtlsHandshake(ServerIdentity, datagram => Pass(DtlsRole.Client, datagram), server ?? Hurried);
        Client = new DtlsHandshake(ClientIdentity, datagram => Pass(DtlsRole.Server, datagram), client ?? Hurried);
    }

    public DtlsHandshake Server { get; }

    public DtlsHandshake Client { get; }

    /// <summary>What becomes of a datagram on its way to a role: the datagrams that arrive instead of it.</summary>
    public Func<DtlsRole, byte[], IEnumerable<byte[]>> Network { get; set; } = static (_, datagram) => [datagram];

    public List<byte[]> ToServer { get; } = [];

    public List<byte[]> ToClient { get; } = [];

    public DtlsFingerprints ExpectedByServer { get; set; } = DtlsFingerprints.Of(ClientIdentity.Fingerprint);

    public DtlsFingerprints ExpectedByClient { get; set; } = DtlsFingerprints.Of(ServerIdentity.Fingerprint);

    /// <summary>The server begins when the ClientHello is there, and answers a client that asks again until that is done too.</summary>
    public (DtlsResult Server, DtlsResult Client) Run()
    {
        var client = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return Client.Run(DtlsRole.Client, ExpectedByClient);
                }
                finally
                {
                    _clientIsDone = true;
                    _serverNews.Release();
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        _serverNews.Wait(TestContext.Current.CancellationToken);
        var server = Server.Run(DtlsRole.Server, ExpectedByServer);
        while (!_clientIsDone)
        {
            Server.Attend();
            _serverNews.Wait(TestContext.Current.CancellationToken);
        }

        Server.Attend();
        return (server, client.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
        _serverNews.Dispose();
    }

    private void Pass(DtlsRole to, ReadOnlySpan<byte> datagram)
    {
        lock (_network)
        {
            (to == DtlsRole.Server ? ToServer : ToClient).Add(datagram.ToArray());
            foreach (var arriving in Network(to, datagram.ToArray()))
            {
                (to == DtlsRole.Server ? Server : Client).TryPut(arriving);
            }
        }

        if (to == DtlsRole.Server)
        {
            _serverNews.Release();
        }
    }
}
