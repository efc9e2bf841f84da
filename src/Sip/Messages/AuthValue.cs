namespace RtcCluster.Sip.Messages;

/// <summary>
/// A challenge or credentials: WWW-Authenticate, Proxy-Authenticate, Authorization, Proxy-Authorization. RFC 3261 §20.7, RFC 7616, RFC 8760.
/// </summary>
/// <remarks><code>auth-scheme LWS auth-param *( "," auth-param )</code></remarks>
public readonly ref struct AuthValue
{
    /// <summary>Digest, Bearer or another scheme, as written.</summary>
    public ReadOnlySpan<byte> Scheme { get; private init; }

    /// <summary>The parameters; values as written, quotes included, see <see cref="QuotedString"/>.</summary>
    public SipParameters Parameters { get; private init; }

    /// <summary>True when the scheme is Digest.</summary>
    public bool IsDigest => SipGrammar.Same(Scheme, "Digest"u8);

    /// <summary>The value of a parameter without its quotes; escapes are left in, which Digest's computation wants (RFC 7616 §3.4).</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var found = Parameters.TryGet(name, out var written);
        value = QuotedString.Inner(written);
        return found;
    }

    /// <summary>Reads the value. False when scheme or parameters are malformed; parameters of schemes other than Digest are not looked at.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out AuthValue auth)
    {
        text = SipGrammar.Trim(text);
        var length = SipGrammar.TokenLength(text);
        var parameters = new SipParameters(SipGrammar.TrimStart(text[length..]), (byte)',', true);
        auth = new AuthValue { Scheme = text[..length], Parameters = parameters };
        var parted = length > 0 && length < text.Length && SipGrammar.IsBlank(text[length]);
        return parted && (!auth.IsDigest || (parameters.IsWellFormed && !parameters.Text.IsEmpty));
    }
}
