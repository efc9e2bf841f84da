using RtcCluster.Media.Addresses;
using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Calls;

/// <summary>What a leg's description says about us, and what it takes from the other side.</summary>
public sealed record MediaLegOptions
{
    /// <summary>The address and RTP port that our SDP names: the public address of a socket that the host owns.</summary>
    public required MediaEndpoint Rtp { get; init; }

    /// <summary>The RTCP port of the same address; named by <c>a=rtcp</c> when it is not the RTP port plus one (RFC 3605).</summary>
    public required ushort RtcpPort { get; init; }

    /// <summary>The address that the leg's signalling comes from; <c>default</c> when it tells nothing (a trunk's proxy).</summary>
    public MediaEndpoint SignallingSource { get; init; }

    /// <summary>
    /// Audio codecs in our order of preference. G.722 passes untouched between two that have it; where it is mixed, recorded, or heard by
    /// somebody without it, it is decoded at the width of a telephone. Opus is for browsers; it is recorded as it is, and made and decoded as <see cref="CallMediaOptions.TranscodesOpus"/> says.
    /// </summary>
    public IReadOnlyList<PayloadKind> Codecs { get; init; } = [PayloadKind.Pcmu, PayloadKind.Pcma];

    /// <summary>Whether G.722 is taken only from a peer that has no G.711: it would be decoded anyway, as in a call that is recorded.</summary>
    public bool AvoidsG722 { get; init; }

    /// <summary>Whether Opus is spoken with this leg wherever it takes it; else only with another leg that has it, so that nothing needs transcoding.</summary>
    public bool PrefersOpus { get; init; }

    /// <summary>Whether the first packet may come from any address when the SDP's is private: for phones behind NAT without other proof.</summary>
    public bool LatchAnyWhenPrivate { get; init; }

    /// <summary>Set for a browser's leg: ICE, DTLS-SRTP and rtcp-mux at <see cref="Rtp"/>, a port shared with other legs. Null for a phone.</summary>
    public WebRtcLegOptions? WebRtc { get; init; }

    /// <summary>Set for a telephone's leg whose signalling is encrypted: SRTP is offered, and taken when the phone wants it. Null: plain RTP alone.</summary>
    public SdesLegOptions? Sdes { get; init; }

    /// <summary>Whether digits are exchanged as telephone-event (RFC 4733); else they are sent as tones.</summary>
    public bool TelephoneEvents { get; init; } = true;
}
