using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Edge.Hub;
using Xunit;

namespace RtcCluster.Edge.Tests.Hub;

/// <summary>What is renewed comes once in its time, and not all at once.</summary>
public sealed class RenewalTurnsTests
{
    private const int Seconds = 45;
    private const int Keys = 5_000;

    [Fact]
    public async Task EachComesOnceInItsTime_AndNoSecondHasMuchMoreThanItsShare()
    {
        var all = new ConcurrentDictionary<int, string>(Enumerable.Range(0, Keys).Select(static key => KeyValuePair.Create(key, "")));
        var time = new FakeTimeProvider();
        await using var turns = RenewalTurns.OfAsync(all, Seconds, time, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var came = new List<int>();
        for (var second = 0; second < Seconds; second++)
        {
            Assert.True(await NextAsync(turns, time));
            Assert.InRange(turns.Current.Count, 1, (Keys / Seconds) + 1);
            came.AddRange(turns.Current);
        }

        Assert.Equal(Enumerable.Range(0, Keys), came.Order());

        // And again from the first.
        Assert.True(await NextAsync(turns, time));
        Assert.Equal(0, turns.Current.Min());
    }

    [Fact]
    public async Task WhatIsGoneComesNoMore_AndWhatIsNewComesInItsTurn()
    {
        var all = new ConcurrentDictionary<int, string>([KeyValuePair.Create(0, ""), KeyValuePair.Create(1, "")]);
        var time = new FakeTimeProvider();
        await using var turns = RenewalTurns.OfAsync(all, Seconds, time, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await NextAsync(turns, time));
        Assert.Equal([0], turns.Current);

        Assert.True(all.TryRemove(1, out _));
        all[1 + Seconds] = "";
        all[2] = "";

        Assert.True(await NextAsync(turns, time));
        Assert.Equal([1 + Seconds], turns.Current);
        Assert.True(await NextAsync(turns, time));
        Assert.Equal([2], turns.Current);
    }

    private static ValueTask<bool> NextAsync(IAsyncEnumerator<List<int>> turns, FakeTimeProvider time)
    {
        // It waits for the second before the second passes.
        var next = turns.MoveNextAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        return next;
    }
}
