namespace RtcCluster.Sip.Messages;

/// <summary>token *( ";" parameter ): Event, Subscription-State, Content-Disposition, Refer-Sub, Alert-Info's kin. RFC 6665 §8.4.</summary>
public readonly ref struct TokenValue
{
    /// <summary>The token; it compares without case except for event packages.</summary>
    public ReadOnlySpan<byte> Token { get; private init; }

    /// <summary>The parameters.</summary>
    public SipParameters Parameters { get; private init; }

    /// <summary>Reads the value. False when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TokenValue value)
    {
        text = SipGrammar.Trim(text);
        var semicolon = text.IndexOf((byte)';');
        var token = SipGrammar.TrimEnd(semicolon < 0 ? text : text[..semicolon]);
        var parameters = new SipParameters(semicolon < 0 ? default : text[semicolon..]);
        value = new TokenValue { Token = token, Parameters = parameters };
        return SipGrammar.IsToken(token) && parameters.IsWellFormed;
    }
}
