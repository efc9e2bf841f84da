using System.Text.RegularExpressions;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Standalone.Tests.Deployment;

/// <summary>The chart, as Helm itself reads it; without Helm only that its templates are whole.</summary>
public sealed partial class HelmChartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static string Chart => Repository.At("deploy", "helm", "rtccluster");

    [Fact]
    public void EveryBlockOfATemplateIsClosed()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Chart, "templates")))
        {
            var depth = 0;
            foreach (Match action in Action().Matches(File.ReadAllText(file)))
            {
                depth += action.Groups["word"].Value switch
                {
                    "if" or "range" or "with" or "define" => 1,
                    "end" => -1,
                    _ => 0,
                };
                Assert.True(depth >= 0, $"{Path.GetFileName(file)} ends a block that is not open.");
            }

            Assert.True(depth == 0, $"{Path.GetFileName(file)} leaves {depth} blocks open.");
        }
    }

    [Fact]
    public async Task HelmFindsNothingWrong_AndMakesWhatTheValuesSay()
    {
        Assert.Equal(0, (await HelmAsync("lint", "--strict", Chart)).Code);
        var (code, plain) = await HelmAsync("template", "main", Chart);
        var (_, more) = await HelmAsync("template", "main", Chart, "--set", "edge.hostNetwork=false,edge.publicAddress=203.0.113.9,web.ingress.enabled=true,podMonitor.enabled=true,podDisruptionBudget.enabled=false,silo.settings.Calls__RetentionDays=30");

        Assert.Equal(0, code);
        Assert.Equal(["Deployment", "PodDisruptionBudget", "PodDisruptionBudget", "Service", "Service", "StatefulSet"], Kinds(plain));
        Assert.Equal(["Deployment", "Ingress", "PodMonitor", "Service", "Service", "StatefulSet"], Kinds(more));
        Assert.Contains("hostNetwork: true", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("hostNetwork", more, StringComparison.Ordinal);
        Assert.Contains("value: \"203.0.113.9\"", more, StringComparison.Ordinal);
        Assert.Matches("name: Calls__RetentionDays\n +value: \"30\"", more);
        Assert.Contains("secretKeyRef: { name: \"rtccluster\", key: \"redis\" }", plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGraceThatCutsAStopShortIsRefused()
    {
        Assert.NotEqual(0, (await HelmAsync("template", "main", Chart, "--set", "terminationGracePeriodSeconds=20")).Code);
        Assert.NotEqual(0, (await HelmAsync("template", "main", Chart, "--set", "edge.drainSeconds=25")).Code);
    }

    private static IEnumerable<string> Kinds(string rendered) => Kind().Matches(rendered).Select(kind => kind.Groups["kind"].Value).Order(StringComparer.Ordinal);

    private static async Task<(int Code, string Said)> HelmAsync(params string[] arguments)
    {
        var helm = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "helm")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(helm is null, "helm is not installed (https://helm.sh).");
        await using var run = RunningProcess.Start("helm", helm, arguments);
        var code = await run.WaitForExitAsync(Patience);
        return (code, string.Join('\n', run.Lines));
    }

    [GeneratedRegex(@"\{\{-?\s*(?<word>\w+)[^}]*\}\}")]
    private static partial Regex Action();

    [GeneratedRegex(@"^kind: (?<kind>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Kind();
}
