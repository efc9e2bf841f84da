using System.Diagnostics;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>One run: a cluster, people who call each other at a steady pace, processes that are killed and come back, and the books at the end.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class LedgerRun(LedgerOptions options, TextWriter console)
{
    private const int MostEvents = 500;

    // Seconds of a telephone that a call takes in the mean, and half as much again, so that it is free when it is needed.
    private const double UserSeconds = 5;
    private const double SleeperSeconds = 0.05 * 12;
    private const double AgentSeconds = 0.15 * 8;
    private const int ShortRing = 5;

    private static readonly TimeSpan Clears = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WrapUp = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs it.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<LedgerReport> RunAsync(CancellationToken ct)
    {
        Say($"Starting {options.Silos} silos and {options.Edges} edges.");
        await using var cluster = await OwnCluster.StartAsync(options.Silos, options.Edges, ct);
        try
        {
            var report = await RunAsync(cluster, ct);
            if (!report.Passed)
            {
                Keep(cluster);
            }

            return report;
        }
        catch
        {
            Keep(cluster);
            throw;
        }
    }

    private async Task<LedgerReport> RunAsync(OwnCluster cluster, CancellationToken ct)
    {
        var since = DateTimeOffset.UtcNow;
        using var administration = await Administration.SignInAsync(cluster.Edges[^1].Web, "admin@demo.test", "demo", ct);
        var rate = options.Calls / options.Duration.TotalSeconds;
        var (users, sleepers, agents) = (Enough(rate * UserSeconds, 6), Enough(rate * SleeperSeconds, 2), Enough(rate * AgentSeconds, 2));
        Say($"Making {users + sleepers + agents + 1} users and two queues.");
        var accounts = await administration.MakeAsync(users + sleepers + agents + 1, recorded: false, ct);
        var served = (await administration.MakeQueuesAsync(1, accounts[^agents..], WrapUp, ct))[0];
        var empty = await administration.MakeQueueAsync(1, accounts[users + sleepers], ct);
        await using var town = new LedgerTown(cluster);
        await administration.LeadTrunkAsync(town.Carrier, ct);
        var calls = new LedgerCalls(
            town, new Pool(await town.OpenAsync(accounts[..users], administration.Password, ct)), new Pool(await town.OpenAsync(accounts[users..(users + sleepers)], administration.Password, ct)), served, empty);
        foreach (var sleeper in accounts[users..(users + sleepers)])
        {
            await administration.RingForAsync(sleeper, ShortRing, ct);
        }

        await town.OpenAsync(accounts[^agents..], administration.Password, ct);
        foreach (var agent in accounts[^agents..])
        {
            await administration.WorkAsync(agent, ct);
        }

        Say($"{options.Calls} calls in {options.Duration.TotalSeconds:0} s.");
        var started = Stopwatch.GetTimestamp();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var killer = new LedgerKiller(cluster, town, options, console);
        var killing = killer.RunAsync(over.Token);
        await CallAsync(calls, ct);
        var took = Stopwatch.GetElapsedTime(started);
        await over.CancelAsync();
        await killing;
        return await CloseAsync(cluster, town, calls, killer, new LedgerReader(administration, since), took, ct);
    }

    private async Task CallAsync(LedgerCalls calls, CancellationToken ct)
    {
        var going = new List<Task>(options.Calls);
        var since = Stopwatch.GetTimestamp();
        foreach (var (number, plan) in CallPlan.Make(options.Calls, options.Seed).Index())
        {
            var due = (options.Duration * ((double)number / options.Calls)) - Stopwatch.GetElapsedTime(since);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, ct);
            }

            going.Add(calls.MakeAsync(plan, number, ct));
        }

        await Task.WhenAll(going);
    }

    private async Task<LedgerReport> CloseAsync(OwnCluster cluster, LedgerTown town, LedgerCalls calls, LedgerKiller killer, LedgerReader reader, TimeSpan took, CancellationToken ct)
    {
        Say("Reading the books.");
        var attempts = town.Attempts.ToList();
        var books = await reader.ReadAsync(attempts.Where(static attempt => !attempt.IsRefused).Select(static attempt => attempt.Number).ToHashSet(StringComparer.Ordinal), ct);
        var account = LedgerAccount.Of(attempts, books);
        var looked = books.Entries.Select(static entry => entry.Id).ToArray();
        new Random(options.Seed).Shuffle(looked);
        var gaps = await reader.GapsAsync(looked.Take(MostEvents), ct);
        var (code, said) = await cluster.AdministerAsync(["ledger", "verify", "--rebuild"], ct);
        var left = await LeftAsync(cluster, ct);
        return new LedgerReport(options)
        {
            Seed = options.Seed,
            Calls = options.Calls,
            Attempts = attempts.Count,
            Refused = attempts.Count(static attempt => attempt.IsRefused),
            GivenUp = calls.GivenUp,
            LostTheirEdge = attempts.Count(static attempt => attempt.LostItsEdge),
            Killed = killer.Killed,
            Spared = killer.Spared,
            EndedByThemselves = killer.EndedByThemselves,
            Seconds = Math.Round(took.TotalSeconds, 1),
            Kinds = attempts.Where(static attempt => !attempt.IsRefused).GroupBy(static attempt => attempt.Plan.Kind).OrderBy(static kind => kind.Key)
                .ToDictionary(static kind => kind.Key, kind => $"{kind.Count(LedgerAccount.IsAsPlanned)} of {kind.Count()}"),
            Missing = account.Missing,
            Duplicates = [.. account.Duplicates, .. town.Phones.Where(static phone => phone.Strangers > 0).Select(static phone => $"{phone.User} was called {phone.Strangers} times by nobody of ours")],
            Wrong = account.Wrong,
            Lost = account.Lost,
            NotTold = attempts.Count(static attempt => attempt.IsNotTold),
            Left = left,
            Gaps = gaps,
            DurationErrors = LedgerReport.Spread(account.Errors),
            Verification = said.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            IsVerified = code == 0,
        };
    }

    // A call's state goes when the history and every edge have confirmed.
    private static async Task<IReadOnlyList<string>> LeftAsync(OwnCluster cluster, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = await cluster.StatesAsync("call", ct);
            if (left.Count == 0 || Stopwatch.GetElapsedTime(since) > Clears)
            {
                return left;
            }

            await Task.Delay(Look, ct);
        }
    }

    private static int Enough(double wanted, int least) => Math.Clamp((int)Math.Ceiling(wanted), least, 240);

    private void Keep(OwnCluster cluster) => Say($"Logs and data of all processes are kept: {cluster.Keep()}");

    private void Say(string line) => console.WriteLine(line);
}
