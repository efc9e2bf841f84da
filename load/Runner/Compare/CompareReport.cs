using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>What a comparison came to, as people and programs read it.</summary>
internal sealed record CompareReport
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Where it was taken.</summary>
    public required Surroundings Surroundings { get; init; }

    /// <summary>Load averages when it began.</summary>
    public required string LoadBefore { get; init; }

    /// <summary>Load averages when it ended.</summary>
    public required string LoadAfter { get; init; }

    /// <summary>Processors that others used while something was measured.</summary>
    public required double Others { get; init; }

    /// <summary>The same in the worst measurement.</summary>
    public required double MostOthers { get; init; }

    /// <summary>Whether others used more than a quiet machine's share.</summary>
    public required bool IsBusy { get; init; }

    /// <summary>How it was run.</summary>
    public required string Settings { get; init; }

    /// <summary>What was found.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What could not be compared, and why.</summary>
    public required IReadOnlyList<string> Skipped { get; init; }

    /// <summary>What is wrong with the run itself.</summary>
    public IReadOnlyList<string> Flaws => [.. Findings.Where(static finding => finding.Flaw is not null).Select(static finding => $"{finding.Pair}: {finding.What}: {finding.Flaw}")];

    /// <summary>The last line.</summary>
    public string Verdict
    {
        get
        {
            var judged = Findings.Where(static finding => finding.AtLeast is not null).ToList();
            var counts = string.Join(", ", judged.GroupBy(static finding => finding.Verdict).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => $"{group.Count()} {group.Key}"));
            return Flaws.Count > 0 ? $"VOID        {string.Join("; ", Flaws)}" : $"{(IsBusy ? "BUSY" : "DONE")}        of {judged.Count} goals: {counts}{(IsBusy ? "; the machine was busy: processor seconds may be used, maxima and times may not" : "")}";
        }
    }

    /// <summary>A line for people.</summary>
    public static string Line(Finding finding) => string.Create(
        CultureInfo.InvariantCulture,
        $"{finding.What}: {Number(finding.Ours)} {finding.Unit}{(finding.Theirs is null ? "" : $", {finding.Peer} {Number(finding.Theirs)}, ratio {Number(finding.Ratio)}")}{(finding.AtLeast is null ? "" : $"; wanted {finding.AtLeast}, aim {finding.Aim}: {finding.Verdict}")}{(finding.Note.Length == 0 ? "" : $" ({finding.Note})")}{(finding.Flaw is null ? "" : $" VOID: {finding.Flaw}")}");

    /// <summary>Writes it to the console, and to a folder when there is one.</summary>
    public async Task WriteAsync(TextWriter console, DirectoryInfo? folder)
    {
        var markdown = Markdown();
        await console.WriteLineAsync();
        await console.WriteLineAsync(markdown);
        if (folder is not null)
        {
            folder.Create();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "report.md"), markdown);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "report.html"), Html());
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "report.json"), JsonSerializer.Serialize(this, Readable));
        }

        await console.WriteLineAsync(Verdict);
    }

    private string Markdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Surroundings}, {Surroundings.System}, {Surroundings.At:yyyy-MM-dd HH:mm} UTC. {Settings}.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Load average {LoadBefore} before, {LoadAfter} after; others used {Others:0.00} processors while something was measured, {MostOthers:0.00} at worst.");
        text.AppendLine().AppendLine("| what | unit | ours | the other | theirs | ratio | at least | aim | verdict | how |").AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var finding in Findings)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", Cells(finding))} |");
        }

        foreach (var skipped in Skipped)
        {
            text.AppendLine().AppendLine(skipped);
        }

        return text.ToString();
    }

    private string Html()
    {
        var text = new StringBuilder("""
            <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Comparison</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem;max-width:100rem}table{border-collapse:collapse}td,th{padding:.35rem .6rem;border-bottom:1px solid #ccc;text-align:left;vertical-align:top}
            .aim{background:#d9f2dd}.at-least{background:#eef7d8}.missed{background:#fbe3d6}.void{background:#eee}</style><h1>Comparison</h1>
            """);
        text.Append(CultureInfo.InvariantCulture, $"<p>{WebUtility.HtmlEncode($"{Surroundings}, {Surroundings.System}, {Surroundings.At:yyyy-MM-dd HH:mm} UTC. {Settings}.")}<p>Load average {LoadBefore} before, {LoadAfter} after; others used {Others:0.00} processors, {MostOthers:0.00} at worst.<p><b>{WebUtility.HtmlEncode(Verdict)}</b>");
        text.Append("<table><tr><th>what<th>unit<th>ours<th>the other<th>theirs<th>ratio<th>at least<th>aim<th>verdict<th>how");
        foreach (var finding in Findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"<tr class=\"{finding.Verdict.Replace(' ', '-')}\">{string.Concat(Cells(finding).Select(static cell => $"<td>{WebUtility.HtmlEncode(cell)}"))}");
        }

        return text.Append("</table>").Append(string.Concat(Skipped.Select(static one => $"<p>{WebUtility.HtmlEncode(one)}"))).AppendLine().ToString();
    }

    private static IEnumerable<string> Cells(Finding finding) =>
    [
        finding.What, finding.Unit, Number(finding.Ours), finding.Peer, Number(finding.Theirs), Number(finding.Ratio), finding.AtLeast?.ToString() ?? "", finding.Aim?.ToString() ?? "", finding.Verdict,
        finding.Flaw is null ? finding.Note : $"{finding.Note} {finding.Flaw}",
    ];

    private static string Number(double? value) => value switch
    {
        null => "",
        double.PositiveInfinity => "never",
        { } number => number.ToString(Math.Abs(number) >= 1_000 ? "0" : Math.Abs(number) >= 10 ? "0.0" : "0.000", CultureInfo.InvariantCulture),
    };
}
