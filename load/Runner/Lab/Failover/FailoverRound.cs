using System.Diagnostics;
using System.Text.Json.Serialization;

namespace RtcCluster.Load.Runner.Lab.Failover;

/// <summary>What callers and agents saw in one round, held against what a queue promises. Knows nothing of the server but the order of its decisions.</summary>
internal sealed record FailoverRound
{
    /// <summary>An order to stop ringing may be on its way for so long before two telephones ring at once.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(1);

    /// <summary>Chooses what happened.</summary>
    public required int Seed { get; init; }

    /// <summary>The processes that were killed.</summary>
    public required IReadOnlyList<string> Killed { get; init; }

    /// <summary>Callers.</summary>
    public required int Callers { get; init; }

    /// <summary>Why callers were lost, a sentence each.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Callers who rang at, or talked with, two agents at once, and agents at whom two calls rang at once.</summary>
    public required IReadOnlyList<string> Doubles { get; init; }

    /// <summary>Decisions that offered a place before one that had waited longer, and callers who were overtaken by more than there are agents.</summary>
    public required int OrderViolations { get; init; }

    /// <summary>Agents who got none of the last calls, of which there is one for each.</summary>
    public required IReadOnlyList<string> StuckAgents { get; init; }

    /// <summary>The longest time in which no telephone rang although callers waited, seconds.</summary>
    public required double WorstResume { get; init; }

    /// <summary>Times that dialling was refused and tried again.</summary>
    public required int Refusals { get; init; }

    /// <summary>Whether the queue kept all of its promises.</summary>
    [JsonIgnore]
    public bool IsClean => Lost.Count == 0 && Doubles.Count == 0 && OrderViolations == 0 && StuckAgents.Count == 0;

    /// <summary>Callers at two agents at once, agents with two calls at once.</summary>
    public static IReadOnlyList<string> DoublesOf(IReadOnlyCollection<Ring> rings) =>
    [
        .. rings.Where(static ring => ring.ConnectedAt is not null).GroupBy(static ring => ring.Call).Where(static call => call.Count() > 1)
            .Select(static call => $"{call.Key} talked with {string.Join(" and ", call.Select(static ring => ring.Agent))}"),
        .. Overlaps(rings.GroupBy(static ring => ring.Call)).Select(static pair => $"{pair.First.Call} rang at {pair.First.Agent} and {pair.Second.Agent}"),
        .. Overlaps(rings.GroupBy(static ring => ring.Agent)).Select(static pair => $"{pair.First.Agent} had {pair.First.Call} and {pair.Second.Call}"),
    ];

    /// <summary>Callers who rang somewhere although more people than there are agents were surely before them: had been taken in before they even dialled, and had not rung.</summary>
    public static int OvertakenBy(IReadOnlyCollection<Visit> visits, IReadOnlyCollection<Ring> rings, int agents)
    {
        var first = rings.GroupBy(static ring => ring.Call).ToDictionary(static call => call.Key, static call => call.Min(static ring => ring.RangAt));
        return visits.Count(visit => first.TryGetValue(visit.Call, out var rang)
            && visits.Count(other => other.JoinedAt < visit.DialledAt && !(first.TryGetValue(other.Call, out var before) && before <= rang)) >= agents);
    }

    /// <summary>The longest time without a ring while somebody waited, in seconds.</summary>
    public static double LongestPause(IReadOnlyCollection<Visit> visits, IReadOnlyCollection<Ring> rings)
    {
        var times = rings.Select(static ring => ring.RangAt).Order().ToList();
        var longest = TimeSpan.Zero;
        for (var i = 1; i < times.Count; i++)
        {
            // Nobody may have waited for a part of it: it counts from when somebody had joined.
            var (from, until) = (times[i - 1], times[i]);
            var waiting = visits.Where(visit => visit.JoinedAt < until && rings.All(ring => ring.Call != visit.Call || ring.RangAt >= until)).Select(static visit => visit.JoinedAt!.Value).DefaultIfEmpty(until).Min();
            var pause = Stopwatch.GetElapsedTime(Math.Max(from, waiting), until);
            longest = pause > longest ? pause : longest;
        }

        return longest.TotalSeconds;
    }

    private static IEnumerable<(Ring First, Ring Second)> Overlaps(IEnumerable<IEnumerable<Ring>> groups)
    {
        var tolerance = OnItsWay.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond;
        foreach (var group in groups)
        {
            var rings = group.OrderBy(static ring => ring.RangAt).ToList();
            for (var i = 1; i < rings.Count; i++)
            {
                if (rings[i - 1].OverAt == long.MaxValue || rings[i - 1].OverAt - tolerance > rings[i].RangAt)
                {
                    yield return (rings[i - 1], rings[i]);
                }
            }
        }
    }
}
