using RtcCluster.Load.Runner.Lab;

namespace RtcCluster.Runner.Tests.Lab;

public sealed class LedgerCheckTests
{
    private static readonly DateTimeOffset HungUp = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ALogThatTellsWhatTheAgentsTell_HasNoDifference() =>
        Assert.Empty(LedgerCheck.Differences([Alive("a"), Alive("b")], [Entry("b"), Entry("a"), Entry("of somebody else")]));

    [Fact]
    public void ACallThatIsMissing_OrThereTwice_IsNamed() => Assert.Equal(
        ["Held a has 0 entries", "Held b has 2 entries"],
        LedgerCheck.Differences([Alive("a"), Alive("b")], [Entry("b"), Entry("b")]));

    [Fact]
    public void AResultOrAnEndThatDiffers_IsNamed() => Assert.Equal(
        ["Held a is logged as lost", "Held b was hung up at 12:00:00.000 and is logged as ended at 12:00:06.000", "Held c was hung up at 12:00:00.000 and is logged as ended at "],
        LedgerCheck.Differences([Alive("a"), Alive("b"), Alive("c")], [Entry("a") with { Result = "lost" }, Entry("b") with { EndedAt = HungUp.AddSeconds(6) }, Entry("c") with { EndedAt = null }]));

    [Fact]
    public void OfALostCall_OnlyTheOneEntryIsWanted() =>
        Assert.Empty(LedgerCheck.Differences([Alive("a") with { Lost = "at answer: nothing for 20 s" }], [Entry("a") with { Result = "lost", EndedAt = null }]));

    [Fact]
    public void ACallThatBelongsToIt_IsWantedOnceToo() => Assert.Equal(
        ["Held a: its c has 0 entries"],
        LedgerCheck.Differences([Alive("a") with { Others = ["b", "c"] }], [Entry("a"), Entry("b") with { Result = "transferred" }]));

    private static LabOutcome Alive(string call) => new(call, LabState.Held, null, TimeSpan.FromSeconds(1), 0, 0, 0, HungUp, []);

    private static LoggedCall Entry(string call) => new(call, "answered", HungUp.AddSeconds(1));
}
