using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using RtcCluster.Cluster.Configuration;
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

    [Theory]
    [InlineData("silo-1.env.example")]
    [InlineData("edge-1.env.example")]
    public void NoExampleOfSettingsIsRefused(string process)
    {
        var configuration = new ConfigurationBuilder();
        configuration.AddMemberDefaults();
        configuration.AddInMemoryCollection(new[] { "cluster.env.example", process }
            .SelectMany(file => File.ReadAllLines(Repository.At("deploy", "systemd", file))).Select(line => Assignment().Match(line)).Where(line => line.Success)
            .Select(line => new KeyValuePair<string, string?>(line.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal), line.Groups["value"].Value)));
        var read = typeof(StrictConfiguration).GetMethod(nameof(StrictConfiguration.GetStrict))!;
        var settings = configuration.Build();
        var sections = ConfigurationPage.Sections().Where(section => settings.GetSection(section.Section).Exists()).ToList();

        Assert.NotEmpty(sections);
        Assert.All(sections, section => read.MakeGenericMethod(section.Type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [settings, section.Section], null));
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

    [GeneratedRegex("^(?<key>[A-Z][A-Za-z]+__[A-Za-z0-9_]+)=(?<value>.*)$")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^TimeoutStopSec=(?<seconds>\d+)$", RegexOptions.Multiline)]
    private static partial Regex StopTime();
}
