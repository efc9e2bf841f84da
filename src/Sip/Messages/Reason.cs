namespace RtcCluster.Sip.Messages;

/// <summary>One Reason value: why a call ended. RFC 3326 §2: <c>SIP ;cause=200 ;text="Call completed elsewhere"</c>.</summary>
public readonly ref struct Reason
{
    /// <summary>SIP, Q.850 or another protocol, as written.</summary>
    public ReadOnlySpan<byte> Protocol { get; private init; }

    /// <summary>The cause in that protocol; -1 when there is none.</summary>
    public int Cause { get; private init; }

    /// <summary>The text as written, quotes included; see <see cref="QuotedString"/>.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>True when the protocol is SIP: the cause is a status code.</summary>
    public bool IsSip => SipGrammar.Same(Protocol, "SIP"u8);

    /// <summary>True when the protocol is Q.850: the cause is one of ISDN's.</summary>
    public bool IsQ850 => SipGrammar.Same(Protocol, "Q.850"u8);

    /// <summary>Reads one value. False when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Reason reason)
    {
        reason = default;
        if (!TokenValue.TryParse(text, out var value))
        {
            return false;
        }

        var cause = -1L;
        if (value.Parameters.TryGet("cause"u8, out var digits) && !SipGrammar.TryReadNumber(digits, 999, out cause))
        {
            return false;
        }

        value.Parameters.TryGet("text"u8, out var words);
        reason = new Reason { Protocol = value.Token, Cause = (int)cause, Text = words };
        return true;
    }
}
