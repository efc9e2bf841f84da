namespace RtcCluster.Storage.Policies;

/// <summary>What two texts differ in, line by line; pure.</summary>
public static class PolicyDiff
{
    /// <summary>The lines of both: those that stayed, went and came, in the order of the texts; what went stands before what came in its place.</summary>
    /// <param name="before">The older text, of at most <see cref="PolicyVersion.MostLines"/> lines.</param>
    /// <param name="after">The newer one.</param>
    public static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (Lines(before), Lines(after));
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
        {
            start++;
        }

        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }

        var lines = new List<DiffLine>(old.Length + now.Length);
        lines.AddRange(old[..start].Select(static line => new DiffLine(DiffKind.Same, line)));
        Middle(lines, old[start..^end], now[start..^end]);
        lines.AddRange(old[^end..].Select(static line => new DiffLine(DiffKind.Same, line)));
        return lines;
    }

    // The longest common subsequence; the bound of lines keeps the table small.
    private static void Middle(List<DiffLine> lines, string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var (a, b) = (0, 0);
        while (a < old.Length || b < now.Length)
        {
            if (a < old.Length && b < now.Length && old[a] == now[b])
            {
                lines.Add(new DiffLine(DiffKind.Same, old[a++]));
                b++;
            }
            else if (a < old.Length && (b == now.Length || common[a + 1, b] >= common[a, b + 1]))
            {
                lines.Add(new DiffLine(DiffKind.Removed, old[a++]));
            }
            else
            {
                lines.Add(new DiffLine(DiffKind.Added, now[b++]));
            }
        }
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}

/// <summary>A line of what two texts differ in.</summary>
/// <param name="Kind">Whether it stayed, went or came.</param>
/// <param name="Text">The line.</param>
public sealed record DiffLine(DiffKind Kind, string Text);

/// <summary>What became of a line.</summary>
public enum DiffKind
{
    /// <summary>It is in both texts.</summary>
    Same,

    /// <summary>It is in the older one alone.</summary>
    Removed,

    /// <summary>It is in the newer one alone.</summary>
    Added,
}
