using System.Text;
using System.Text.RegularExpressions;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Edge.Tests.Observability;

/// <summary>The table of docs/metrics.md.</summary>
internal static partial class MetricsPage
{
    /// <summary>Where it is.</summary>
    public static string File => Repository.At("docs", "metrics.md");

    /// <summary>The rows: name, kind, labels, meaning. Labels are what a person wrote: code says them only when something is measured.</summary>
    public static IReadOnlyDictionary<string, (string Kind, string Labels, string Meaning)> Rows() =>
        Row().Matches(System.IO.File.ReadAllText(File)).ToDictionary(
            row => row.Groups["name"].Value, row => (row.Groups["kind"].Value, row.Groups["labels"].Value.Trim(), row.Groups["meaning"].Value), StringComparer.Ordinal);

    /// <summary>The table's rows anew; labels stay as they are.</summary>
    public static string Write(IEnumerable<(string Name, string Kind, string Meaning)> instruments)
    {
        var known = Rows();
        var page = new StringBuilder();
        foreach (var (name, kind, meaning) in instruments.OrderBy(row => row.Name, StringComparer.Ordinal))
        {
            page.Append($"| `{name}` | {kind} | {(known.TryGetValue(name, out var row) ? row.Labels : "")} | {meaning} |\n");
        }

        return page.ToString();
    }

    /// <summary>Puts rows in the place of the rows that are there.</summary>
    public static void Replace(string rows)
    {
        var lines = System.IO.File.ReadAllLines(File);
        var head = lines.TakeWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Append("|---|---|---|---|");
        var tail = lines.SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).SkipWhile(line => line.StartsWith('|'));
        System.IO.File.WriteAllText(File, string.Join('\n', head) + "\n" + rows + string.Join('\n', tail) + "\n");
    }

    [GeneratedRegex(@"^\| `(?<name>(rtc|sip)_[a-z_]+)` \| (?<kind>counter|gauge|histogram) \|(?<labels>[^|]*)\| (?<meaning>[^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
