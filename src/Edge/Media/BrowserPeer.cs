using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Edge.Media;

/// <summary>One connection of a browser at the shard's shared port: whose it is, and its DTLS. Lives in its shard.</summary>
/// <remarks>The handshake blocks a thread of its own; what it wants to send and what it comes to is posted to the shard.</remarks>
internal sealed class BrowserPeer(MediaShard shard, MediaCall call, LegSlot slot, int connection, DtlsFingerprints fingerprints, WebRtcPort port)
{
    private DtlsHandshake? _handshake;
    private IceFlow _flow;
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

    /// <summary>A DTLS datagram of the browser: the first begins the handshake, one after it may say goodbye.</summary>
    public void ReceiveDtls(ReadOnlySpan<byte> datagram, in IceFlow source)
    {
        _flow = source;
        if (_handshake is null && !Begin())
        {
            return;
        }

        _handshake!.TryPut(datagram);
        if (!_isRunning && !_handshake.Attend())
        {
            call.EndConnection(this);
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

    private bool Begin()
    {
        var handshake = port.Handshakes.Make(Send);
        if (!port.Handshakes.TryRun(handshake, fingerprints, result => shard.Post(() => Done(handshake, result))))
        {
            // The browser repeats its ClientHello.
            handshake.Dispose();
            return false;
        }

        (_handshake, _isRunning) = (handshake, true);
        return true;
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
            // Its network may have been away: its next ClientHello is another try.
            handshake.Dispose();
            _handshake = null;
        }
        else
        {
            call.EndConnection(this);
        }
    }
}
