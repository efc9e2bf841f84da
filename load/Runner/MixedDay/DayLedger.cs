using System.Collections.Concurrent;
using RtcCluster.Load.Runner.Lab.Ledgers;

namespace RtcCluster.Load.Runner.MixedDay;

/// <summary>Every call that the generator made, held against the server's call log.</summary>
internal sealed class DayLedger
{
    // The hang-up is noted when it was asked for, the end when it was saved.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<DayCall> _calls = new();

    /// <summary>Every call, the warm-up's too.</summary>
    public IReadOnlyCollection<DayCall> Calls => _calls;

    /// <summary>A call is made.</summary>
    public DayCall Begin(string kind, string from, string to, DateTimeOffset due, bool counts)
    {
        var call = new DayCall(kind, from, to, due) { Counts = counts };
        _calls.Enqueue(call);
        return call;
    }

    /// <summary>What the log says otherwise, a sentence each.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyCollection<DayCall> calls, IReadOnlyCollection<LoggedEntry> log)
    {
        var differences = new List<string>();
        var entries = log.ToLookup(static entry => entry.Id, StringComparer.Ordinal);
        foreach (var call in calls)
        {
            if (call.Id.Length == 0)
            {
                if (call.Failure is null)
                {
                    differences.Add($"{call.Kind} call {call.From} to {call.To}: nobody told its id");
                }

                continue;
            }

            var found = entries[call.Id].ToList();
            if (found.Count != 1)
            {
                differences.Add($"{call.Kind} call {call.Id}: {found.Count} entries");
            }
            else if (found[0].From != call.From)
            {
                differences.Add($"{call.Kind} call {call.Id}: from {call.From}, logged {found[0].From}");
            }
            else if (call.Failure is null && !string.Equals(found[0].Result, "answered", StringComparison.OrdinalIgnoreCase))
            {
                differences.Add($"{call.Kind} call {call.Id}: answered, logged {found[0].Result}");
            }
            else if (call is { Failure: null, HungUpAt: { } hungUp } && (found[0].EndedAt is not { } ended || (ended - hungUp).Duration() > Tolerance))
            {
                differences.Add($"{call.Kind} call {call.Id}: hung up at {hungUp:HH:mm:ss.fff}, logged {found[0].EndedAt:HH:mm:ss.fff}");
            }
        }

        var known = calls.Select(static call => call.Id).ToHashSet(StringComparer.Ordinal);
        var failed = calls.Where(static call => call.Id.Length == 0).Select(static call => call.From).ToHashSet(StringComparer.Ordinal);
        differences.AddRange(log.Where(entry => !known.Contains(entry.Id) && !failed.Contains(entry.From)).Select(static entry => $"{entry.Id} from {entry.From} to {entry.To} is logged, and nobody made it"));
        return differences;
    }
}
