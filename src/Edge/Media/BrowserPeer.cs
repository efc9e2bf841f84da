using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Edge.Media;

/// <summary>One connection of a browser at the shard's shared port: whose it is, and its DTLS. Lives in its shard.</summary>
/// <remarks>
/// The handshake blocks a thread of its own, and waits for one where many come at once; what it wants to send and what it comes to is posted to the shard. Before the browser's certificate is
/// named, by the answer to our offer, it does not run: datagrams of an impatient browser wait in it.
/// </remarks>
internal sealed class BrowserPeer(
    MediaShard shard, MediaCall call, LegSlot slot, int connection, ConnectionTerms terms, WebRtcPort port, DtlsIdentity identity)
{
    private DtlsFingerprints? _fingerprints = terms.Peer;
    private DtlsRole _role = terms.Role;
    private DtlsHandshake? _handshake;
    private IceFlow _flow;
    private bool _isSelected;
    private bool _isBegun;
    private bool _isRunning;
    private bool _isClosed;

    /// <summary>The call.</summary>
    public MediaCall Call => call;

    /// <summary>The leg's place in the call.</summary>
    public LegSlot Slot => slot;

    /// <summary>The connection's number in the leg.</summary>
    public int Connection => connection;

    /// <summary>Its place at the port; none while it has none.</summary>
    public ShardSlot Place { get; set; } = ShardSlot.None;

    /// <summary>The browser's answer has come: whom to expect, and which end we are.</summary>
    public void Name(ConnectionTerms answered)
    {
        (_fingerprints, _role) = (answered.Peer, answered.Role);
        if (_role == DtlsRole.Client)
        {
            // It lets us begin: what it sent before was no ClientHello.
            _handshake?.Dispose();
            _handshake = null;
            Attempt();
        }
        else if (_handshake is not null)
        {
            Begin();
        }
    }

    /// <summary>The browser has nominated a pair: media goes there, and a handshake that we have to begin.</summary>
    public void Select(in IceFlow flow)
    {
        (_flow, _isSelected) = (flow, true);
        Attempt();
    }

    /// <summary>The browser is there and we are the client: a handshake that has not begun, for want of a place for example, begins now.</summary>
    public void Attempt()
    {
        if (_role == DtlsRole.Client && _isSelected && !_isBegun && !_isClosed)
        {
            Begin();
        }
    }

    /// <summary>A DTLS datagram of the browser: the first begins the handshake, one after it may say goodbye.</summary>
    public void ReceiveDtls(ReadOnlySpan<byte> datagram, in IceFlow source)
    {
        _flow = source;
        if (!_isBegun && (_fingerprints is null || _role == DtlsRole.Server))
        {
            _handshake ??= port.Handshakes.Make(identity, Send);
            _handshake.TryPut(datagram);
            Begin();
            return;
        }

        if (_handshake is { } handshake)
        {
            handshake.TryPut(datagram);
            if (_isBegun && !_isRunning && !handshake.Attend())
            {
                call.EndConnection(this);
            }
        }
    }

    /// <summary>The connection is forgotten: a handshake that runs gives up, one that is done says goodbye.</summary>
    public void Close()
    {
        _isClosed = true;
        _handshake?.Close();
        if (!_isRunning)
        {
            _handshake?.Dispose();
        }
    }

    private void Begin()
    {
        if (_fingerprints is not { } fingerprints)
        {
            return;
        }

        var handshake = _handshake ?? port.Handshakes.Make(identity, Send);
        if (port.Handshakes.TryRun(handshake, _role, fingerprints, result => shard.Post(() => Done(handshake, result))))
        {
            (_handshake, _isBegun, _isRunning) = (handshake, true, true);
        }
        else
        {
            // The browser repeats its ClientHello; ours goes out with one of its next checks.
            handshake.Dispose();
            _handshake = null;
        }
    }

    private void Send(ReadOnlySpan<byte> datagram)
    {
        var copy = datagram.ToArray();
        shard.Post(() => port.Send(copy, _flow));
    }

    private void Done(DtlsHandshake handshake, DtlsResult result)
    {
        _isRunning = false;
        if (_isClosed)
        {
            handshake.Dispose();
        }
        else if (result.Keys is { } keys)
        {
            call.Secure(this, keys);
            if (!handshake.Attend())
            {
                call.EndConnection(this);
            }
        }
        else if (result.Status == DtlsStatus.TimedOut)
        {
            // Its network may have been away: its next ClientHello is another try, or its next check is when we are the client.
            handshake.Dispose();
            (_handshake, _isBegun) = (null, false);
        }
        else if (result.Status is DtlsStatus.FingerprintMismatch or DtlsStatus.NoCertificate or DtlsStatus.NoProfile)
        {
            call.RefuseConnection(this, result.Status);
        }
        else
        {
            call.EndConnection(this);
        }
    }
}
