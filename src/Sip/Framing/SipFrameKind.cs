namespace RtcCluster.Sip.Framing;

/// <summary>What a stream gave us.</summary>
public enum SipFrameKind : byte
{
    /// <summary>A message with its body; <see cref="SipFrame.Bytes"/> goes to <see cref="Messages.SipMessage.TryParse"/>.</summary>
    Message,

    /// <summary>One CRLF between messages: the peer's answer to our ping (RFC 5626 §3.5.1), or half of its own.</summary>
    Pong,

    /// <summary>A second CRLF at once: the peer's ping, to be answered with one CRLF.</summary>
    Ping,

    /// <summary>
    /// Nobody knows any more where the next message starts; <see cref="SipFrame.Status"/> says why. Answer if a refusal is due, then close.
    /// </summary>
    Broken,
}
