using System.Net;
using System.Net.Sockets;
using RtcCluster.Media.Ice;

namespace RtcCluster.Edge.Media;

/// <summary>One TCP connection of a browser: packets with their length before them (RFC 4571). Lives in its shard.</summary>
/// <remarks>
/// What the other side does not take in time is left out, as a network would: a packet of media is worth nothing a second later. Only the rest of a
/// packet that was begun is kept.
/// </remarks>
internal sealed class WebRtcTcpConnection(WebRtcTcp owner, WebRtcPort port, Socket socket, IPAddress address, IceFlow flow, long now) : IWatched
{
    private readonly byte[] _rest = new byte[MediaShard.MaxPacket + StreamFraming.HeaderLength];
    private int _restLength;

    /// <inheritdoc/>
    public Socket Socket => socket;

    /// <inheritdoc/>
    public int Key { get; set; }

    /// <inheritdoc/>
    public MediaCall? Call => port.Call;

    /// <summary>Where it comes from.</summary>
    public IPAddress Address => address;

    /// <summary>Its name in the shard.</summary>
    public IceFlow Flow => flow;

    /// <summary>The reading side.</summary>
    public StreamFraming Framing { get; } = new(MediaShard.MaxPacket);

    /// <summary>When it was made; later, when a packet for its leg came last.</summary>
    public long HeardAt { get; set; } = now;

    /// <summary>Since when the other side has taken nothing; null while it reads.</summary>
    public long? BlockedSince { get; private set; }

    /// <summary>Whether a check on it was accepted.</summary>
    public bool IsProven { get; set; }

    /// <summary>Whether it broke when something was sent.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed { get; set; }

    /// <inheritdoc/>
    public void Read() => owner.Read(this);

    /// <summary>Sends a packet; false when it is left out.</summary>
    public bool Send(ReadOnlySpan<byte> packet, long at)
    {
        if (!Flush(at))
        {
            return false;
        }

        // Written behind each other in one array, so that one call sends both.
        var length = StreamFraming.Write(packet, _rest);
        if (length == 0 || !TrySend(_rest.AsSpan(0, length), at, out var sent) || sent == 0)
        {
            return false;
        }

        _restLength = length - sent;
        _rest.AsSpan(sent, _restLength).CopyTo(_rest);
        return true;
    }

    /// <summary>Sends the rest of a packet that was begun; true when there is none any more.</summary>
    public bool Flush(long at)
    {
        if (_restLength == 0)
        {
            return !IsBroken;
        }

        if (!TrySend(_rest.AsSpan(0, _restLength), at, out var sent))
        {
            return false;
        }

        _restLength -= sent;
        _rest.AsSpan(sent, _restLength).CopyTo(_rest);
        return _restLength == 0;
    }

    private bool TrySend(ReadOnlySpan<byte> bytes, long at, out int sent)
    {
        sent = socket.Send(bytes, SocketFlags.None, out var error);
        switch (error)
        {
            case SocketError.Success:
                BlockedSince = null;
                return true;
            case SocketError.WouldBlock:
                BlockedSince ??= at;
                return false;
            default:
                IsBroken = true;
                return false;
        }
    }
}
