using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The lab as users run it, with few calls: an edge goes and comes back, and nobody else notices.</summary>
[Trait("Clock", "lab")]
public sealed class EdgeRestartsTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(280);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task AnEdgeGoesTwice_NoGrainIsMadeAnew_NoCallOfTheOtherIsLost()
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start(
            "lab", "dotnet", ["exec", Program, "lab", "edge-restarts", "--silos", "2", "--times", "2", "--pairs", "1", "--json", folder.At("figures.json")], folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        // 1 is a verdict too: a pause in the sound is the machine's as much as ours.
        Assert.True(code is 0 or 1, $"exit code {code}. {run.Tail()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"Measured: {run.Lines[^1]}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        var root = figures.RootElement;
        var grown = root.GetProperty("grown");
        Assert.Equal((0, 0, 0), (grown.GetProperty("takenOver").GetDouble(), grown.GetProperty("ended").GetDouble(), root.GetProperty("moved").GetInt32()));
        Assert.Empty(root.GetProperty("lost").EnumerateArray());
        Assert.Empty(root.GetProperty("differences").EnumerateArray().Select(difference => difference.GetString()));
    }
}
