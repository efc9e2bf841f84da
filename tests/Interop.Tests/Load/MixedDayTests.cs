using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>A short day of a contact centre with the load program, at a Standalone that it starts itself.</summary>
[Trait("Clock", "none")]
public sealed class MixedDayTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(240);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task NoCallFails_TheCallLogTellsWhatTheGeneratorTells_AndTheReportHasItsPlots()
    {
        using var folder = TempFolder.Create("load");
        await using var run = RunningProcess.Start(
            "mixed-day",
            "dotnet",
            [
                "exec", Program, "mixed-day", "--limit", "6", "--seconds", "12", "--warm-up", "3", "--agents", "24", "--queues", "3", "--telephones", "14", "--voices", "2", "--talk", "2",
                "--out", folder.Path,
            ],
            folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("report.json"), TestContext.Current.CancellationToken));
        var report = figures.RootElement;
        // That the generator was late is the machine's doing, and its exit code says so.
        Assert.True(code is 0 || report.GetProperty("late").GetInt32() > 0, $"exit code {code}. {run.Tail()}");
        Assert.True(report.GetProperty("failed").GetInt32() == 0, run.Tail());
        Assert.True(report.GetProperty("differences").GetArrayLength() == 0, run.Tail());
        Assert.True(report.GetProperty("kinds").GetProperty("queue").GetInt32() > 10 && report.GetProperty("kinds").GetProperty("inside").GetInt32() > 3, run.Tail());
        Assert.Equal(0, report.GetProperty("refusedRegistrations").GetInt32());
        Assert.True(report.GetProperty("voicePackets").GetInt64() > 500, run.Tail());
        var page = await File.ReadAllTextAsync(folder.At("report.html"), TestContext.Current.CancellationToken);
        Assert.Equal(8, page.Split("<svg ").Length - 1);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.True(File.ReadLines(folder.At("report.csv")).Count() > 8, run.Tail());
    }

    [Theory]
    [InlineData("--limit", "0", "--limit")]
    [InlineData("--telephones", "3", "--telephones")]
    [InlineData("--queues", "501", "--queues")]
    public async Task WhatIsOutOfBoundsIsRefused_AndNamed(string option, string value, string named)
    {
        using var folder = TempFolder.Create("load");
        await using var run = RunningProcess.Start("mixed-day", "dotnet", ["exec", Program, "mixed-day", option, value], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
        Assert.Contains(named, run.Tail(), StringComparison.Ordinal);
    }
}
