using System.Text;

namespace RtcCluster.Sip.Messages;

/// <summary>Quoted strings: taken out of their quotes and put into them. RFC 3261 §25.1 (quoted-string, quoted-pair).</summary>
public static class QuotedString
{
    /// <summary>
    /// The text between the quotes, escapes left in; a text without quotes is returned as it is.
    /// </summary>
    public static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> text)
        => text.Length >= 2 && text[0] == (byte)'"' && text[^1] == (byte)'"' ? text[1..^1] : text;

    /// <summary>Takes quotes and escapes off.</summary>
    /// <param name="text">A quoted string or a bare token.</param>
    /// <param name="target">Where the bytes go; as long as <paramref name="text"/> is always enough.</param>
    /// <param name="written">How many bytes went there.</param>
    /// <returns>False when <paramref name="target"/> is too short.</returns>
    public static bool TryUnquote(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        var quoted = text.Length >= 2 && text[0] == (byte)'"' && text[^1] == (byte)'"';
        var inner = Inner(text);
        written = 0;
        for (var i = 0; i < inner.Length; i++)
        {
            if (quoted && inner[i] == (byte)'\\' && i + 1 < inner.Length)
            {
                i++;
            }

            if (written == target.Length)
            {
                return false;
            }

            target[written++] = inner[i];
        }

        return true;
    }

    /// <summary>The text without quotes and escapes as a string of UTF-8; bytes that are none become U+FFFD.</summary>
    public static string Unquote(ReadOnlySpan<byte> text)
    {
        var bytes = text.Length <= 512 ? stackalloc byte[text.Length] : new byte[text.Length];
        return TryUnquote(text, bytes, out var written) ? Encoding.UTF8.GetString(bytes[..written]) : string.Empty;
    }

    /// <summary>Whether two strings say the same once quotes and escapes are off. Case counts.</summary>
    public static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.IndexOf((byte)'\\') < 0 && b.IndexOf((byte)'\\') < 0)
        {
            return Inner(a).SequenceEqual(Inner(b));
        }

        var left = a.Length <= 512 ? stackalloc byte[a.Length] : new byte[a.Length];
        var right = b.Length <= 512 ? stackalloc byte[b.Length] : new byte[b.Length];
        return TryUnquote(a, left, out var l) && TryUnquote(b, right, out var r) && left[..l].SequenceEqual(right[..r]);
    }
}
