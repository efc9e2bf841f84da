using System.Text;

namespace RtcCluster.Sip.Messages;

/// <summary>Percent escapes in URIs. RFC 3261 §19.1.2.</summary>
public static class SipEscape
{
    /// <summary>Takes escapes off. A percent sign without two digits after it stays as it is.</summary>
    /// <param name="text">Text with escapes.</param>
    /// <param name="target">Where the bytes go; as long as <paramref name="text"/> is always enough.</param>
    /// <param name="written">How many bytes went there.</param>
    /// <returns>False when <paramref name="target"/> is too short.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        written = 0;
        while (!text.IsEmpty)
        {
            if (written == target.Length)
            {
                return false;
            }

            text = text[Read(text, out target[written], out _)..];
            written++;
        }

        return true;
    }

    /// <summary>The text without escapes, as a string of UTF-8.</summary>
    public static string Unescape(ReadOnlySpan<byte> text)
    {
        var bytes = text.Length <= 512 ? stackalloc byte[text.Length] : new byte[text.Length];
        return TryUnescape(text, bytes, out var written) ? Encoding.UTF8.GetString(bytes[..written]) : string.Empty;
    }

    /// <summary>Escapes what a user part may not hold.</summary>
    /// <param name="user">The user in clear.</param>
    /// <param name="target">Where the bytes go; three times <paramref name="user"/> is always enough.</param>
    /// <param name="written">How many bytes went there.</param>
    /// <returns>False when <paramref name="target"/> is too short.</returns>
    public static bool TryEscapeUser(ReadOnlySpan<byte> user, Span<byte> target, out int written)
    {
        written = 0;
        foreach (var b in user)
        {
            var plain = char.IsAsciiLetterOrDigit((char)b) || "-_.!~*'()&=+$,;?/"u8.Contains(b);
            if (written + (plain ? 1 : 3) > target.Length)
            {
                return false;
            }

            if (plain)
            {
                target[written++] = b;
                continue;
            }

            target[written++] = (byte)'%';
            target[written++] = Hex(b >> 4);
            target[written++] = Hex(b & 15);
        }

        return true;
    }

    /// <summary>Reads one byte, escaped or not; returns how many bytes it took.</summary>
    internal static int Read(ReadOnlySpan<byte> text, out byte value, out bool escaped)
    {
        escaped = text.Length > 2
            && text[0] == (byte)'%'
            && char.IsAsciiHexDigit((char)text[1])
            && char.IsAsciiHexDigit((char)text[2]);
        value = escaped ? (byte)((Digit(text[1]) << 4) | Digit(text[2])) : text[0];
        return escaped ? 3 : 1;
    }

    private static int Digit(byte b) => b <= (byte)'9' ? b - '0' : (b | 0x20) - 'a' + 10;

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
