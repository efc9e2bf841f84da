using System.Diagnostics;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>Reads the books of the cluster over REST, once every call is in them or is not going to be.</summary>
/// <param name="administration">A supervisor's session.</param>
/// <param name="since">When the run began.</param>
internal sealed class LedgerReader(Administration administration, DateTimeOffset since)
{
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Waits for entries of all these numbers, and reads everything.</summary>
    public async Task<LedgerBooks> ReadAsync(IReadOnlySet<string> numbers, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        IReadOnlyList<LoggedEntry> entries;
        do
        {
            await Task.Delay(Look, ct);
            entries = await administration.PagesAsync<LoggedEntry>("call-log", since, ct);
        }
        while (!numbers.IsSubsetOf(entries.Select(static entry => entry.From)) && Stopwatch.GetElapsedTime(started) < Settles);

        return new LedgerBooks(
            entries, await administration.PagesAsync<LoggedLeg>("reports/legs", since, ct), await administration.PagesAsync<LoggedReport>("reports/calls", since, ct));
    }

    /// <summary>What is wrong with the numbers of some calls' events, as a person sees them.</summary>
    public async Task<IReadOnlyList<string>> GapsAsync(IEnumerable<string> calls, CancellationToken ct)
    {
        var gaps = new List<string>();
        foreach (var call in calls)
        {
            var events = await administration.EventsAsync(call, ct);
            if (!events.Select(static one => one.Number).SequenceEqual(Enumerable.Range(1, events.Count).Select(static number => (long)number)) || events is not [.., { Kind: "CallEnded" }])
            {
                gaps.Add($"{call}: {string.Join(' ', events.Select(static one => $"{one.Number}:{one.Kind}"))}");
            }
        }

        return gaps;
    }
}
