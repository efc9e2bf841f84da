using RtcCluster.TestKit.Folders;

namespace RtcCluster.Standalone.Tests.Configuration;

public sealed class ConfigurationPageTests
{
    private const string Update = "RTC_UPDATE_CONFIGURATION";

    private static string Page => Repository.At("docs", "configuration.md");

    [Fact]
    public void PageSaysWhatTheClassesSay()
    {
        var page = ConfigurationPage.Write();
        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 } path)
        {
            File.WriteAllText(Path.GetFullPath(path, Repository.Root), page);
        }

        Assert.True(File.Exists(Page), $"{Page} is missing: run these tests with {Update}=docs/configuration.md.");
        Assert.Equal(page, File.ReadAllText(Page).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void EverySectionIsOnThePage() => Assert.Equal(
        ["Addon", "Auth", "Backup", "Bench", "Blobs", "Calls", "Cluster", "Data", "Database", "Demo", "Edge", "Google", "Incidents", "Media", "Outbound", "Recordings", "Rights", "Sip", "Smtp", "Speech", "State", "Subscription", "Telemetry", "Web", "Webhooks"],
        ConfigurationPage.Sections().Select(found => found.Section));
}
