using System.Security.Cryptography;
using System.Text;

namespace RtcCluster.Storage.Policies;

/// <summary>One version of a document, in both languages. A published one never changes.</summary>
public sealed record PolicyVersion
{
    /// <summary>Longest title, in characters.</summary>
    public const int LongestTitle = 200;

    /// <summary>Longest text of a language, in characters.</summary>
    public const int LongestText = 200_000;

    /// <summary>Most lines of a text; what two versions differ in is looked for line by line.</summary>
    public const int MostLines = 2_000;

    /// <summary>Longest time, in days, in which calls go on without an acceptance.</summary>
    public const int MostGraceDays = 365;

    /// <summary>The tenant; empty for what comes with the software.</summary>
    public required string TenantId { get; init; }

    /// <summary>Which document.</summary>
    public required PolicyKind Kind { get; init; }

    /// <summary>Its number, from 1; 0 for what comes with the software.</summary>
    public required int Version { get; init; }

    /// <summary>The title in Spanish.</summary>
    public string TitleEs { get; init; } = "";

    /// <summary>The title in English.</summary>
    public string TitleEn { get; init; } = "";

    /// <summary>The text in Spanish: paragraphs, <c>## headings</c> and <c>- items</c>.</summary>
    public string TextEs { get; init; } = "";

    /// <summary>The text in English.</summary>
    public string TextEn { get; init; } = "";

    /// <summary>Whether users must accept it before they call.</summary>
    public bool Material { get; init; }

    /// <summary>Days from its publishing in which users call without having accepted it, 0 to 365.</summary>
    public int GraceDays { get; init; }

    /// <summary>SHA-256 of titles and texts, in hexadecimal; empty for a draft.</summary>
    public string Hash { get; init; } = "";

    /// <summary>When it was published; null for a draft.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>From when it is in force; null for a draft.</summary>
    public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>When it was last changed: the date that is shown as that of its last modification.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Name of the user who changed or published it; empty for what comes with the software.</summary>
    public string ChangedBy { get; init; } = "";

    /// <summary>Grows with each change of a draft; 0 for one that is not stored yet.</summary>
    public int Revision { get; init; }

    /// <summary>From when calls of those who have not accepted it are refused; null for a draft, and for what is not material.</summary>
    public DateTimeOffset? BlocksAt => Material && PublishedAt is { } published && EffectiveAt is { } effective
        ? published.AddDays(GraceDays) is var end && end > effective ? end : effective
        : null;

    /// <summary>Whether it is in force.</summary>
    public bool IsInForce(DateTimeOffset now) => PublishedAt is not null && EffectiveAt <= now;

    /// <summary>The title in a language: Spanish for <c>es</c>, else English.</summary>
    public string Title(string language) => language == "es" ? TitleEs : TitleEn;

    /// <summary>The text in a language: Spanish for <c>es</c>, else English.</summary>
    public string Text(string language) => language == "es" ? TextEs : TextEn;

    /// <summary>What is wrong with it; null when nothing is. Both languages have to say something.</summary>
    public string? Check() =>
        Checked("titleEs", TitleEs, LongestTitle) ?? Checked("titleEn", TitleEn, LongestTitle)
        ?? Checked("textEs", TextEs, LongestText) ?? Checked("textEn", TextEn, LongestText)
        ?? (GraceDays is < 0 or > MostGraceDays ? $"graceDays: {GraceDays}; it must be 0 to {MostGraceDays}." : null);

    /// <summary>The hash of what it says.</summary>
    public string ComputeHash()
    {
        // Lengths stand before what they measure: no two documents give the same bytes.
        var content = new StringBuilder(PolicyKinds.NameOf(Kind)).Append('\n');
        foreach (var part in (ReadOnlySpan<string>)[TitleEs, TextEs, TitleEn, TextEn])
        {
            content.Append(System.Globalization.CultureInfo.InvariantCulture, $"{part.Length}\n").Append(part).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString())));
    }

    private static string? Checked(string name, string? text, int most) =>
        string.IsNullOrWhiteSpace(text) ? $"{name}: a policy is written in Spanish and in English; this is missing."
        : text.Length > most ? $"{name}: {text.Length} characters; at most {most}."
        : !StoredText.Accepts(text) ? $"{name}: has characters that no text has."
        : text.AsSpan().Count('\n') >= MostLines ? $"{name}: at most {MostLines} lines."
        : null;
}
