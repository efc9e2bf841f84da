using System.Diagnostics;
using System.Globalization;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Calls;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Recordings;

/// <summary>Calls that are recorded at an edge of its own, kills of that edge, and at the end a verification, a changed byte, and a second one.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class RecordingRun(RecordingOptions options, TextWriter console)
{
    private const int AtOnce = 4;

    // Two whole chunks at least, and the kill anywhere within the next.
    private const int LeastTalk = 4_500;
    private const int MostTalk = 6_500;

    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly Random _random = new(options.Seed);

    /// <summary>Runs it.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<RecordingReport> RunAsync(CancellationToken ct)
    {
        Say("Starting a Standalone.");
        var (keeper, server) = await OwnStandalone.StartAsync([], ct);
        await using (keeper)
        {
            using var administration = await Administration.SignInAsync(server.Web, "admin@demo.test", "demo", ct);
            var most = (options.Calls + options.KillEdge - 1) / options.KillEdge;
            Say($"Making {2 * most} users.");
            var accounts = await administration.MakeAsync(2 * most, recorded: true, ct);
            var legs = new List<KilledCall>();
            for (var kill = 0; kill < options.KillEdge; kill++)
            {
                var calls = (options.Calls / options.KillEdge) + (kill < options.Calls % options.KillEdge ? 1 : 0);
                legs.AddRange(await KillAsync(keeper, server, administration, accounts[..(2 * calls)], kill, ct));
            }

            return await new RecordingProof(options, _random, Say).ProveAsync(keeper.DataPath, command => keeper.RunAsync(command, ct), legs, ct);
        }
    }

    private async Task<List<KilledCall>> KillAsync(OwnStandalone keeper, Server server, Administration administration, Account[] accounts, int round, CancellationToken ct)
    {
        var since = DateTimeOffset.UtcNow;
        var phones = new HubPhone[accounts.Length];
        var calls = new List<LabCall>();
        using var thread = new VoiceThread();
        DateTimeOffset killed;
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, phones.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
                phones[i] = await HubPhone.ConnectAsync(server.Web, accounts[i], stop));
            for (var i = 0; i < phones.Length; i += 2)
            {
                calls.Add(new TwoPartyCall((round * options.Calls) + i, LabState.Talking, phones[i], phones[i + 1], accounts[i + 1].Extension, thread));
            }

            await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, static async (call, _) => await call.SetUpAsync());
            await Task.Delay(_random.Next(LeastTalk, MostTalk), ct);
            Say(string.Create(CultureInfo.InvariantCulture, $"Kill {round + 1} of {options.KillEdge}, under {calls.Count} recorded calls."));
            killed = DateTimeOffset.UtcNow;
            await keeper.KillAsync();
        }
        finally
        {
            foreach (var call in calls)
            {
                await call.DisposeAsync();
            }

            foreach (var phone in phones)
            {
                await (phone?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
        }

        await keeper.RestartAsync(ct);
        return [.. (await SettledAsync(administration, since, calls.Count, ct)).Select(stored => new KilledCall(stored.Id, stored.State, killed - stored.StoredUntil))];
    }

    /// <summary>Waits until the recordings of a round are ended, and what the edge left on its disk is in the store: then they grow no more.</summary>
    private static async Task<IReadOnlyList<StoredCall>> SettledAsync(Administration administration, DateTimeOffset since, int count, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        IReadOnlyList<StoredCall> before = [];
        while (true)
        {
            await Task.Delay(Look, ct);
            var recordings = await administration.RecordingsAsync(since, ct);
            var grown = recordings.Count != before.Count || !recordings.Select(static r => r.StoredUntil).SequenceEqual(before.Select(static r => r.StoredUntil));
            if (recordings.Count == count && recordings.All(static recording => recording.EndedAt is not null) && !grown)
            {
                return recordings;
            }

            before = recordings;
            if (Stopwatch.GetElapsedTime(started) > SettleTime)
            {
                throw new InvalidOperationException($"{recordings.Count} of {count} recordings are in the catalogue, {recordings.Count(static r => r.EndedAt is not null)} of them ended, {SettleTime.TotalSeconds:0} s after the kill.");
            }
        }
    }

    private void Say(string line) => console.WriteLine(line);
}
