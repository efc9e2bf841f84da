using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class CallStormTests
{
    private const int Histories = 4_000;

    [Fact]
    public void WhateverHappens_TheCallEndsOnce_AndNothingStaysOpen()
    {
        // The same histories in every run; another beginning tries others.
        var first = int.TryParse(Environment.GetEnvironmentVariable("RTC_STORM_SEED"), out var given) ? given : 1;
        Parallel.For(first, first + Histories, seed => Weather(seed));
    }

    [Fact]
    public void WhateverHappens_WhileCallsBecomeOne_TheCallEndsOnce_AndNothingStaysOpen()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("RTC_STORM_SEED"), out var given) ? given : 1;
        Parallel.For(first, first + Histories, seed => Weather(seed, joins: true));
    }

    [Theory]
    [InlineData(1177952792)]
    public void HistoryThatOnceFailed(int seed) => Weather(seed);

    private static void Weather(int seed, bool joins = false)
    {
        var storm = new CallStorm(seed, joins);
        try
        {
            storm.Play();
            Check(storm);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"Seed {seed}: {e.Message}\n{string.Join('\n', storm.Diary)}\n{e.StackTrace}", e);
        }
    }

    private static void Check(CallStorm storm)
    {
        var state = storm.State;
        Assert.Equal(Enumerable.Range(1, state.Ledger.Count), state.Ledger.Select(entry => entry.Number));
        Assert.Single(state.Ledger, entry => entry.Event is CallEnded);
        Assert.IsType<CallEnded>(state.Ledger[^1].Event);
        Assert.DoesNotContain(state.Legs, leg => leg.Live);
        Assert.Equal(state.Legs.Count, state.Ledger.Count(entry => entry.Event is LegWasEnded));
        Assert.DoesNotContain(state.Recordings, recording => !recording.Closed);
        Assert.Null(state.NextDeadline());
        Assert.Empty(state.Users);
        Assert.Empty(state.Trunks);
        foreach (var edge in storm.Edges.Where(edge => !edge.Lost && state.Link(edge.Id) is not null))
        {
            Assert.Empty(edge.Open);
            Assert.Empty(edge.Media);
            Assert.IsType<ForgetCall>(edge.Taken[^1]);
            foreach (var leg in state.Legs)
            {
                Assert.InRange(edge.Taken.Count(command => command is AnswerLeg && command.Leg == leg.Id), 0, 1);
            }
        }
    }
}
