using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The load program as users run it, for a short time: browsers call each other at a Standalone that it starts itself.</summary>
public sealed class WebRtcCallsTests
{
    private const int Legs = 20;
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(120);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task TenCallsAtATime_NoHandshakeFails_NoPacketIsLost()
    {
        using var folder = TempFolder.Create("load");
        await using var run = RunningProcess.Start(
            "webrtc-calls", "dotnet", ["exec", Program, "webrtc-calls", "--legs", $"{Legs}", "--minutes", "0.2", "--talk", "5", "--json", folder.At("figures.json")], folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        Assert.True(code == 0, $"exit code {code}. {run.Tail()}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        var calls = figures.RootElement.GetProperty("callsEnded").GetInt32();
        Assert.True(calls >= Legs / 2, $"{calls} calls. {run.Tail()}");
        Assert.Equal(2 * calls, figures.RootElement.GetProperty("handshakesOk").GetInt32());
        Assert.Equal(0, figures.RootElement.GetProperty("strange").GetInt64());
        Assert.Equal(Legs, figures.RootElement.GetProperty("eachLeg").EnumerateArray().Count(leg => leg.GetProperty("heard").GetInt64() > 0));
    }

    [Theory]
    [InlineData("198.51.100.7", "another machine's")]
    [InlineData("10.1.2.3", "private")]
    [InlineData("example.test", "is a name")]
    public async Task ATargetBeyondThisMachineIsRefused(string host, string why)
    {
        using var folder = TempFolder.Create("load");
        await using var run = RunningProcess.Start("webrtc-calls", "dotnet", ["exec", Program, "webrtc-calls", "--target", $"http://{host}:8080/"], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
        Assert.Contains(run.Lines, line => line.Contains(why, StringComparison.Ordinal));
    }
}
