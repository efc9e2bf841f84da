using RtcCluster.Media.Addresses;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Sdp;

/// <summary>What offer and answer agreed on for a leg's audio. Immutable: a re-offer makes a new one.</summary>
public sealed class NegotiatedAudio
{
    private readonly PayloadKind[] _received;
    private readonly sbyte[] _sent;

    internal NegotiatedAudio(
        IEnumerable<SdpFormat> received, IReadOnlyList<SdpFormat> sent, MediaEndpoint rtp, MediaEndpoint rtcp, bool mux, MediaDirection direction,
        bool isWebRtc = false, SrtpKeys? keys = null)
    {
        _received = new PayloadKind[128];
        foreach (var format in received)
        {
            // Our own numbers come first; a peer that sends events with its own number instead of ours is understood too.
            if (_received[format.PayloadType] == PayloadKind.Unknown)
            {
                _received[format.PayloadType] = format.Kind;
            }
        }

        _sent = new sbyte[PayloadKinds.Count];
        _sent.AsSpan().Fill(-1);
        foreach (var format in sent)
        {
            if (_sent[(int)format.Kind] < 0)
            {
                _sent[(int)format.Kind] = (sbyte)format.PayloadType;
            }
        }

        Codec = sent.First(static f => f.Kind.IsAudio()).Kind;
        RemoteRtp = rtp;
        RemoteRtcp = rtcp;
        RtcpMux = mux;
        Direction = direction;
        IsWebRtc = isWebRtc;
        Keys = keys;
    }

    /// <summary>The codec that we send first of all: the first one both sides named.</summary>
    public PayloadKind Codec { get; }

    /// <summary>Whether the peer is a browser: its media goes where its ICE checks come from, whatever its description names.</summary>
    public bool IsWebRtc { get; }

    /// <summary>The keys of SRTP that the descriptions hold (RFC 4568); null for plain RTP, and for a browser, whose handshake gives them.</summary>
    public SrtpKeys? Keys { get; }

    /// <summary>The remote RTP address; unspecified (0.0.0.0) while the peer holds the old way, and for a browser.</summary>
    public MediaEndpoint RemoteRtp { get; }

    /// <summary>The remote RTCP address; equal to <see cref="RemoteRtp"/> with rtcp-mux.</summary>
    public MediaEndpoint RemoteRtcp { get; }

    /// <summary>Whether RTP and RTCP share a port (RFC 5761).</summary>
    public bool RtcpMux { get; }

    /// <summary>The direction from our point of view.</summary>
    public MediaDirection Direction { get; }

    /// <summary>Whether we may send: the peer receives, and has an address or will prove one.</summary>
    public bool CanSend => Direction.Sends() && (IsWebRtc || (!RemoteRtp.IsUnspecified && RemoteRtp.Port != 0));

    /// <summary>Whether the peer may send.</summary>
    public bool CanReceive => Direction.Receives();

    /// <summary>What a received payload type stands for.</summary>
    public PayloadKind Received(byte payloadType) => _received[payloadType & 0x7F];

    /// <summary>The payload type to send a kind with, or -1.</summary>
    public int PayloadType(PayloadKind kind) => _sent[(int)kind];

    /// <summary>The events that go with <see cref="Codec"/>.</summary>
    public PayloadKind Events => Codec.Events();

    /// <summary>The payload type to send keys with, or -1 when the peer takes none.</summary>
    public int EventPayloadType => PayloadType(Events);

    /// <summary>What generated audio is sent in: a law of G.711, else G.722; Unknown when the peer takes neither.</summary>
    public PayloadKind GeneratedCodec => Codec.IsG711() ? Codec
        : _sent[(int)PayloadKind.Pcmu] >= 0 ? PayloadKind.Pcmu
        : _sent[(int)PayloadKind.Pcma] >= 0 ? PayloadKind.Pcma
        : _sent[(int)PayloadKind.G722] >= 0 ? PayloadKind.G722 : PayloadKind.Unknown;
}
