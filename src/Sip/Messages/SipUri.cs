namespace RtcCluster.Sip.Messages;

/// <summary>A URI read where it stands. RFC 3261 §19.1, RFC 3966.</summary>
/// <remarks>
/// <code>
/// SIP-URI = "sip:" [ user [ ":" password ] "@" ] host [ ":" port ] *( ";" parameter ) [ "?" headers ]
/// tel-URI = "tel:" number *( ";" parameter )
/// </code>
/// Parts are as written, escapes included; see <see cref="SipEscape"/>. Equality is <see cref="SipUriComparison"/>.
/// </remarks>
public readonly ref struct SipUri
{
    private SipUri(ReadOnlySpan<byte> text, SipUriScheme scheme, int colon)
    {
        Text = text;
        Scheme = scheme;
        SchemeToken = text[..colon];
        Opaque = text[(colon + 1)..];
    }

    /// <summary>The whole URI.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>Which scheme it is.</summary>
    public SipUriScheme Scheme { get; private init; }

    /// <summary>The scheme as written, without colon.</summary>
    public ReadOnlySpan<byte> SchemeToken { get; private init; }

    /// <summary>Everything after the scheme's colon.</summary>
    public ReadOnlySpan<byte> Opaque { get; private init; }

    /// <summary>The user part, or the number of a tel URI; empty when there is none.</summary>
    public ReadOnlySpan<byte> User { get; private init; }

    /// <summary>The password; empty when there is none.</summary>
    public ReadOnlySpan<byte> Password { get; private init; }

    /// <summary>The host as written, IPv6 in brackets; empty for tel and other schemes.</summary>
    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>What the host is.</summary>
    public SipHostKind HostKind { get; private init; }

    /// <summary>The host without the brackets of IPv6.</summary>
    public ReadOnlySpan<byte> Address => HostKind == SipHostKind.IPv6 ? Host[1..^1] : Host;

    /// <summary>1 to 65,535, or 0 when none is written: the default then depends on scheme and transport.</summary>
    public int Port { get; private init; }

    /// <summary>The URI's own parameters: transport, user, lr, maddr, ...</summary>
    public SipParameters Parameters { get; private init; }

    /// <summary>The URI's headers, parted by ampersands, without the question mark.</summary>
    public SipParameters Headers { get; private init; }

    /// <summary>True when a question mark follows the parameters.</summary>
    public bool HasHeaders { get; private init; }

    /// <summary>True for sip and sips.</summary>
    public bool IsSip => Scheme is SipUriScheme.Sip or SipUriScheme.Sips;

    /// <summary>Reads a URI of any scheme. False when it is malformed.</summary>
    /// <param name="text">The URI and nothing else: no angle brackets, no white space.</param>
    /// <param name="uri">The URI over the same bytes.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out SipUri uri)
    {
        uri = default;
        var colon = text.IndexOf((byte)':');
        if (colon < 1 || colon == text.Length - 1 || !IsScheme(text[..colon]))
        {
            return false;
        }

        var scheme = SchemeOf(text[..colon]);
        var whole = new SipUri(text, scheme, colon);
        return scheme switch
        {
            SipUriScheme.Sip or SipUriScheme.Sips => TryReadSip(whole, out uri),
            SipUriScheme.Tel => TryReadTel(whole, out uri),
            _ => TryReadOther(whole, out uri),
        };
    }

    private static SipUriScheme SchemeOf(ReadOnlySpan<byte> token) => token.Length switch
    {
        3 when SipGrammar.Same(token, "sip"u8) => SipUriScheme.Sip,
        3 when SipGrammar.Same(token, "tel"u8) => SipUriScheme.Tel,
        4 when SipGrammar.Same(token, "sips"u8) => SipUriScheme.Sips,
        _ => SipUriScheme.Other,
    };

    private static bool TryReadSip(SipUri whole, out SipUri uri)
    {
        uri = default;
        var text = whole.Opaque;
        var at = text.IndexOf((byte)'@');
        var info = at < 0 ? default : text[..at];
        var rest = text[(at + 1)..];
        var colon = info.IndexOf((byte)':');
        var user = colon < 0 ? info : info[..colon];
        var password = colon < 0 ? default : info[(colon + 1)..];
        if (at == 0 || (at > 0 && (user.IsEmpty || !SipUriAlphabet.IsUser(user) || !SipUriAlphabet.IsPassword(password))))
        {
            return false;
        }

        var question = rest.IndexOf((byte)'?');
        var headers = question < 0 ? default : rest[question..];
        rest = question < 0 ? rest : rest[..question];
        var semicolon = rest.IndexOf((byte)';');
        var parameters = new SipParameters(semicolon < 0 ? default : rest[semicolon..]);
        if (!SipHost.TryRead(semicolon < 0 ? rest : rest[..semicolon], out var host, out var kind, out var port)
            || !SipUriAlphabet.IsParameters(parameters)
            || !SipUriAlphabet.IsHeaders(headers))
        {
            return false;
        }

        uri = whole with
        {
            User = user,
            Password = password,
            Host = host,
            HostKind = kind,
            Port = port,
            Parameters = parameters,
            Headers = new SipParameters(headers.IsEmpty ? default : headers[1..], (byte)'&', true),
            HasHeaders = question >= 0,
        };
        return true;
    }

    private static bool TryReadTel(SipUri whole, out SipUri uri)
    {
        var text = whole.Opaque;
        var semicolon = text.IndexOf((byte)';');
        var number = semicolon < 0 ? text : text[..semicolon];
        var parameters = new SipParameters(semicolon < 0 ? default : text[semicolon..]);
        uri = whole with { User = number, Parameters = parameters };
        return SipUriAlphabet.IsTelephone(number) && SipUriAlphabet.IsParameters(parameters);
    }

    private static bool TryReadOther(SipUri whole, out SipUri uri)
    {
        uri = whole;
        return SipUriAlphabet.IsOpaque(whole.Opaque);
    }

    //   scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
    private static bool IsScheme(ReadOnlySpan<byte> text)
        => char.IsAsciiLetter((char)text[0]) && SipUriAlphabet.IsScheme(text);
}
