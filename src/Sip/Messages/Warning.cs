namespace RtcCluster.Sip.Messages;

/// <summary>One Warning value: warn-code SP warn-agent SP quoted-string. RFC 3261 §20.43.</summary>
public readonly ref struct Warning
{
    /// <summary>Three digits: 3xx.</summary>
    public int Code { get; private init; }

    /// <summary>The host or pseudonym that warns.</summary>
    public ReadOnlySpan<byte> Agent { get; private init; }

    /// <summary>The text as written, quotes included; see <see cref="QuotedString"/>.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>Reads one value. False when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Warning warning)
    {
        warning = default;
        text = SipGrammar.Trim(text);
        if (text.Length < 4 || text[3] != (byte)' ' || !SipGrammar.TryReadNumber(text[..3], 999, out var code))
        {
            return false;
        }

        var rest = text[4..];
        var space = rest.IndexOf((byte)' ');
        var words = space < 1 ? default : SipGrammar.TrimStart(rest[space..]);
        if (words.IsEmpty || words[0] != (byte)'"' || SipGrammar.QuotedLength(words) != words.Length)
        {
            return false;
        }

        warning = new Warning { Code = (int)code, Agent = rest[..space], Text = words };
        return true;
    }
}
