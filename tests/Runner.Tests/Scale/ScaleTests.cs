using System.Text.Json;
using RtcCluster.Load.Runner.Scale;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Runner.Tests.Scale;

public sealed class ScaleTests
{
    private const string Update = "RTC_UPDATE_SCALE";
    private const string Begin = "<!-- tables -->\n";
    private const string End = "<!-- end of tables -->";

    private static ScaleFacts Facts => ScaleFacts.Of(Path.Combine(SourceTree.Root, "load", "scale.json"));

    [Fact]
    public void PageSaysWhatTheCommandPrints()
    {
        var file = Path.Combine(SourceTree.Root, "docs", "scale.md");
        var page = File.ReadAllText(file).ReplaceLineEndings("\n");
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        var tables = ScaleReport.Write(Facts, seed: 1);
        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 })
        {
            File.WriteAllText(file, page[..from] + tables + page[to..]);
            return;
        }

        Assert.Equal(tables, page[from..to]);
    }

    [Fact]
    public void NoCellOfThePageIsOverloaded_AlsoWhenAnEdgeIsGone() => Assert.All(Facts.Rows, static demand =>
    {
        var facts = Facts;
        var outcome = new ScaleSimulation(facts, new ScalePlan(facts, demand)).Run(seed: 1);
        Assert.Equal(0, outcome.OverloadedSeconds);
        Assert.InRange(outcome.EdgesAfterLoss, outcome.Edges, 1);
    });

    [Fact]
    public void OneCellLessThanIsReckonedIsUsedBeyondItsShare()
    {
        var plan = new ScalePlan(Facts, new Demand(100_000, 10_000));
        var shape = Facts.Cell;

        Assert.True(plan.Cells > 1);
        var fewer = plan.Cells - 1;
        Assert.True(
            plan.EdgeProcessors > fewer * shape.Edges * shape.Processors * shape.Share || plan.EdgeProcessors > fewer * (shape.Edges - 1) * shape.Processors * shape.ShareAfterLoss
            || plan.SiloProcessors > fewer * shape.Silos * shape.Processors * shape.Share || plan.SiloProcessors > fewer * (shape.Silos - 1) * shape.Processors * shape.ShareAfterLoss
            || Math.Max(plan.EdgeMemory, plan.SiloMemory) > fewer * (shape.Edges - 1) * shape.MemoryGigabytes / 2);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(20)]
    [InlineData(5_000)]
    public void WhatComesAtRandomComesSoOftenInTheMean(double mean)
    {
        var random = new Random(3);
        var all = Enumerable.Range(0, 4_000).Select(_ => (double)ScaleSimulation.Poisson(random, mean)).ToList();
        var average = all.Average();

        Assert.InRange(average, mean * 0.94, mean * 1.06);
        Assert.InRange(all.Sum(one => (one - average) * (one - average)) / all.Count, mean * 0.85, mean * 1.15);
    }

    [Theory]
    [InlineData("\"callEdge\"", "\"callEgde\"")]
    [InlineData("\"talkSeconds\"", "\"talkSecnds\"")]
    [InlineData("\"value\": 1.2,", "\"value\": 0,")]
    public void AFileWithAMistakeIsRefused(string right, string wrong)
    {
        var file = Path.GetTempFileName();
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "load", "scale.json"));
        Assert.Contains(right, text, StringComparison.Ordinal);
        try
        {
            File.WriteAllText(file, text.Replace(right, wrong, StringComparison.Ordinal));
            Assert.ThrowsAny<JsonException>(() => ScaleReport.Write(ScaleFacts.Of(file), 1));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
