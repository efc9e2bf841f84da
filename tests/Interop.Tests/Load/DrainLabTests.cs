using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The labs as users run them, with few calls: an edge is drained, and every node of a cluster is stopped and started again.</summary>
[Trait("Clock", "lab")]
public sealed class DrainLabTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(280);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task AnEdgeIsDrained_NoCallIsDropped_InWhateverStateItIs()
    {
        var outcomes = await RunAsync("drain", "--silos", "1", "--edges", "2", "--per-state", "1");

        Assert.Equal(["Talk", "Held", "Queued", "Ringing", "Conference", "Browser"], outcomes.Select(outcome => outcome.State));
    }

    [Fact]
    public async Task EveryNodeIsReplaced_NoCallIsDropped()
    {
        var outcomes = await RunAsync("rolling-upgrade", "--nodes", "4", "--calls", "2");

        Assert.Equal(["Talk", "Talk"], outcomes.Select(outcome => outcome.State));
    }

    [Theory]
    [InlineData("drain", "--by", "phone")]
    [InlineData("drain", "--states", "talk,fax")]
    [InlineData("drain", "--edges", "1")]
    [InlineData("rolling-upgrade", "--nodes", "3")]
    public async Task WhatDoesNotExist_IsRefusedByName(string lab, string option, string value)
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start("lab", "dotnet", ["exec", Program, "lab", lab, option, value], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
        Assert.Contains(run.Lines, line => line.StartsWith(option, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<(string? State, TimeSpan Gap)>> RunAsync(string lab, params string[] options)
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start("lab", "dotnet", ["exec", Program, "lab", lab, .. options, "--json", folder.At("figures.json")], folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        // 1 is a verdict too: how long a call is without sound is the machine's as much as ours, and printed for a person.
        Assert.True(code is 0 or 1, $"exit code {code}. {run.Tail()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"Measured: {run.Lines[^1]}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        var outcomes = figures.RootElement.GetProperty("outcomes").EnumerateArray().ToList();
        Assert.All(outcomes, outcome => Assert.True(outcome.GetProperty("lost").ValueKind == JsonValueKind.Null, $"{outcome.GetRawText()} {run.Tail()}"));
        Assert.Empty(figures.RootElement.GetProperty("differences").EnumerateArray().Select(difference => difference.GetString()));
        return [.. outcomes.Select(outcome => (outcome.GetProperty("state").GetString(), TimeSpan.Parse(outcome.GetProperty("gap").GetString()!, System.Globalization.CultureInfo.InvariantCulture)))];
    }
}
