using System.Text.Json;
using System.Text.RegularExpressions;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Interop.Tests.Observability;

/// <summary>A PromQL expression of a dashboard or of an alert: which metrics it reads, by which labels.</summary>
/// <param name="From">File and title, for a message.</param>
/// <param name="Text">The expression.</param>
/// <param name="Legend">How a dashboard names what comes out.</param>
internal sealed partial record QueryText(string From, string Text, string Legend = "")
{
    /// <summary>Metrics with the labels that stand in their braces.</summary>
    public IEnumerable<(string Metric, IReadOnlyList<string> Labels)> Selectors => Selector().Matches(Text).Select(found =>
        (found.Groups["name"].Value, (IReadOnlyList<string>)[.. Matcher().Matches(found.Groups["labels"].Value).Select(label => label.Groups["label"].Value)]));

    /// <summary>Labels that it groups by, joins on, or shows.</summary>
    public IEnumerable<string> Groupings => Grouping().Matches(Text).SelectMany(found => found.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries))
        .Concat(Shown().Matches(Legend).Select(found => found.Groups["label"].Value)).Distinct();

    /// <summary>Every expression of the dashboards, their variables too, and of the alerts.</summary>
    public static IReadOnlyList<QueryText> All() => [.. Dashboards(), .. Alerts()];

    public static string AlertFile => Repository.At("deploy", "observability", "alerts.yaml");

    private static IEnumerable<QueryText> Dashboards()
    {
        foreach (var file in Directory.GetFiles(Repository.At("deploy", "observability"), "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            var board = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file));
            foreach (var panel in board.GetProperty("panels").EnumerateArray())
            {
                foreach (var target in panel.GetProperty("targets").EnumerateArray())
                {
                    yield return new QueryText($"{name}, {panel.GetProperty("title")}", target.GetProperty("expr").GetString()!, target.GetProperty("legendFormat").GetString()!);
                }
            }

            foreach (var variable in board.GetProperty("templating").GetProperty("list").EnumerateArray().Where(variable => variable.GetProperty("type").GetString() == "query"))
            {
                var values = LabelValues().Match(variable.GetProperty("query").GetProperty("query").GetString()!);
                Assert.True(values.Success, $"{name}: the variable {variable.GetProperty("name")} asks for no label.");
                yield return new QueryText($"{name}, ${variable.GetProperty("name")}", values.Groups["selector"].Value, $"{{{{{values.Groups["label"].Value}}}}}");
            }
        }
    }

    private static IEnumerable<QueryText> Alerts() => Alert().Matches(File.ReadAllText(AlertFile)).Select(found =>
        new QueryText($"alerts.yaml, {found.Groups["name"].Value}", found.Groups["line"].Success ? found.Groups["line"].Value : found.Groups["block"].Value, found.Groups["rest"].Value));

    [GeneratedRegex(@"(?<![\w:{.""$-])(?<name>(rtc|sip|orleans|dotnet)_\w+|up)\b(\{(?<labels>[^}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(?<label>\w+)\s*(=~|!~|!=|=)")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b(by|on|without|ignoring)\s*\((?<labels>[^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{\{\s*(\$labels\.)?(?<label>[a-z_]+)\s*\}\}")]
    private static partial Regex Shown();

    [GeneratedRegex(@"^label_values\((?<selector>[^()]*?), *(?<label>\w+)\)$")]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"- alert: (?<name>\w+)\n +expr: (\|\n(?<block>( {10}.*\n)+)|(?<line>.*)\n)(?<rest>( {8}.*\n)*)")]
    private static partial Regex Alert();
}
