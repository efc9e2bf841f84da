using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Calls;

/// <summary>SRTP of a telephone's leg, with the keys that its descriptions agreed on.</summary>
internal sealed class SdesLink
{
    private SrtpMasterKey? _receiveKey;
    private SrtpMasterKey? _sendKey;
    private SrtpReceiveContext? _receive;
    private SrtpSendContext? _send;

    public long NotAuthentic { get; private set; }

    public long Replayed { get; private set; }

    /// <summary>Packets that SRTP refused for another reason.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes the keys of an answer; one that stays keeps its counters, as its packets go on (RFC 4568 §7.1.4).</summary>
    public void Take(SrtpKeys keys)
    {
        if (!IsSame(_receiveKey, keys.Receive))
        {
            _receive?.Dispose();
            (_receiveKey, _receive) = (keys.Receive, new SrtpReceiveContext(keys.Receive));
        }

        if (!IsSame(_sendKey, keys.Send))
        {
            _send?.Dispose();
            (_sendKey, _send) = (keys.Send, new SrtpSendContext(keys.Send));
        }
    }

    /// <summary>Checks and decrypts a packet in place; false, and counted, when it is refused.</summary>
    public bool Unprotect(Span<byte> packet, bool isRtcp, out int length)
    {
        switch (isRtcp ? _receive!.UnprotectRtcp(packet, out length) : _receive!.UnprotectRtp(packet, out length))
        {
            case SrtpStatus.Ok:
                return true;
            case SrtpStatus.NotAuthentic:
                NotAuthentic++;
                return false;
            case SrtpStatus.Replayed:
                Replayed++;
                return false;
            default:
                Refused++;
                return false;
        }
    }

    /// <summary>Protects a packet in place.</summary>
    public bool Protect(Span<byte> buffer, int length, bool isRtcp, out int protectedLength) =>
        (isRtcp ? _send!.ProtectRtcp(buffer, length, out protectedLength) : _send!.ProtectRtp(buffer, length, out protectedLength)) == SrtpStatus.Ok;

    /// <summary>The leg ends.</summary>
    public void Close()
    {
        _receive?.Dispose();
        _send?.Dispose();
    }

    private static bool IsSame(SrtpMasterKey? one, SrtpMasterKey other) =>
        one is not null && one.Profile == other.Profile && one.GetKey().SequenceEqual(other.GetKey()) && one.GetSalt().SequenceEqual(other.GetSalt());
}
