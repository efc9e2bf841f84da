using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The load program as users run it, for a short time: agents take the calls of queues at a Standalone that it starts itself.</summary>
[Trait("Clock", "none")]
public sealed class AcdTests
{
    private const int Calls = 40;
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(150);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    // How long it takes is the machine's; that every call is taken, and every figure is there, is ours.
    [Fact]
    public async Task EveryCallIsTakenByAnAgent_AndASupervisorSeesIt()
    {
        using var folder = TempFolder.Create("load");
        await using var run = RunningProcess.Start(
            "acd",
            "dotnet",
            ["exec", Program, "acd", "--agents", "24", "--queues", "3", "--rate", "4", "--seconds", $"{Calls / 4}", "--warm-up", "2", "--json", folder.At("figures.json")],
            folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        Assert.True(code == 0, $"exit code {code}. {run.Tail()}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        Assert.Equal((Calls, 0), (figures.RootElement.GetProperty("callsEnded").GetInt32(), figures.RootElement.GetProperty("callsFailed").GetInt32()));
        Assert.Equal((Calls, Calls), (Count(figures, "offered"), Count(figures, "decided")));
        Assert.True(Count(figures, "screen") > Calls, $"{Count(figures, "screen")} changes on the screen. {run.Tail()}");
        Assert.True(Count(figures, "ownScreen") > Calls, $"{Count(figures, "ownScreen")} changes on the agents' own. {run.Tail()}");
    }

    [Theory]
    [InlineData("--agents", "0")]
    [InlineData("--queues", "501")]
    [InlineData("--rate", "0")]
    [InlineData("--target", "http://198.51.100.7:8080/")]
    public async Task WhatIsOutOfBoundsIsRefused(string option, string value)
    {
        using var folder = TempFolder.Create("load");
        await using var run = RunningProcess.Start("acd", "dotnet", ["exec", Program, "acd", option, value], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
    }

    private static int Count(JsonDocument figures, string latency) => figures.RootElement.GetProperty(latency).GetProperty("count").GetInt32();
}
