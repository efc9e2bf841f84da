using System.Text;

namespace RtcCluster.Storage;

/// <summary>Text that every engine can keep: PostgreSQL takes neither U+0000 nor half a surrogate pair.</summary>
internal static class StoredText
{
    /// <summary>True when every text can be kept, and therefore asked for.</summary>
    public static bool Accepts(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (text is not null && !ReferenceEquals(Cleaned(text), text))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text with U+FFFD for what cannot be kept; the same object when there is nothing to replace.</summary>
    public static string Cleaned(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !IsPair(text, ref i)))
            {
                return Replaced(text);
            }
        }

        return text;
    }

    /// <summary>The text cleaned and cut to a length, never in the middle of a pair.</summary>
    public static string Cleaned(string text, int maxLength)
    {
        var clean = Cleaned(text);
        if (clean.Length <= maxLength)
        {
            return clean;
        }

        return char.IsHighSurrogate(clean[maxLength - 1]) ? clean[..(maxLength - 1)] : clean[..maxLength];
    }

    private static bool IsPair(string text, ref int i)
    {
        if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
        {
            return false;
        }

        i++;
        return true;
    }

    private static string Replaced(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}
