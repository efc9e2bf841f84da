using System.Buffers;
using System.Text;

namespace RtcCluster.Sip.Messages;

/// <summary>The character classes and small scans of RFC 3261 §25.1 that every value parser shares.</summary>
internal static class SipGrammar
{
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~"u8);

    private static readonly SearchValues<byte> QuoteOrEscape = SearchValues.Create("\"\\"u8);

    /// <summary>token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~").</summary>
    internal static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExcept(TokenBytes) < 0;

    /// <summary>The length of the token that <paramref name="text"/> starts with, maybe 0.</summary>
    internal static int TokenLength(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExcept(TokenBytes);
        return end < 0 ? text.Length : end;
    }

    /// <summary>True for SP and HTAB; folds are spaces by the time a value parser sees them.</summary>
    internal static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    internal static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        var i = 0;
        while (i < text.Length && IsBlank(text[i]))
        {
            i++;
        }

        return text[i..];
    }

    internal static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => TrimEnd(TrimStart(text));

    /// <summary>Whether two tokens are the same but for case.</summary>
    internal static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Ascii.EqualsIgnoreCase(a, b);

    /// <summary>
    /// The length of the quoted string that <paramref name="text"/> starts with, both quotes included; 0 when it does not end.
    /// A backslash protects the byte after it.
    /// </summary>
    internal static int QuotedLength(ReadOnlySpan<byte> text)
    {
        var i = 1;
        while (i < text.Length)
        {
            var hit = text[i..].IndexOfAny(QuoteOrEscape);
            if (hit < 0)
            {
                return 0;
            }

            i += hit;
            if (text[i] == (byte)'"')
            {
                return i + 1;
            }

            i += 2;
        }

        return 0;
    }

    /// <summary>Reads 1*DIGIT. A number beyond <paramref name="max"/> is read as <paramref name="max"/> with <paramref name="exceeded"/> set.</summary>
    internal static bool TryReadNumber(ReadOnlySpan<byte> digits, long max, out long number, out bool exceeded)
    {
        number = 0;
        exceeded = false;
        if (digits.IsEmpty)
        {
            return false;
        }

        foreach (var b in digits)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
            {
                number = 0;
                return false;
            }

            if (!exceeded)
            {
                number = (number * 10) + digit;
                exceeded = number > max;
            }
        }

        number = exceeded ? max : number;
        return true;
    }

    /// <summary>Reads 1*DIGIT that is at most <paramref name="max"/>.</summary>
    internal static bool TryReadNumber(ReadOnlySpan<byte> digits, long max, out long number)
        => TryReadNumber(digits, max, out number, out var exceeded) && !exceeded;
}
