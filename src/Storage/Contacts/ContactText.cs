using System.Globalization;
using System.Text;

namespace RtcCluster.Storage.Contacts;

/// <summary>Text as people search for it: <c>José Núñez</c> is found by <c>jose nu</c>.</summary>
public static class ContactText
{
    /// <summary>The text in small letters without accents, one space between words, nothing around them.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        var gap = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            {
                continue;
            }

            if (!Rune.IsLetterOrDigit(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.SpacingCombiningMark)
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap)
            {
                folded.Append(' ');
                gap = false;
            }

            PlainLetters.Append(folded, rune);
        }

        return folded.ToString();
    }

    /// <summary>The words of folded text, each once.</summary>
    internal static IEnumerable<string> Words(string text) => Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal);

    /// <summary>The digits of a number, when the text is one as people write them: digits with spaces, dots, hyphens, slashes, brackets and a plus sign; otherwise null.</summary>
    internal static string? Digits(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                digits.Append(c);
            }
            else if (!char.IsWhiteSpace(c) && !"+-.()/".Contains(c, StringComparison.Ordinal))
            {
                return null;
            }
        }

        return digits.Length > 0 ? digits.ToString() : null;
    }
}
