using System.Diagnostics;
using System.Globalization;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Lab.StoreOutage;

/// <summary>What an outage has left behind.</summary>
internal static class Aftermath
{
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Processes that have ended, or are not ready again in time.</summary>
    public static async Task<IReadOnlyList<string>> GoneAsync(OwnCluster cluster, CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = ReadyTime };
        var gone = new List<string>();
        foreach (var node in cluster.Silos.Concat(cluster.Edges))
        {
            var since = Stopwatch.GetTimestamp();
            while (await ProblemAsync(http, node, ct) is { } problem)
            {
                if (Stopwatch.GetElapsedTime(since) > ReadyTime)
                {
                    gone.Add($"{node.Name} {problem}");
                    break;
                }

                await Task.Delay(Look, ct);
            }
        }

        return gone;
    }

    /// <summary>Where the call log, once it has been written, tells something else than the parties.</summary>
    public static Task<IReadOnlyList<string>> CompareAsync(Administration administration, IReadOnlyList<LabOutcome> outcomes, IReadOnlyList<string> through, CancellationToken ct)
    {
        return LedgerCheck.AgreeAsync(
            administration,
            log =>
            [
                .. LedgerCheck.Differences(outcomes, log),
                .. log.GroupBy(static entry => entry.Id).Where(static call => call.Count() > 1).Select(static call => $"{call.Key} has {call.Count()} entries"),
                .. through.Except(log.Select(static entry => entry.Id)).Select(static call => $"{call}, which was made meanwhile, has no entry"),
            ],
            ct);
    }

    /// <summary>Calls that go on although everybody has left.</summary>
    public static async Task<int> StuckAsync(Administration administration, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var live = await administration.LiveCallsAsync(ct);
            if (live == 0 || Stopwatch.GetElapsedTime(since) > LogTime)
            {
                return live;
            }

            await Task.Delay(Look, ct);
        }
    }

    private static async Task<string?> ProblemAsync(HttpClient http, ClusterNode node, CancellationToken ct)
    {
        if (ProcessUse.Of(node.ProcessId) is null)
        {
            return "has ended";
        }

        try
        {
            using var answer = await http.GetAsync(new Uri(node.Web, "healthz/ready"), ct);
            return answer.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"is not ready: {(int)answer.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            return $"does not answer: {e.Message}";
        }
    }
}
