using System.Diagnostics;
using System.Globalization;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Edges;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Recordings;

/// <summary>
/// Recorded calls of browsers and telephones at an edge that is killed: they go on at another one, and end while the blob store is away. Then the store comes back, and the edge is started again. At the end the
/// same verification as after the run with a Standalone.
/// </summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class ClusterRecordingRun(RecordingOptions options, TextWriter console)
{
    private const int AtOnce = 4;
    private const int LeastTalk = 4_500;
    private const int MostTalk = 6_500;

    // By then the calls have sound at the other edge; they talk on for as long again, and hang up while the store is away.
    private static readonly TimeSpan Move = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Stays = TimeSpan.FromSeconds(15);

    private readonly Random _random = new(options.Seed);

    /// <summary>Runs it.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<RecordingReport> RunAsync(CancellationToken ct)
    {
        Say($"Starting a silo and {options.Edges} edges.");
        await using var cluster = await OwnCluster.StartAsync(1, options.Edges, ct);
        var silo = new NodeLaunch(cluster.Silos[0]);
        var shared = silo.Variable("Data__SharedPath");
        var (victim, living) = (cluster.Edges[0], cluster.Edges[1]);
        using var administration = await Administration.SignInAsync(living.Web, "admin@demo.test", "demo", ct);
        var most = (options.Calls + options.KillEdge - 1) / options.KillEdge;
        Say($"Making {2 * most} users.");
        var accounts = await administration.MakeAsync(2 * most, recorded: true, ct);
        var killed = new List<KilledCall>();
        for (var kill = 0; kill < options.KillEdge; kill++)
        {
            var calls = (options.Calls / options.KillEdge) + (kill < options.Calls % options.KillEdge ? 1 : 0);
            var round = new Round(kill, accounts[..(2 * calls)], administration, victim, living, Path.Combine(shared, "blobs"));
            victim = await KillAsync(round, killed, ct);
        }

        string[] settings = ["--Database:Provider", "PostgreSql", "--Database:ConnectionString", silo.Variable("Database__ConnectionString"), "--Data:SharedPath", shared, "--Data:Path", Path.Combine(shared, "verify")];
        return await new RecordingProof(options, _random, Say).ProveAsync(Path.GetDirectoryName(shared)!, command => OwnStandalone.AdministerAsync([.. command, .. settings], shared, ct), killed, ct);
    }

    private async Task<ClusterNode> KillAsync(Round round, List<KilledCall> killed, CancellationToken ct)
    {
        var since = DateTimeOffset.UtcNow;
        var pairs = round.Accounts.Length / 2;
        var phones = new HubPhone?[round.Accounts.Length];
        using var thread = new VoiceThread();
        try
        {
            // Every second pair is one of browsers, the caller at the edge that dies.
            await Parallel.ForEachAsync(Enumerable.Range(0, phones.Length).Where(static i => i / 2 % 2 == 0), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
                phones[i] = await HubPhone.ConnectAsync((i % 2 == 0 ? round.Victim : round.Living).Web, round.Accounts[i], stop));
            List<MovingCall> calls = [.. Enumerable.Range(0, pairs).Select(i => Pair(round, phones, i, thread))];
            await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, static async (call, _) => await call.SetUpAsync());
            await Task.Delay(_random.Next(LeastTalk, MostTalk), ct);
            var launch = new NodeLaunch(round.Victim);
            Say(string.Create(CultureInfo.InvariantCulture, $"Kill {round.Number + 1} of {options.KillEdge}: {round.Victim.Name}, under {calls.Count} recorded calls."));
            var killedAt = DateTimeOffset.UtcNow;
            await OwnCluster.KillAsync(round.Victim);
            var surviving = calls.Select(call => call.SurviveAsync(round.Living, Stopwatch.GetTimestamp(), Stays, new Random(_random.Next()))).ToList();
            await AwayAsync(round.Store, ct);
            var outcomes = await Task.WhenAll(surviving);
            Say($"Starting {round.Victim.Name} again.");
            var victim = await launch.StartAsync(ct);
            killed.AddRange(await MovedRecordings.SettledAsync(round.Administration, round.Store, since, killedAt, outcomes, ct));
            return victim;
        }
        finally
        {
            foreach (var phone in phones)
            {
                await (phone?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
        }
    }

    private MovingCall Pair(Round round, HubPhone?[] phones, int i, VoiceThread thread) => phones[2 * i] is { } caller
        ? new BrowserPair((round.Number * options.Calls) + i, caller, phones[(2 * i) + 1]!, thread)
        : new TelephonePair((round.Number * options.Calls) + i, round.Accounts[2 * i], round.Accounts[(2 * i) + 1], round.Administration.Password, PhonePlace.Beside(MovingKind.SipOwn, round.Victim.Sip!), thread);

    // The folder lies elsewhere, and where it was a file is in the way: nothing can be written.
    private async Task AwayAsync(string store, CancellationToken ct)
    {
        if (options.Outage == TimeSpan.Zero)
        {
            return;
        }

        await Task.Delay(Move, ct);
        Say(string.Create(CultureInfo.InvariantCulture, $"The blob store is away for {options.Outage.TotalSeconds:0} s."));
        Directory.Move(store, store + ".away");
        await File.WriteAllTextAsync(store, "", ct);
        try
        {
            await Task.Delay(options.Outage, ct);
        }
        finally
        {
            File.Delete(store);
            Directory.Move(store + ".away", store);
        }
    }

    private void Say(string line) => console.WriteLine(line);

    /// <summary>A kill, and whose calls are under it.</summary>
    private sealed record Round(int Number, Account[] Accounts, Administration Administration, ClusterNode Victim, ClusterNode Living, string Store);
}
