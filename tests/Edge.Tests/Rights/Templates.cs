using System.Text.RegularExpressions;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Texts with names of kinds in braces.</summary>
internal static partial class Templates
{
    /// <summary>The kinds that are named, each once.</summary>
    public static IReadOnlyList<string> KindsOf(string text) => [.. Kind().Matches(text).Select(static match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>A text with ids in their places.</summary>
    public static string Fill(string text, Func<string, string> id) => Kind().Replace(text, match => id(match.Groups[1].Value));

    /// <summary>A route without the names of its parameters.</summary>
    public static string Bare(string route) => Parameter().Replace(route.Trim('/'), "{}");

    /// <summary>An id of the same shape that nobody has.</summary>
    public static string Unknown(string id, string marker) =>
        id.Contains(marker, StringComparison.Ordinal) ? id.Replace(marker, "nil7", StringComparison.Ordinal)
        : id.All(char.IsAsciiDigit) ? $"9{id[1..]}"
        : $"{id[..^1]}{(id[^1] == '0' ? '1' : '0')}";

    // JSON has braces of its own, but never around a word alone.
    [GeneratedRegex("\\{([a-zA-Z]+[0-9]?)\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Kind();

    [GeneratedRegex("\\{[^}]*\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
