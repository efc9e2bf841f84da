using System.Globalization;
using CsCheck;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Grains.Tests.Queues;

/// <summary>No caller is lost, nobody is promised twice, nobody waits for ever, and the same seed gives the same decisions.</summary>
[Collection(Storms.Name)]
public sealed class QueueStormTests
{
    private const long EventsPerStorm = 2_000;

    // 1,000,000 in the full run.
    private static readonly long Events = long.TryParse(Environment.GetEnvironmentVariable("RTC_ACD_EVENTS"), CultureInfo.InvariantCulture, out var given) ? given : 20_000;

    private static readonly Gen<(int Seed, int Agents, int Queues, int Strategy)> Weathers =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 8], Gen.Int[1, 3], Gen.Int[0, Enum.GetValues<QueueStrategy>().Length - 1]);

    [Fact]
    public void WhateverHappens_NobodyIsLost_NobodyIsPromisedTwice_NobodyWaitsForEver() =>
        Weathers.Sample(
            weather =>
            {
                var storm = new QueueStorm(weather.Seed, weather.Agents, weather.Queues, (QueueStrategy)weather.Strategy, lossy: true);
                storm.Play(EventsPerStorm);
                storm.CalmDown();
                Check(storm.Floor);
            },
            iter: Events / EventsPerStorm,
            threads: 1,
            print: weather => $"{weather}: new QueueStorm({weather.Seed}, {weather.Agents}, {weather.Queues}, QueueStrategy.{(QueueStrategy)weather.Strategy}, true)");

    [Fact]
    public void TheSameSeed_GivesTheSameDecisions()
    {
        foreach (var strategy in Enum.GetValues<QueueStrategy>())
        {
            var (one, other) = (new QueueStorm(11, 5, 2, strategy, true), new QueueStorm(11, 5, 2, strategy, true));
            one.Play(1_500);
            other.Play(1_500);

            Assert.NotEmpty(one.Floor.Decisions);
            Assert.Equal(one.Floor.Decisions.Count, other.Floor.Decisions.Count);
            Assert.All(one.Floor.Decisions.Zip(other.Floor.Decisions), pair => Assert.True(QueueReplay.AreSame(pair.First.Why, pair.Second.Why)));
        }
    }

    private static void Check(Floor floor)
    {
        Assert.All(floor.Calls.Values, call => Assert.NotNull(call.Outcome));
        foreach (var state in floor.Queues.Values)
        {
            Assert.Empty(state.Callers);
            Assert.Empty(state.Index.Waiting);
            Assert.Empty(state.Index.ByCall);
            Assert.DoesNotContain(state.Due.Keys, due => due.Kind is > DueKind.Serve and not DueKind.Look);
            Assert.Equal(state.Counts.Joined, state.Places);
        }
    }
}
