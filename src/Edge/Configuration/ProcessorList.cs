using System.Collections.Immutable;
using System.Globalization;

namespace RtcCluster.Edge.Configuration;

/// <summary>Processors as people write them: <c>0,2-3</c>.</summary>
internal static class ProcessorList
{
    /// <summary>What is said of a text that is none.</summary>
    public static string Rule { get; } = $"must be processors from 0 to {Last}, like 0,2-3, or empty";

    /// <summary>The last one that <c>cpu_set_t</c> of glibc has room for.</summary>
    public const int Last = 1_023;

    /// <summary>Reads a list; an empty text is an empty list.</summary>
    public static bool TryParse(string text, out ImmutableArray<int> processors)
    {
        var found = ImmutableArray.CreateBuilder<int>();
        processors = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Length == 0 && text.Length == 0)
            {
                continue;
            }

            var ends = part.Split('-');
            if (ends.Length > 2 || !TryRead(ends[0], out var first) || !TryRead(ends[^1], out var last) || first > last)
            {
                return false;
            }

            found.AddRange(Enumerable.Range(first, last - first + 1));
        }

        processors = [.. found.Distinct()];
        return true;
    }

    private static bool TryRead(string text, out int processor) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out processor) && processor <= Last;
}
