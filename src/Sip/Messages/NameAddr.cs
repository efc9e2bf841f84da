using System.Buffers;

namespace RtcCluster.Sip.Messages;

/// <summary>An address with name and parameters: From, To, Contact, Route, Refer-To and their like. RFC 3261 §20.10.</summary>
/// <remarks>
/// <code>
/// ( name-addr / addr-spec ) *( ";" parameter )
/// name-addr = [ display-name ] "&lt;" addr-spec "&gt;"
/// </code>
/// Without angle brackets everything after a semicolon belongs to the header, and the URI may hold no comma, question mark or semicolon.
/// </remarks>
public readonly ref struct NameAddr
{
    private static readonly SearchValues<byte> NotInName = SearchValues.Create("\",;:<>\\\0"u8);

    /// <summary>The display name as written, quotes included; empty when there is none. See <see cref="QuotedString"/>.</summary>
    public ReadOnlySpan<byte> DisplayName { get; private init; }

    /// <summary>The URI, without angle brackets.</summary>
    public ReadOnlySpan<byte> UriText { get; private init; }

    /// <summary>The URI taken apart.</summary>
    public SipUri Uri { get; private init; }

    /// <summary>The header's parameters, not the URI's.</summary>
    public SipParameters Parameters { get; private init; }

    /// <summary>True when the URI stands in angle brackets.</summary>
    public bool IsBracketed { get; private init; }

    /// <summary>The tag parameter; empty when there is none.</summary>
    public ReadOnlySpan<byte> Tag => Parameters.TryGet("tag"u8, out var tag) ? tag : default;

    /// <summary>Reads one value. False when name, URI or parameters are malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out NameAddr address)
    {
        address = default;
        text = SipGrammar.Trim(text);
        if (!TryReadName(text, out var name, out var bracket))
        {
            return false;
        }

        ReadOnlySpan<byte> uriText;
        ReadOnlySpan<byte> rest;
        if (bracket < 0)
        {
            var end = text.IndexOfAny(";?, \t"u8);
            uriText = end < 0 ? text : text[..end];
            rest = end < 0 ? default : text[end..];
        }
        else
        {
            var end = text[bracket..].IndexOf((byte)'>');
            if (end < 0)
            {
                return false;
            }

            uriText = text.Slice(bracket + 1, end - 1);
            rest = text[(bracket + end + 1)..];
        }

        var parameters = new SipParameters(rest);
        if (!SipUri.TryParse(uriText, out var uri) || !parameters.IsWellFormed)
        {
            return false;
        }

        address = new NameAddr
        {
            DisplayName = name,
            UriText = uriText,
            Uri = uri,
            Parameters = parameters,
            IsBracketed = bracket >= 0,
        };
        return true;
    }

    // Finds the display name and the offset of "<", -1 when the value is a bare addr-spec.
    private static bool TryReadName(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> name, out int bracket)
    {
        name = default;
        bracket = -1;
        if (text.IsEmpty)
        {
            return false;
        }

        if (text[0] == (byte)'"')
        {
            var length = SipGrammar.QuotedLength(text);
            if (length == 0)
            {
                return false;
            }

            name = text[..length];
            var after = SipGrammar.TrimStart(text[length..]);
            bracket = text.Length - after.Length;
            return !after.IsEmpty && after[0] == (byte)'<';
        }

        bracket = text.IndexOf((byte)'<');
        if (bracket < 0)
        {
            return true;
        }

        name = SipGrammar.TrimEnd(text[..bracket]);
        return IsUnquotedName(name);
    }

    //   display-name = *( token LWS ) / quoted-string
    // Peers leave the quotes away around "Ana (Sales)", "1001@site" and UTF-8. Only what parts or ends a value is refused.
    private static bool IsUnquotedName(ReadOnlySpan<byte> name) => name.IndexOfAny(NotInName) < 0;
}
