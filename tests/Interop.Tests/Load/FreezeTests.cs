using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The lab as users run it, with a pair of each kind: silos and edges stand still for a moment.</summary>
[Trait("Clock", "lab")]
public sealed class FreezeTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(280);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task NodesThatStandStillForAMoment_LoseNoCall()
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start(
            "lab",
            "dotnet",
            [
                "exec", Program, "lab", "freeze", "--silos", "2", "--edges", "2", "--pairs", "1", "--talk", "00:00:05", "--length", "00:00:10", "--every", "00:00:02", "--burn", "0", "--seed", "3",
                "--json", folder.At("figures.json"),
            ],
            folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        // 1 is a verdict too: on a machine that is full a node that stands still may be taken for dead, which is printed for a person.
        Assert.True(code is 0 or 1, $"exit code {code}. {run.Tail()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"Measured: {run.Lines[^1]}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        var outcomes = figures.RootElement.GetProperty("outcomes").EnumerateArray().ToList();
        Assert.InRange(figures.RootElement.GetProperty("frozen").EnumerateObject().Sum(static node => node.Value.GetInt32()), 2, 4);
        Assert.InRange(outcomes.Count, 2, 20);
        if (figures.RootElement.GetProperty("dead").GetArrayLength() == 0)
        {
            Assert.All(outcomes, static outcome => Assert.Equal(JsonValueKind.Null, outcome.GetProperty("lost").ValueKind));
            Assert.Empty(figures.RootElement.GetProperty("differences").EnumerateArray());
        }
    }

    [Theory]
    [InlineData("--silos", "1")]
    [InlineData("--freeze", "00:01:00")]
    public async Task WhatCannotBe_IsRefusedByName(string option, string value)
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start("lab", "dotnet", ["exec", Program, "lab", "freeze", option, value], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
        Assert.Contains(run.Lines, line => line.StartsWith(option, StringComparison.Ordinal));
    }
}
