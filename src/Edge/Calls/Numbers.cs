using System.Text;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Calls;

/// <summary>Reads dialled numbers and names out of SIP URIs.</summary>
internal static class Numbers
{
    // RFC 3966 §3: visual separators of telephone numbers.
    private const string Separators = "-.() ";

    /// <summary>The number of a URI: its user part unescaped, parameters of the user part and separators removed; empty when it has none.</summary>
    public static string Dialled(in SipUri uri)
    {
        var text = Unescape(uri.IsSip ? uri.User : uri.Opaque);
        var end = text.IndexOf(';', StringComparison.Ordinal);
        if (end >= 0)
        {
            text = text[..end];
        }

        // Names (auth.users, voice-mail) keep their dots and hyphens; numbers lose them.
        return text.All(c => char.IsAsciiDigit(c) || c is '+' or '*' or '#' || Separators.Contains(c, StringComparison.Ordinal))
            ? string.Concat(text.Where(c => !Separators.Contains(c, StringComparison.Ordinal)))
            : text;
    }

    /// <summary>The text of bytes with percent escapes; an escape that is none stays as it is.</summary>
    public static string Unescape(ReadOnlySpan<byte> text) => Uri.UnescapeDataString(Encoding.UTF8.GetString(text));
}
