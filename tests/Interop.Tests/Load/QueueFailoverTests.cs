using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The lab as users run it, with few callers: the silo is killed in which the queue lives.</summary>
[Trait("Clock", "lab")]
public sealed class QueueFailoverTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(280);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task TheQueuesSiloIsKilled_NobodyIsLostOvertakenOrOfferedTwice_NoAgentIsStuck()
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start(
            "lab",
            "dotnet",
            ["exec", Program, "lab", "queue-failover", "--silos", "2", "--edges", "2", "--agents", "6", "--callers", "20", "--kill", "queue-owner", "--seed", "7", "--json", folder.At("figures.json")],
            folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        // 1 is a verdict too: how long the pause was is the machine's as much as ours, and printed for a person.
        Assert.True(code is 0 or 1, $"exit code {code}. {run.Tail()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"Measured: {run.Lines[^1]}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        var round = Assert.Single(figures.RootElement.GetProperty("rounds").EnumerateArray());
        Assert.Equal(26, round.GetProperty("callers").GetInt32());
        Assert.Single(round.GetProperty("killed").EnumerateArray());
        Assert.All(["lost", "doubles", "stuckAgents"], what => Assert.Empty(round.GetProperty(what).EnumerateArray().Select(trouble => trouble.GetString())));
        Assert.Equal(0, round.GetProperty("orderViolations").GetInt32());
    }

    [Theory]
    [InlineData("--kill", "database")]
    [InlineData("--silos", "2")]
    public async Task WhatCannotBe_IsRefusedByName(string option, string value)
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start("lab", "dotnet", ["exec", Program, "lab", "queue-failover", option, value], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
        Assert.Contains(run.Lines, line => line.StartsWith(option, StringComparison.Ordinal));
    }
}
