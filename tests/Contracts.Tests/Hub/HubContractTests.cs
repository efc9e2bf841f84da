using Xunit;

namespace RtcCluster.Contracts.Tests.Hub;

public sealed class HubContractTests
{
    private const string Update = "RTC_UPDATE_HUB";

    [Fact]
    public void TypeScriptOfTheHubSaysWhatTheTypesSay()
    {
        var actual = HubContract.Write();
        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 } target)
        {
            File.WriteAllText(target, actual);
        }

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contract.ts")).ReplaceLineEndings("\n"), actual);
    }
}
