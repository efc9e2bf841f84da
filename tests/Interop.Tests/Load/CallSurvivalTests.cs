using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The lab as users run it, with few calls: a silo is killed under calls in every state.</summary>
[Trait("Clock", "lab")]
public sealed class CallSurvivalTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(280);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task ASiloIsKilled_EveryCallGoesOn_NoFrameIsLost_TheLogTellsWhatTheAgentsTell()
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start(
            "lab", "dotnet", ["exec", Program, "lab", "call-survival", "--silos", "2", "--edges", "2", "--per-state", "1", "--warm-up", "1", "--json", folder.At("figures.json")], folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        // 1 is a verdict too: how long an action takes is the machine's as much as ours, and printed for a person.
        Assert.True(code is 0 or 1, $"exit code {code}. {run.Tail()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"Measured: {run.Lines[^1]}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        var round = Assert.Single(figures.RootElement.GetProperty("rounds").EnumerateArray());
        var outcomes = round.GetProperty("outcomes").EnumerateArray().ToList();
        Assert.Equal(["Ringing", "Early", "Queued", "Held", "Conf", "Xfer", "Talking"], outcomes.Select(outcome => outcome.GetProperty("state").GetString()));
        Assert.All(outcomes, outcome => Assert.True(outcome.GetProperty("lost").ValueKind == JsonValueKind.Null, outcome.GetRawText()));
        Assert.Equal(0, outcomes.Sum(outcome => outcome.GetProperty("missing").GetInt64()));
        Assert.True(outcomes.Sum(outcome => outcome.GetProperty("spoken").GetInt64()) > 0, run.Tail());
        Assert.Empty(round.GetProperty("differences").EnumerateArray().Select(difference => difference.GetString()));
    }

    [Fact]
    public async Task AnEdgeIsKilled_BrowsersAndTelephonesGoOnAtTheOther_AlsoThoseWhoseConnectionDiedWithIt_OneEntryEach()
    {
        var figures = await LoseEdgeAsync("browser,sip-own,sip-tcp");

        Assert.Equal(["Browser", "SipOwn", "SipTcp"], figures.GetProperty("outcomes").EnumerateArray().Select(outcome => outcome.GetProperty("kind").GetString()));
        AssertAllWentOn(figures);
    }

    [Fact]
    public async Task EdgesShareAnAddress_TheOtherTakesItOver_TelephonesBehindARouterGoOnToo()
    {
        var figures = await LoseEdgeAsync("sip-shared,sip-shared-nat");

        Assert.Equal(["SipShared", "SipSharedNat"], figures.GetProperty("outcomes").EnumerateArray().Select(outcome => outcome.GetProperty("kind").GetString()));
        AssertAllWentOn(figures);
    }

    [Theory]
    [InlineData("--kill", "everything")]
    [InlineData("--pause", "00:00:05")]
    [InlineData("--states", "ringing,fax")]
    [InlineData("--silos", "1")]
    [InlineData("--classes", "browser,fax")]
    public async Task WhatDoesNotExist_IsRefusedByName(string option, string value)
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start("lab", "dotnet", ["exec", Program, "lab", "call-survival", option, value], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
        Assert.Contains(run.Lines, line => line.StartsWith(option, StringComparison.Ordinal));
    }

    private static void AssertAllWentOn(JsonElement figures)
    {
        Assert.All(figures.GetProperty("outcomes").EnumerateArray(), outcome => Assert.True(outcome.GetProperty("lost").ValueKind == JsonValueKind.Null, outcome.GetRawText()));
        Assert.Empty(figures.GetProperty("differences").EnumerateArray().Select(difference => difference.GetString()));
    }

    // One call of each class; skipped where the lab's network cannot be made.
    private static async Task<JsonElement> LoseEdgeAsync(string classes)
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start(
            "lab",
            "dotnet",
            ["exec", Program, "lab", "call-survival", "--kill", "edge", "--silos", "2", "--edges", "2", "--classes", classes, "--per-class", "1", "--json", folder.At("figures.json")],
            folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        Assert.SkipWhen(code == 70 && run.Lines.Any(static line => line.StartsWith("No network: ", StringComparison.Ordinal)), run.Tail());

        // 1 is a verdict too: how long a silence is, is the machine's as much as ours, and printed for a person.
        Assert.True(code is 0 or 1, $"exit code {code}. {run.Tail()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"Measured: {run.Lines[^1]}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        return figures.RootElement.Clone();
    }
}
