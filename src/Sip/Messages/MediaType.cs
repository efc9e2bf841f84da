namespace RtcCluster.Sip.Messages;

/// <summary>Content-Type = type "/" subtype *( ";" parameter ). RFC 3261 §20.15.</summary>
public readonly ref struct MediaType
{
    /// <summary>The type, such as <c>application</c>.</summary>
    public ReadOnlySpan<byte> Type { get; private init; }

    /// <summary>The subtype, such as <c>sdp</c>.</summary>
    public ReadOnlySpan<byte> Subtype { get; private init; }

    /// <summary>The parameters, such as <c>boundary</c>.</summary>
    public SipParameters Parameters { get; private init; }

    /// <summary>Whether it is that type and subtype, in any case.</summary>
    public bool Is(ReadOnlySpan<byte> type, ReadOnlySpan<byte> subtype)
        => SipGrammar.Same(Type, type) && SipGrammar.Same(Subtype, subtype);

    /// <summary>Reads the value. False when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out MediaType mediaType)
    {
        mediaType = default;
        text = SipGrammar.Trim(text);
        var semicolon = text.IndexOf((byte)';');
        var name = SipGrammar.TrimEnd(semicolon < 0 ? text : text[..semicolon]);
        var parameters = new SipParameters(semicolon < 0 ? default : text[semicolon..]);
        var slash = name.IndexOf((byte)'/');
        if (slash < 0 || !parameters.IsWellFormed)
        {
            return false;
        }

        var type = SipGrammar.TrimEnd(name[..slash]);
        var subtype = SipGrammar.TrimStart(name[(slash + 1)..]);
        mediaType = new MediaType { Type = type, Subtype = subtype, Parameters = parameters };
        return SipGrammar.IsToken(type) && SipGrammar.IsToken(subtype);
    }
}
