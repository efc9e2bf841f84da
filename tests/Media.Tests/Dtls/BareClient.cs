using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using RtcCluster.Media.Dtls;

namespace RtcCluster.Media.Tests.Dtls;

/// <summary>A client that keeps no rule of ours: no certificate, and other things as a test wants them. It talks to a handshake of ours.</summary>
internal sealed class BareClient(DtlsHandshake server) : DefaultTlsClient(new BcTlsCrypto()), TlsAuthentication, DatagramTransport
{
    private readonly System.Collections.Concurrent.BlockingCollection<byte[]> _arrived = [];

    /// <summary>In its use_srtp extension; none: no extension.</summary>
    public int[] Profiles { get; init; } = [1];

    public byte[] Mki { get; init; } = [];

    public bool OffersExtendedMasterSecret { get; init; } = true;

    /// <summary>Longest datagram that it sends, bytes.</summary>
    public int SendLimit { get; init; } = 1_200;

    /// <summary>What becomes of all datagrams of its first flight before they leave.</summary>
    public Func<List<byte[]>, IEnumerable<byte[]>> FirstFlight { get; init; } = static flight => flight;

    public int? Alert { get; private set; }

    private List<byte[]>? First { get; set; } = [];

    /// <summary>Runs it against the server, which runs on a thread of its own.</summary>
    public DtlsResult Run(DtlsFingerprints expected)
    {
        var result = Task.Factory.StartNew(() => server.Run(DtlsRole.Server, expected), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            new DtlsClientProtocol().Connect(this, this);
        }
        catch (IOException)
        {
            // What the server says of it is what the tests ask for.
        }

        return result.GetAwaiter().GetResult();
    }

    public void Answer(ReadOnlySpan<byte> datagram) => _arrived.Add(datagram.ToArray());

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        var extensions = base.GetClientExtensions();
        if (Profiles.Length > 0)
        {
            TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData(Profiles, Mki));
        }

        return extensions;
    }

    public override bool ShouldUseExtendedMasterSecret() => OffersExtendedMasterSecret;

    public override TlsAuthentication GetAuthentication() => this;

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
    {
    }

    public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) => null!;

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) => Alert ??= alertDescription;

    public int GetReceiveLimit() => DtlsRecords.MaxDatagram;

    public int GetSendLimit() => SendLimit;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        // It waits for an answer for the first time: its first flight is whole.
        foreach (var datagram in First is null ? [] : FirstFlight(First))
        {
            server.TryPut(datagram);
        }

        First = null;
        if (!_arrived.TryTake(out var answer, waitMillis == 0 ? -1 : waitMillis))
        {
            return -1;
        }

        answer.CopyTo(buffer);
        return answer.Length;
    }

    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer)
    {
        if (First is not null)
        {
            First.Add(buffer.ToArray());
        }
        else
        {
            server.TryPut(buffer);
        }
    }

    public void Close()
    {
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();
}
