using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Starts;

/// <summary>The command of the README, and what a wrong configuration gets.</summary>
public sealed class StandaloneStartTests
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task DotnetRun_SaysWhereItIs_AndBecomesReady()
    {
        using var folder = TempFolder.Create("run");
        var addresses = StandaloneAddresses.Choose();
        await using var run = RunningProcess.Start(
            "dotnet run",
            "dotnet",
            ["run", "--no-build", "-c", Repository.Configuration, "--project", Repository.At("src", "Standalone"), "--", .. addresses.Arguments(folder.At("data"))],
            folder.Path);

        await run.WaitForLineAsync($"{addresses.SipUdp}", StartTime);
        await run.WaitForLineAsync($"{addresses.WebUrl}", StartTime);

        using var http = new HttpClient { BaseAddress = addresses.WebUrl };
        await Eventually.IsTrueAsync("/healthz/ready to say 200", StartTime, async () =>
        {
            using var ready = await http.GetAsync(new Uri("healthz/ready", UriKind.Relative));
            return ready.IsSuccessStatusCode;
        });
    }

    [Theory]
    [InlineData("Sip:Udpp", "127.0.0.1:5060", "did you mean Udp?")]
    [InlineData("Media:RtpPorts", "40000-3", "40000-3")]
    [InlineData("Sip:Udp", "not an endpoint", "not an endpoint")]
    public async Task AnUnknownKeyOrABadValue_StopsTheStart_AndIsNamed(string key, string value, string said)
    {
        using var folder = TempFolder.Create("bad");
        await using var run = RunningProcess.Start(
            "Standalone", "dotnet", ["exec", StandaloneServer.Program, .. StandaloneAddresses.Choose().Arguments(folder.At("data")), $"--{key}", value], folder.Path);

        var code = await run.WaitForExitAsync(StartTime);

        Assert.NotEqual(0, code);
        Assert.Contains(run.Lines, line => line.Contains(key, StringComparison.Ordinal) && line.Contains(said, StringComparison.Ordinal));
    }
}
