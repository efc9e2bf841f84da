namespace RtcCluster.Cluster.Configuration;

/// <summary>Finds what an operator probably meant to write.</summary>
internal static class NearestName
{
    /// <summary>The known name nearest to <paramref name="written"/>, or null when none is near enough to be worth suggesting.</summary>
    /// <remarks>Near enough is one edit for short names and a third of the letters for long ones; case never counts.</remarks>
    public static string? Of(string written, IEnumerable<string> known)
    {
        var bound = Math.Max(1, written.Length / 3);
        string? best = null;
        foreach (var name in known)
        {
            var distance = Distance(written.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance <= bound)
            {
                bound = distance - 1;
                best = name;
            }
        }

        return best;
    }

    /// <summary>Edits (insert, remove, replace, swap of neighbours) between two words; optimal string alignment.</summary>
    public static int Distance(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                var replace = cost[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replace, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[from.Length, to.Length];
    }
}
