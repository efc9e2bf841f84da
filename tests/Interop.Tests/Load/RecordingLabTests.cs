using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The lab as users run it, with few calls: the edge is killed under recorded calls, and their recordings are proven.</summary>
[Trait("Clock", "lab")]
public sealed class RecordingLabTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(280);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task TheEdgeIsKilled_EveryRecordingIsProven_AChangedByteIsFound_NoSoundIsOnTheDisk()
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start(
            "lab", "dotnet", ["exec", Program, "lab", "recording", "--calls", "3", "--kill-edge", "1", "--seed", "7", "--json", folder.At("figures.json")], folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        // 1 is a verdict too: how much a kill costs is the machine's as much as ours, and printed for a person.
        Assert.True(code is 0 or 1, $"exit code {code}. {run.Tail()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"Measured: {run.Lines[^1]}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        Assert.Equal(3, figures.RootElement.GetProperty("calls").GetArrayLength());
        Assert.Contains("VERIFIED: 3 recordings, 3 proven", figures.RootElement.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        Assert.True(figures.RootElement.GetProperty("changedByteFound").GetBoolean());
        Assert.Empty(figures.RootElement.GetProperty("bare").EnumerateArray());
    }

    [Theory]
    [InlineData("--calls", "0")]
    [InlineData("--kill-edge", "51")]
    [InlineData("--edges", "6")]
    [InlineData("--outage", "10")]
    public async Task WhatCannotBe_IsRefusedByName(string option, string value)
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start("lab", "dotnet", ["exec", Program, "lab", "recording", option, value], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
        Assert.Contains(run.Lines, line => line.StartsWith(option, StringComparison.Ordinal));
    }
}
