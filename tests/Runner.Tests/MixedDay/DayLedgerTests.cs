using RtcCluster.Load.Runner.Lab.Ledgers;
using RtcCluster.Load.Runner.MixedDay;

namespace RtcCluster.Runner.Tests.MixedDay;

public sealed class DayLedgerTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WhatFitsIsNoDifference() => Assert.Empty(DayLedger.Differences([Made("a")], [Logged("a")]));

    [Fact]
    public void ACallThatIsMissing_LoggedTwice_OrOtherwise_IsADifference()
    {
        Assert.Single(DayLedger.Differences([Made("a")], []));
        Assert.Single(DayLedger.Differences([Made("a")], [Logged("a"), Logged("a")]));
        Assert.Single(DayLedger.Differences([Made("a")], [Logged("a") with { Result = "missed" }]));
        Assert.Single(DayLedger.Differences([Made("a")], [Logged("a") with { From = "9" }]));
        Assert.Single(DayLedger.Differences([Made("a")], [Logged("a") with { EndedAt = At.AddSeconds(30) }]));
        Assert.Single(DayLedger.Differences([Made("a")], [Logged("a") with { EndedAt = null }]));
        Assert.Single(DayLedger.Differences([Made("")], []));
    }

    [Fact]
    public void ACallThatNobodyMadeIsADifference() => Assert.Single(DayLedger.Differences([Made("a")], [Logged("a"), Logged("b")]));

    [Fact]
    public void AFailedCallMayBeLoggedAsWhatItWas()
    {
        var failed = Made("a");
        (failed.Failure, failed.HungUpAt) = ("refused with 503", null);
        Assert.Empty(DayLedger.Differences([failed], [Logged("a") with { Result = "failed" }]));
    }

    [Theory]
    [InlineData(20, 0, 4.3, 4.5)]
    [InlineData(20, 0.05, 3.5, 4)]
    [InlineData(400, 0, 2.8, 3.8)]
    [InlineData(20, 1, 1, 1.6)]
    public void OpinionsFallWithDelayAndLoss(double milliseconds, double loss, double least, double most) =>
        Assert.InRange(Voices.Opinion(milliseconds, loss), least, most);

    private static DayCall Made(string id) => new("queue", "1", "2", At) { Id = id, HungUpAt = At.AddSeconds(4) };

    private static LoggedEntry Logged(string id) => new(id, "1", "2", "answered", At, At.AddSeconds(1), At.AddSeconds(4.5), 3.5, "caller", null, 0);
}
