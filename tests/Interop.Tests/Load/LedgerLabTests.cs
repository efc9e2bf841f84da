using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>The lab as users run it, with few calls: a silo and an edge are killed under them, and the books are right.</summary>
[Trait("Clock", "lab")]
public sealed class LedgerLabTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(280);

    private static string Program => Repository.At("load", "Runner", "bin", Repository.Configuration, "net10.0", "RtcCluster.Load.Runner.dll");

    [Fact]
    public async Task SilosDieUnderCallsOfEveryKind_EachIsInTheBooksOnce_WithAllOfItsEvents_AndRight()
    {
        using var figures = await RunAsync("--kill", "silo", "--calls", "60", "--duration", "12", "--kill-every", "5s", "--seed", "1");

        Assert.True(figures.RootElement.GetProperty("killed").GetArrayLength() > 0);
        Assert.Equal(7, figures.RootElement.GetProperty("kinds").EnumerateObject().Count());
        Assert.Empty(Texts(figures, "lost"));
        Assert.Equal(0, figures.RootElement.GetProperty("givenUp").GetInt32());
    }

    [Theory]
    [InlineData("--kill", "database")]
    [InlineData("--kill-every", "1s")]
    [InlineData("--edges", "0")]
    public async Task WhatCannotBe_IsRefusedByName(string option, string value)
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start("lab", "dotnet", ["exec", Program, "lab", "ledger", option, value], folder.Path);

        Assert.Equal(64, await run.WaitForExitAsync(RunTime));
        Assert.Contains(run.Lines, line => line.StartsWith(option, StringComparison.Ordinal));
    }

    private static async Task<JsonDocument> RunAsync(params string[] options)
    {
        using var folder = TempFolder.Create("lab");
        await using var run = RunningProcess.Start("lab", "dotnet", ["exec", Program, "lab", "ledger", "--silos", "2", "--edges", "2", .. options, "--json", folder.At("figures.json")], folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        Assert.True(code is 0 or 1, $"exit code {code}. {run.Tail()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"Measured: {run.Lines[^1]}");
        var figures = JsonDocument.Parse(await File.ReadAllTextAsync(folder.At("figures.json"), TestContext.Current.CancellationToken));
        Assert.All(["missing", "duplicates", "wrong", "gaps", "left"], what => Assert.Empty(Texts(figures, what)));
        Assert.True(figures.RootElement.GetProperty("isVerified").GetBoolean(), string.Join(Environment.NewLine, Texts(figures, "verification")));
        Assert.Contains(Texts(figures, "verification"), line => line.StartsWith("VERIFIED: ", StringComparison.Ordinal));
        return figures;
    }

    private static IEnumerable<string> Texts(JsonDocument figures, string what) => figures.RootElement.GetProperty(what).EnumerateArray().Select(text => text.GetString() ?? "");
}
