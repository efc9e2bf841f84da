using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The lab as users run it, with a call in each state: both stores are killed under them and come back.</summary>
[Trait("Clock", "lab")]
public sealed class StoreOutageTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(280);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task BothStoresAreAway_CallsGoOn_NewOnesAreToldWhenToTryAgain_NothingIsLost()
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start(
            "lab", "dotnet", ["exec", Program, "lab", "store-outage", "--seconds", "8", "--silos", "2", "--edges", "2", "--per-state", "1", "--seed", "7", "--json", folder.At("figures.json")], folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        // 1 is a verdict too: how long an answer took is the machine's as much as ours, and printed for a person.
        Assert.True(code is 0 or 1, $"exit code {code}. {run.Tail()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"Measured: {run.Lines[^1]}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        var root = figures.RootElement;
        Assert.Equal(0, root.GetProperty("missing").GetInt64());
        Assert.Equal(0, root.GetProperty("stuck").GetInt32());
        Assert.All(["gone", "differences"], what => Assert.Empty(root.GetProperty(what).EnumerateArray().Select(static trouble => trouble.GetString())));
        Assert.All(["stayed", "left", "again"], what => Assert.All(root.GetProperty(what).EnumerateArray(), static call => Assert.Null(call.GetProperty("lost").GetString())));
        Assert.Contains(root.GetProperty("attempts").EnumerateArray(), static attempt => attempt.GetProperty("outcome").GetString() == "Refused");
        Assert.All(
            root.GetProperty("attempts").EnumerateArray(),
            static attempt => Assert.False(attempt.GetProperty("outcome").GetString() == "Wrong", $"{attempt.GetProperty("kind")}: {attempt.GetProperty("answer")}"));
    }

    [Theory]
    [InlineData("--store", "memory")]
    [InlineData("--seconds", "4")]
    public async Task WhatCannotBe_IsRefusedByName(string option, string value)
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start("lab", "dotnet", ["exec", Program, "lab", "store-outage", option, value], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
        Assert.Contains(run.Lines, line => line.StartsWith(option, StringComparison.Ordinal));
    }
}
