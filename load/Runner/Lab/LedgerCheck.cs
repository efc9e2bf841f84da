using System.Diagnostics;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Lab;

/// <summary>The agents' own account of the calls against the cluster's call log.</summary>
internal static class LedgerCheck
{
    /// <summary>What both may differ by: the hang-up is noted when an agent asked for it, the end when it was saved.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>An entry is written a moment after its call has ended; what is missing by then is missing.</summary>
    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads the call log until nothing is missing in it, or for as long as it may take; what does not fit then, a sentence each.</summary>
    /// <param name="administration">Who may read it.</param>
    /// <param name="differences">What does not fit.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IReadOnlyList<string>> AgreeAsync(Administration administration, Func<IReadOnlyList<LoggedCall>, IReadOnlyList<string>> differences, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var found = differences(await administration.CallLogAsync(ct));
            if (found.Count == 0 || Stopwatch.GetElapsedTime(since) > LogTime)
            {
                return found;
            }

            await Task.Delay(Look, ct);
        }
    }

    /// <summary>What does not fit, a sentence each; empty when the log tells what the agents tell, of every call once.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<LabOutcome> outcomes, IReadOnlyList<LoggedCall> log)
    {
        var differences = new List<string>();
        var entries = log.ToLookup(static entry => entry.Id);
        foreach (var outcome in outcomes)
        {
            differences.AddRange(outcome.Others.Select(other => (Call: other, Count: entries[other].Count())).Where(static other => other.Count != 1)
                .Select(other => $"{outcome.State} {outcome.Call}: its {other.Call} has {other.Count} entries"));
        }

        foreach (var outcome in outcomes.Where(static outcome => outcome.Call.Length > 0))
        {
            var found = entries[outcome.Call].ToList();
            if (found.Count != 1)
            {
                differences.Add($"{outcome.State} {outcome.Call} has {found.Count} entries");
            }
            else if (outcome.Lost is null && !string.Equals(found[0].Result, "answered", StringComparison.OrdinalIgnoreCase))
            {
                differences.Add($"{outcome.State} {outcome.Call} is logged as {found[0].Result}");
            }
            else if (outcome.Lost is null && (found[0].EndedAt is not { } ended || (ended - outcome.HungUpAt).Duration() > Tolerance))
            {
                differences.Add($"{outcome.State} {outcome.Call} was hung up at {outcome.HungUpAt:HH:mm:ss.fff} and is logged as ended at {found[0].EndedAt:HH:mm:ss.fff}");
            }
        }

        return differences;
    }
}
