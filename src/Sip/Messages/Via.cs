namespace RtcCluster.Sip.Messages;

/// <summary>One Via value: the way a response goes back. RFC 3261 §20.42, RFC 3581.</summary>
/// <remarks>
/// <code>
/// SIP / 2.0 / transport LWS host [ ":" port ] *( ";" parameter )      white space allowed around "/" and ":"
/// </code>
/// </remarks>
public readonly ref struct Via
{
    /// <summary>UDP, TCP, TLS, WS, WSS, SCTP or any other token, as written.</summary>
    public ReadOnlySpan<byte> Transport { get; private init; }

    /// <summary>The sent-by host as written, IPv6 in brackets.</summary>
    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>What the host is.</summary>
    public SipHostKind HostKind { get; private init; }

    /// <summary>The sent-by port, 0 when none is written.</summary>
    public int Port { get; private init; }

    /// <summary>Host and port as written.</summary>
    public ReadOnlySpan<byte> SentBy { get; private init; }

    /// <summary>All parameters.</summary>
    public SipParameters Parameters { get; private init; }

    /// <summary>The branch; empty when there is none.</summary>
    public ReadOnlySpan<byte> Branch => Parameters.TryGet("branch"u8, out var value) ? value : default;

    /// <summary>True when the branch begins with the magic cookie and goes on after it (RFC 3261 §8.1.1.7, RFC 4475 §3.2.1).</summary>
    public bool HasMagicCookie => Branch.Length > 7 && SipGrammar.Same(Branch[..7], "z9hG4bK"u8);

    /// <summary>The received parameter without brackets (RFC 5118 §4.5 meets both forms); empty when there is none.</summary>
    public ReadOnlySpan<byte> Received
    {
        get
        {
            Parameters.TryGet("received"u8, out var value);
            return value.Length > 2 && value[0] == (byte)'[' && value[^1] == (byte)']' ? value[1..^1] : value;
        }
    }

    /// <summary>True when the client asks for the source port (RFC 3581).</summary>
    public bool HasRport => Parameters.Has("rport"u8);

    /// <summary>The rport value, 0 when none is written.</summary>
    public int Rport
        => Parameters.TryGet("rport"u8, out var value) && SipGrammar.TryReadNumber(value, 65_535, out var port) ? (int)port : 0;

    /// <summary>The maddr parameter; empty when there is none.</summary>
    public ReadOnlySpan<byte> Maddr => Parameters.TryGet("maddr"u8, out var value) ? value : default;

    /// <summary>The ttl parameter, 0 to 255; -1 when there is none.</summary>
    public int Ttl => Parameters.TryGet("ttl"u8, out var value) && SipGrammar.TryReadNumber(value, 255, out var ttl) ? (int)ttl : -1;

    /// <summary>Reads one value. False when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Via via)
    {
        via = default;
        text = SipGrammar.Trim(text);
        if (!TryReadWord(ref text, out var name)
            || !TryReadSlash(ref text)
            || !TryReadWord(ref text, out var version)
            || !TryReadSlash(ref text)
            || !TryReadWord(ref text, out var transport)
            || text.IsEmpty
            || !SipGrammar.IsBlank(text[0])
            || !SipGrammar.Same(name, "SIP"u8)
            || !version.SequenceEqual("2.0"u8))
        {
            return false;
        }

        text = SipGrammar.TrimStart(text);
        var semicolon = text.IndexOf((byte)';');
        var sentBy = SipGrammar.TrimEnd(semicolon < 0 ? text : text[..semicolon]);
        var parameters = new SipParameters(semicolon < 0 ? default : text[semicolon..]);
        if (!SipHost.TryRead(sentBy, out var host, out var kind, out var port) || !parameters.IsWellFormed)
        {
            return false;
        }

        via = new Via
        {
            Transport = transport,
            Host = host,
            HostKind = kind,
            Port = port,
            SentBy = sentBy,
            Parameters = parameters,
        };
        return true;
    }

    private static bool TryReadWord(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> word)
    {
        var length = SipGrammar.TokenLength(text);
        word = text[..length];
        text = text[length..];
        return length > 0;
    }

    private static bool TryReadSlash(scoped ref ReadOnlySpan<byte> text)
    {
        text = SipGrammar.TrimStart(text);
        if (text.IsEmpty || text[0] != (byte)'/')
        {
            return false;
        }

        text = SipGrammar.TrimStart(text[1..]);
        return true;
    }
}
