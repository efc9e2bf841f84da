namespace RtcCluster.Sip.Messages;

/// <summary>Takes a first line apart. RFC 3261 §7.1, §7.2.</summary>
internal static class SipStartLineReader
{
    private static ReadOnlySpan<byte> Version => "SIP/2.0"u8;

    /// <summary>Reads a line without its line break that starts at offset <paramref name="start"/> of its message.</summary>
    internal static SipParseStatus Read(ReadOnlySpan<byte> text, int start, SipLimits limits, out SipStartLine line)
        => text.Length > 3 && SipGrammar.Same(text[..4], "SIP/"u8)
            ? ReadStatusLine(text, start, out line)
            : ReadRequestLine(text, start, limits, out line);

    //   Status-Line = SIP-Version SP Status-Code SP Reason-Phrase CRLF
    private static SipParseStatus ReadStatusLine(ReadOnlySpan<byte> text, int start, out SipStartLine line)
    {
        line = default;
        var space = text.IndexOf((byte)' ');
        if (space < 0)
        {
            return SipParseStatus.BadStartLine;
        }

        if (!SipGrammar.Same(text[..space], Version))
        {
            return SipParseStatus.BadVersion;
        }

        var rest = text[(space + 1)..];
        var end = rest.IndexOf((byte)' ');
        var digits = end < 0 ? rest : rest[..end];
        if (digits.Length != 3 || !SipGrammar.TryReadNumber(digits, 699, out var code) || code < 100)
        {
            return SipParseStatus.BadStatusCode;
        }

        // The space before an empty reason is mandatory, but many leave it out and nothing is lost by that.
        var reason = Math.Min(space + 5, text.Length);
        line = new SipStartLine { StatusCode = (int)code, Reason = new SipSlice(start + reason, text.Length - reason) };
        return SipParseStatus.Ok;
    }

    //   Request-Line = Method SP Request-URI SP SIP-Version CRLF
    private static SipParseStatus ReadRequestLine(ReadOnlySpan<byte> text, int start, SipLimits limits, out SipStartLine line)
    {
        line = default;
        var version = text.LastIndexOf((byte)' ') + 1;
        if (!IsVersion(text[version..]))
        {
            return IsVersion(LastWord(text)) ? SipParseStatus.BadStartLine : SipParseStatus.NotSip;
        }

        var method = SipGrammar.TokenLength(text);
        line = new SipStartLine { IsRequest = true, Method = new SipSlice(start, method) };
        if (!SipGrammar.Same(text[version..], Version))
        {
            return SipParseStatus.BadVersion;
        }

        var uri = method + 1;
        if (method == 0 || text[method] != (byte)' ' || version - 1 <= uri)
        {
            return SipParseStatus.BadStartLine;
        }

        var length = version - 1 - uri;
        if (text.Slice(uri, length).IndexOfAny((byte)' ', (byte)'\t') >= 0)
        {
            return SipParseStatus.BadStartLine;
        }

        line = line with { Uri = new SipSlice(start + uri, length) };
        return length > limits.MaxUriBytes ? SipParseStatus.UriTooLong : SipParseStatus.Ok;
    }

    private static ReadOnlySpan<byte> LastWord(ReadOnlySpan<byte> text)
    {
        var trimmed = SipGrammar.TrimEnd(text);
        return trimmed[(trimmed.LastIndexOfAny((byte)' ', (byte)'\t') + 1)..];
    }

    //   SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT
    private static bool IsVersion(ReadOnlySpan<byte> text)
    {
        if (text.Length < 7 || !SipGrammar.Same(text[..4], "SIP/"u8))
        {
            return false;
        }

        var number = text[4..];
        var dot = number.IndexOf((byte)'.');
        return dot > 0 && IsDigits(number[..dot]) && IsDigits(number[(dot + 1)..]);
    }

    private static bool IsDigits(ReadOnlySpan<byte> text)
        => !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
