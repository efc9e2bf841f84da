using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace RtcCluster.Edge.Hub;

/// <summary>Spreads what has to be said again from time to time over that time: an edge with thousands of agents would otherwise do nothing else for a second each time.</summary>
internal static class RenewalTurns
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    /// <summary>Each second those whose turn it is; each comes once in <paramref name="seconds"/>, and later when whoever asks takes longer than a second for one turn.</summary>
    /// <param name="all">What is renewed; it may change meanwhile.</param>
    /// <param name="seconds">Turns.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Ends it.</param>
    public static async IAsyncEnumerable<List<TKey>> OfAsync<TKey, TValue>(ConcurrentDictionary<TKey, TValue> all, int seconds, TimeProvider time, [EnumeratorCancellation] CancellationToken ct)
        where TKey : notnull
    {
        using var timer = new PeriodicTimer(Turn, time);
        for (var turn = 0; await timer.WaitForNextTickAsync(ct); turn = (turn + 1) % seconds)
        {
            List<TKey> due = [];
            foreach (var (key, _) in all)
            {
                if ((uint)key.GetHashCode() % seconds == turn)
                {
                    due.Add(key);
                }
            }

            if (due.Count > 0)
            {
                yield return due;
            }
        }
    }
}
