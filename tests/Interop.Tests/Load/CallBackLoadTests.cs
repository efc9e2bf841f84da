using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The load program as users run it, with few callers: some press 1, the server is killed, and everybody who asked is called back once.</summary>
[Trait("Clock", "none")]
public sealed class CallBackLoadTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(200);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task TheServerIsKilled_AndEverybodyWhoAsked_IsCalledBackOnce_InTheOrderOfThePlaces()
    {
        using var folder = TempFolder.Create("callback");
        await using var run = RunningProcess.Start(
            "callback", "dotnet",
            ["exec", Program, "callback", "--callers", "20", "--take", "80%", "--agents", "3", "--talk", "1", "--kills", "1", "--seed", "3", "--json", folder.At("figures.json")],
            folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        Assert.True(code == 0, $"exit code {code}. {run.Tail()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"Measured: {run.Lines[^1]}");
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        var verdict = Assert.Single(figures.RootElement.EnumerateArray()).GetProperty("verdict");
        Assert.True(verdict.GetProperty("requests").GetInt32() > 0, run.Tail());
        Assert.Equal(verdict.GetProperty("requests").GetInt32(), verdict.GetProperty("calledBack").GetInt32());
        Assert.Equal((0, 0, 0), (verdict.GetProperty("lost").GetInt32(), verdict.GetProperty("duplicates").GetInt32(), verdict.GetProperty("placeError").GetInt32()));
    }

    [Theory]
    [InlineData("--take", "half")]
    [InlineData("--kills", "-1")]
    [InlineData("--callers", "1")]
    public async Task WhatDoesNotExist_IsRefusedByName(string option, string value)
    {
        using var folder = TempFolder.Create("callback");
        await using var run = RunningProcess.Start("callback", "dotnet", ["exec", Program, "callback", option, value], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
    }
}
