using System.Diagnostics;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Edges;

namespace RtcCluster.Load.Runner.Lab.Recordings;

/// <summary>What is stored of calls whose edge was killed, and that went on at another one.</summary>
internal static class MovedRecordings
{
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>Waits until of each call both takes are stored and signed for, and the catalogue says as much. The killed edge has been started again: what was on its disk is its to bring.</summary>
    /// <param name="administration">Who may read the catalogue.</param>
    /// <param name="store">The folder of the blob store.</param>
    /// <param name="since">When the first of the calls may have begun.</param>
    /// <param name="killedAt">When the edge was killed.</param>
    /// <param name="outcomes">The calls, all recorded.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<List<KilledCall>> SettledAsync(Administration administration, string store, DateTimeOffset since, DateTimeOffset killedAt, IReadOnlyList<EdgeOutcome> outcomes, CancellationToken ct)
    {
        foreach (var outcome in outcomes.Where(static outcome => outcome.Lost is not null))
        {
            throw new CallFailedException($"{outcome.Kind} {outcome.Call} was lost {outcome.Lost}: nothing can be said of its recording.");
        }

        var started = Stopwatch.GetTimestamp();
        var hungUp = outcomes.Max(static outcome => outcome.HungUpAt);
        while (true)
        {
            await Task.Delay(Look, ct);
            var recordings = await administration.RecordingsAsync(since, ct);
            var takes = StoredTake.ReadAll(store).GroupBy(static take => take.Recording).ToDictionary(static of => of.Key, static of => of.ToList());
            var found = recordings.Where(recording => Of(recording, outcomes) is not null && recording is { EndedAt: not null } && takes.GetValueOrDefault(Key(recording)) is [{ End: "Interrupted" }, .., { End: "Closed" }]).ToList();
            if (found.Count == outcomes.Count)
            {
                return [.. found.Select(recording => new KilledCall(recording.Id, recording.State, Missing(takes[Key(recording)], killedAt, Of(recording, outcomes)!.HungUpAt)))];
            }

            if (Stopwatch.GetElapsedTime(started) > SettleTime)
            {
                throw new InvalidOperationException(
                    $"{found.Count} of {outcomes.Count} recordings have their takes signed for, {recordings.Count} are in the catalogue, {recordings.Count(static r => r.EndedAt is not null)} of them ended, {(DateTimeOffset.UtcNow - hungUp).TotalSeconds:0} s after their end.");
            }
        }
    }

    private static string Key(StoredCall recording) => recording.Id.Contains('/', StringComparison.Ordinal) ? recording.Id : $"demo/{recording.Id}";

    private static EdgeOutcome? Of(StoredCall recording, IReadOnlyList<EdgeOutcome> outcomes) =>
        outcomes.FirstOrDefault(outcome => outcome.Call.Length > 0 && Key(recording).StartsWith($"demo/{outcome.Call[(outcome.Call.IndexOf('/', StringComparison.Ordinal) + 1)..]}-", StringComparison.Ordinal));

    /// <summary>What is missing before the kill, or at the end, where all of it was only late: whichever is more.</summary>
    private static TimeSpan Missing(List<StoredTake> takes, DateTimeOffset killedAt, DateTimeOffset hungUpAt)
    {
        var (before, after) = (killedAt - takes[0].EndedAt, hungUpAt - takes[^1].EndedAt);
        return before > after ? before : after;
    }
}
