using System.Text.RegularExpressions;
using RtcCluster.Standalone.Tests.Configuration;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Standalone.Tests.Deployment;

/// <summary>What deploy/ sets, the processes know: an unknown key would stop their start.</summary>
public sealed partial class DeployedSettingsTests
{
    [Fact]
    public void EverySettingOfUnitsAndChartIsOneThatThereIs()
    {
        var known = ConfigurationPage.Sections().SelectMany(section => ConfigurationPage.Keys(section.Type).Select(key => $"{section.Section}:{key.Name}".Replace(":", "__", StringComparison.Ordinal))).ToHashSet(StringComparer.Ordinal);

        var used = Directory.GetFiles(Repository.At("deploy", "systemd")).Concat(Directory.GetFiles(Repository.At("deploy", "helm"), "*", SearchOption.AllDirectories))
            .SelectMany(file => Setting().Matches(File.ReadAllText(file)).Select(found => (File: Path.GetFileName(file), Key: found.Value)))
            .Where(found => !found.Key.StartsWith("Logging__", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(used);
        Assert.DoesNotContain(used, found => !known.Contains(found.Key));
    }

    [Fact]
    public void AStopMayTakeAsLongAsItTakes()
    {
        const int longestStop = 30;
        var units = Directory.GetFiles(Repository.At("deploy", "systemd"), "*.service");

        Assert.All(units, unit => Assert.True(int.Parse(StopTime().Match(File.ReadAllText(unit)).Groups["seconds"].Value, System.Globalization.CultureInfo.InvariantCulture) > longestStop, unit));
        Assert.All(units, unit => Assert.Contains("Type=notify", File.ReadAllText(unit), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+__[A-Z]\w+")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^TimeoutStopSec=(?<seconds>\d+)$", RegexOptions.Multiline)]
    private static partial Regex StopTime();
}
