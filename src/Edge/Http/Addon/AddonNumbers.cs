using PhoneNumbers;
using RtcCluster.Edge.Http.Contacts;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>Numbers in what people write.</summary>
internal static class AddonNumbers
{
    private const int MostFound = 5;
    private const int Tries = 50;
    private const int LongestExtension = 15;
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>What to dial for a text that shall be a number: in E.164 form, or as written for an extension or a service; null when it is none.</summary>
    public static string? Dialable(string text, string country)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            trimmed = trimmed[4..];
        }

        var bare = string.Concat(trimmed.Where(static c => c is not (' ' or '-' or '.')));
        return PhoneNumberText.ToE164(trimmed, country) is { } outside ? outside
            : bare.Length is > 0 and <= LongestExtension && bare.All(static c => char.IsAsciiDigit(c) || c is '*' or '#') ? bare
            : Find(trimmed, country) is [var only] ? only
            : null;
    }

    /// <summary>The telephone numbers in a text, in E.164 form and in order; five at most.</summary>
    public static IReadOnlyList<string> Find(string text, string country)
    {
        var found = new List<string>();
        foreach (var match in Numbers.FindNumbers(text, country, PhoneNumberUtil.Leniency.VALID, Tries))
        {
            var number = Numbers.Format(match.Number, PhoneNumberFormat.E164);
            if (!found.Contains(number, StringComparer.Ordinal))
            {
                found.Add(number);
            }

            if (found.Count == MostFound)
            {
                break;
            }
        }

        return found;
    }
}
