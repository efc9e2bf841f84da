using System.Text.RegularExpressions;
using Xunit;

namespace RtcCluster.Architecture.Tests;

/// <summary>Rules of the house that a compiler does not hold.</summary>
public sealed partial class HouseRules
{
    private static readonly string[] NoHome = ["Common", "Utils", "Util", "Helpers", "Helper", "Misc", "Shared", "Core"];

    [Fact]
    public void EveryFolderIsNamedAfterANoun_NotAfterALackOfOne()
    {
        var offenders = Repository.Sources("src").Concat(Repository.Sources("tests"))
            .SelectMany(path => Repository.Relative(path).Split('/')[1..^1].Intersect(NoHome).Select(_ => Repository.Relative(path)));

        Assert.Empty(offenders);
    }

    [Fact]
    public void NoFileIsALandfill()
    {
        // The best code bases of the field keep nine files in ten under 300 to 490 lines.
        var offenders = Repository.Sources("src").Select(path => (path: Repository.Relative(path), lines: File.ReadLines(path).Count()))
            .Where(file => file.lines > 600);

        Assert.Empty(offenders);
    }

    [Fact]
    public void NothingIsLeftForLaterWithoutAnIssue()
    {
        var offenders = Repository.Sources("src")
            .Where(path => File.ReadLines(path).Any(line => LeftForLater().IsMatch(line)))
            .Select(Repository.Relative);

        Assert.Empty(offenders);
    }

    [Fact]
    public void NoWarningIsSwitchedOffInASourceProject()
    {
        var offenders = Repository.Projects("src").Where(path => File.ReadAllText(path).Contains("NoWarn", StringComparison.Ordinal)
            && !File.ReadAllText(path).Contains("ORLEANSEXP003", StringComparison.Ordinal)).Select(Repository.Relative);

        Assert.Empty(offenders);
    }

    [Fact]
    public void EveryFileThatTheDocsNameIsThere()
    {
        var documents = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md"))
            .Append(Path.Combine(Repository.Root, "CONTRIBUTING.md"));
        var missing = documents.SelectMany(document => PathInText().Matches(File.ReadAllText(document))
                .Select(match => match.Groups[1].Value.TrimEnd('/', '.'))
                .Where(path => !File.Exists(Path.Combine(Repository.Root, path)) && !Directory.Exists(Path.Combine(Repository.Root, path)))
                .Select(path => $"{Repository.Relative(document)} names {path}"))
            .Distinct();

        Assert.Empty(missing);
    }

    [Fact]
    public void EveryPromiseOfPrivacyNamesCodeAndATest()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "privacy.md")).Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains("`src/", StringComparison.Ordinal))
            .Select(static line => line.Split('|')).Where(static cells => cells.Length == 5).ToList();
        var unkept = from cells in rows
                     where !PathInText().IsMatch(cells[2]) || !PathInText().Matches(cells[3]).Any(static match => IsTest(match.Groups[1].Value))
                     select cells[1].Trim();

        Assert.True(rows.Count > 25, $"{rows.Count} promises were read.");
        Assert.Empty(unkept);
        return;

        static bool IsTest(string path) => File.Exists(Path.Combine(Repository.Root, path)) && TestInText().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, path)));
    }

    [Fact]
    public void TextThatIsLoggedIsAnIdOrWrapped()
    {
        // Ids of calls, edges, trunks, recordings, broadcasts, cases, bundles and companies, words of our own and names of machines; whatever else is text may be a person's: Pii<T>.
        string[] plain = ["call", "callId", "edge", "trunk", "recording", "broadcast", "incident", "export", "tenant", "whom", "purpose", "part", "name", "peer", "step", "error", "endpoint"];
        var offenders = from path in Repository.Sources("src")
                        from Match method in LogMethod().Matches(File.ReadAllText(path))
                        from Match parameter in TextParameter().Matches(method.Groups[1].Value)
                        where !plain.Contains(parameter.Groups[1].Value)
                        select $"{Repository.Relative(path)}: {parameter.Groups[1].Value}";

        Assert.Empty(offenders);
    }

    [GeneratedRegex(@"\[LoggerMessage\([^\]]*\)\]\s*[\w ]+\(([^)]*)\);")]
    private static partial Regex LogMethod();

    [GeneratedRegex(@"\b(?:string|IPEndPoint|IPAddress|EndPoint|Uri|LineId|UserId)\??\s+(\w+)")]
    private static partial Regex TextParameter();

    [GeneratedRegex(@"\[([A-Z]\w*)?(Fact|Theory)\b|\btest\(")]
    private static partial Regex TestInText();

    [GeneratedRegex(@"NotImplementedException|//.*\b(TODO|FIXME|HACK)\b(?!.*#\d)")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"(?<![\w/.-])((?:src|tests|docs|load|deploy)/[\w./-]+)")]
    private static partial Regex PathInText();
}
