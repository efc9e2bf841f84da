namespace RtcCluster.Sip.Framing;

/// <summary>Tells messages from keep-alives on a UDP port.</summary>
/// <remarks>
/// The body's own rules are <see cref="Messages.SipMessage.TryParse"/>'s: without Content-Length it ends with the datagram, what follows
/// Content-Length is ignored, and a body that is too short is refused with 400 (RFC 3261 §18.3).
/// </remarks>
public static class SipDatagram
{
    // Phones send "\r\n\r\n", "\0", four zero bytes or "\r\n"; more than this is no keep-alive but noise, which the parser counts.
    private const int MaxKeepAliveBytes = 32;

    /// <summary>What the datagram is, by its first bytes.</summary>
    public static SipDatagramKind KindOf(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length <= MaxKeepAliveBytes && datagram.IndexOfAnyExcept("\r\n\0"u8) < 0)
        {
            return SipDatagramKind.KeepAlive;
        }

        // RFC 8489 §5: two zero bits, then the magic cookie at offset 4. No SIP message begins so.
        return datagram.Length >= 20 && datagram[0] < 4 && datagram[4..8].SequenceEqual((ReadOnlySpan<byte>)[0x21, 0x12, 0xA4, 0x42])
            ? SipDatagramKind.Stun
            : SipDatagramKind.Message;
    }
}
