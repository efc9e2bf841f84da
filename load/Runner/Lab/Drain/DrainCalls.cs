using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary>The calls of a run: made, watched, and compared with the call log.</summary>
/// <param name="calls">All of them.</param>
/// <param name="administration">Asks for the log.</param>
internal sealed class DrainCalls(IReadOnlyList<IDrainedCall> calls, Administration administration)
{
    private const int AtOnce = 4;

    /// <summary>Makes users, and calls in their states.</summary>
    /// <param name="options">How many of which.</param>
    /// <param name="administration">Makes users, queues and rooms.</param>
    /// <param name="at">Edges that calls begin at; they go round them, from the first.</param>
    /// <param name="edges">All edges.</param>
    /// <param name="thread">Who speaks and hears.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<DrainCalls> MakeAsync(DrainOptions options, Administration administration, IReadOnlyList<ClusterNode> at, IReadOnlyList<ClusterNode> edges, VoiceThread thread, CancellationToken ct)
    {
        var states = options.Calls.SelectMany(static kind => Enumerable.Repeat(kind.Key, kind.Value)).ToList();
        var people = states.Select(People).ToList();
        var accounts = await administration.MakeAsync(people.Sum(), recorded: false, ct);
        var calls = new List<IDrainedCall>();
        var first = 0;
        for (var i = 0; i < states.Count; i++)
        {
            var number = i;
            var edge = at[i % at.Count];
            var (of, begin) = (people[i], first);
            if (states[i] == DrainState.Browser)
            {
                calls.Add(new BrowserCall(i, new Page((i << 4) + 1, accounts[first], edge, edges, thread), new Page((i << 4) + 2, accounts[first + 1], edge, edges, thread)));
                first += of;
                continue;
            }

            var phones = Enumerable.Range(0, of).Select(j => new Telephone((number << 4) + j, accounts[begin + j], administration.Password, At(states[number], j, edge, edges).Sip!, thread)).ToList();
            calls.Add(new TelephoneCall(i, states[i], phones, await DialledAsync(administration, i, states[i], accounts[first + of - 1], ct)));
            first += of;
        }

        var made = new DrainCalls(calls, administration);
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, static async (call, _) => await call.SetUpAsync());
        await Task.WhenAll(calls.Select(static call => call.WatchAsync()));
        return made;
    }

    /// <summary>What people do meanwhile.</summary>
    public Task<string?[]> ActAsync() => Task.WhenAll(calls.Select(static call => call.ActAsync()));

    /// <summary>All hear what they are to hear, and leave.</summary>
    /// <param name="failures">Of what they did meanwhile.</param>
    public Task<DrainOutcome[]> FinishAsync(string?[] failures) => Task.WhenAll(calls.Select((call, i) => call.FinishAsync(failures[i])));

    /// <summary>Where the call log tells something else: each call has one entry, and none was lost or shut down.</summary>
    public Task<IReadOnlyList<string>> CompareAsync(IReadOnlyList<DrainOutcome> outcomes, CancellationToken ct) =>
        LedgerCheck.AgreeAsync(administration, log => Differences(outcomes, log), ct);

    private static List<string> Differences(IReadOnlyList<DrainOutcome> outcomes, IReadOnlyList<LoggedCall> log)
    {
        var entries = log.ToLookup(static entry => entry.Id);
        return
        [
            .. outcomes.SelectMany(static outcome => outcome.Calls.Select(call => (outcome.State, Call: call)))
                .Select(call => (call.State, call.Call, Found: entries[call.Call].ToList()))
                .Where(static call => call.Found.Count != 1 || call.Found[0].Result is not { } result || !IsFine(result))
                .Select(static call => $"{call.State} {call.Call}: {(call.Found.Count == 1 ? $"logged as {call.Found[0].Result}" : $"{call.Found.Count} entries")}"),
        ];
    }

    private static bool IsFine(string result) => result.ToLowerInvariant() is "answered" or "abandoned" or "cancelled";

    private static int People(DrainState state) => state switch
    {
        DrainState.Queued => 1,
        DrainState.Conference => 3,
        _ => 2,
    };

    // The last one of a conference comes in at another edge.
    private static ClusterNode At(DrainState state, int member, ClusterNode edge, IReadOnlyList<ClusterNode> edges) =>
        state == DrainState.Conference && member == 2 ? edges[^1] : edge;

    private static async Task<string> DialledAsync(Administration administration, int number, DrainState state, Account last, CancellationToken ct) => state switch
    {
        DrainState.Queued => await administration.MakeQueueAsync(number, last, ct),
        DrainState.Conference => await administration.MakeRoomAsync(number, ct),
        _ => last.Extension,
    };
}
