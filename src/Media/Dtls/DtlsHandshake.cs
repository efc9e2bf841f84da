using Org.BouncyCastle.Tls;

namespace RtcCluster.Media.Dtls;

/// <summary>A leg's DTLS: gives the keys for SRTP once the peer has proved its certificate, and knows later that the peer has gone. RFC 5764.</summary>
/// <remarks>
/// <para>
/// One that takes time: the library below blocks a thread and reads the system's clock for its retransmissions. So the host gives a thread to
/// <see cref="Run"/>, not the media's, and a bound to how many run at once; nothing else here blocks. Datagrams may come before it runs, as they
/// do when a browser has our offer and its answer is still on the way.
/// </para>
/// <para>
/// There is no HelloVerifyRequest (RFC 6347 §4.2.1): whose datagrams the host puts in here has answered a connectivity check with a password
/// of this leg, which proves the same return path.
/// </para>
/// </remarks>
public sealed class DtlsHandshake : IDisposable
{
    private readonly DtlsIdentity _identity;
    private readonly DtlsOptions _options;
    private readonly DtlsInbox _inbox;
    private volatile DtlsTransport? _transport;
    private volatile bool _isClosing;
    private bool _hasRun;

    /// <summary>Nothing is sent before <see cref="Run"/>.</summary>
    /// <param name="identity">Our certificate.</param>
    /// <param name="send">Where our datagrams go.</param>
    /// <param name="options">Limits and profiles.</param>
    public DtlsHandshake(DtlsIdentity identity, DtlsSend send, DtlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _identity = identity;
        _options = options;
        _inbox = new DtlsInbox(send, options.InboxCapacity);
    }

    /// <summary>Takes a datagram of the peer; on any thread, before, while and after the handshake runs.</summary>
    /// <returns>False: it is no DTLS, too many wait, or the connection is closed; the datagram is forgotten.</returns>
    public bool TryPut(ReadOnlySpan<byte> datagram) => DtlsRecords.AreWhole(datagram) && _inbox.TryPut(datagram);

    /// <summary>Blocks its thread until the keys are there or it failed; once.</summary>
    /// <param name="role">Which end we are.</param>
    /// <param name="peer">What signalling says of the peer's certificate.</param>
    public DtlsResult Run(DtlsRole role, DtlsFingerprints peer)
    {
        if (_hasRun)
        {
            throw new InvalidOperationException("A handshake runs once.");
        }

        _hasRun = true;
        var terms = new DtlsTerms(role, _identity, peer, _options);
        try
        {
            var transport = Connect(role, terms);
            _inbox.IsAttended = true;
            _transport = transport;
        }
        catch (IOException failure)
        {
            return new DtlsResult(StatusOf(failure, terms), Alert: terms.Alert);
        }
        finally
        {
            if (_transport is null)
            {
                _inbox.Shut();
            }
        }

        if (!_inbox.IsClosed)
        {
            return new DtlsResult(DtlsStatus.Established, terms.Keys);
        }

        _transport.Close();
        return new DtlsResult(DtlsStatus.Closed);
    }

    /// <summary>Reads what the peer sent after the handshake; blocks nothing. For after <see cref="Run"/> has returned, and then after each datagram.</summary>
    /// <remarks>A peer that missed our last flight asks for it here, and gets it.</remarks>
    /// <returns>False: the peer said close_notify or sent a fatal alert, or we closed.</returns>
    public bool Attend()
    {
        if (_transport is not { } transport)
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[DtlsRecords.MaxDatagram];
        try
        {
            while (!_inbox.IsClosed && !_inbox.IsEmpty)
            {
                transport.Receive(buffer, 1);
            }
        }
        catch (TlsTimeoutException)
        {
            // All records were taken.
        }
        catch (IOException)
        {
            // A fatal alert of the peer.
            _inbox.Close();
        }

        return !_inbox.IsClosed;
    }

    /// <summary>Ends it: a running handshake gives up, an established connection says close_notify. On any thread while it runs, then on the thread of <see cref="Attend"/>.</summary>
    public void Close()
    {
        _isClosing = true;
        _inbox.Shut();
        _transport?.Close();
    }

    /// <summary>For after <see cref="Run"/> has returned; sends nothing.</summary>
    public void Dispose()
    {
        _inbox.Close();
        _inbox.Dispose();
    }

    private DtlsTransport Connect(DtlsRole role, DtlsTerms terms)
    {
        if (role == DtlsRole.Server)
        {
            var server = new DtlsServerEnd(terms);
            _inbox.AwaitsFinished = () => server.AwaitsFinished;
            return new DtlsServerProtocol().Accept(server, _inbox);
        }

        var client = new DtlsClientEnd(terms);
        _inbox.AwaitsFinished = () => client.AwaitsFinished;
        return new DtlsClientProtocol().Connect(client, _inbox);
    }

    private DtlsStatus StatusOf(IOException failure, DtlsTerms terms) => failure switch
    {
        TlsTimeoutException => DtlsStatus.TimedOut,
        _ when _isClosing && terms.Failure is null or DtlsStatus.Refused => DtlsStatus.Closed,
        _ => terms.Failure ?? DtlsStatus.Refused,
    };
}
