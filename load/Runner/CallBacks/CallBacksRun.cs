using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.CallBacks;

/// <summary>One run: a Standalone, a trunk, a queue, agents, people who call, deaths of the server at moments that the seed chooses, and the account at the end.</summary>
internal sealed class CallBacksRun(CallBacksOptions options, TextWriter console)
{
    private const string Queue = "load-back";
    private const int SipPort = 5_060;
    private const int MostWarmUp = 24;
    private const int WarmUpShare = 5;

    // Callers come at twice the rate at which agents serve them, so that there is a queue to keep a place in.
    private const double Rush = 2;

    private static readonly TimeSpan PerCall = TimeSpan.FromMilliseconds(600); // ring, answer, hang up
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100); // more than retryAfter

    private readonly ConcurrentDictionary<long, QueueDecision> _decisions = new();
    private readonly Random _random = new(options.Seed);
    private readonly List<int> _killed = [];
    private TaskCompletionSource _serverIsThere = new();
    private Cost? _server;
    private double _serverSeconds;
    private int _serverProcess;
    private int _ended;

    /// <summary>Runs it.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<CallBacksReport> RunAsync(CancellationToken ct)
    {
        Say("Starting a Standalone.");
        var (own, server) = await OwnStandalone.StartAsync(["--Outbound:CallsPerUserAndHour", "100000"], ct);
        await using var keeper = own;
        _serverProcess = server.ProcessId!.Value;
        _serverIsThere.SetResult();
        using var administration = await Administration.SignInAsync(server.Web, "admin@demo.test", "demo", ct);
        var accounts = await administration.MakeAsync(options.Agents, recorded: false, ct);
        var queue = await administration.MakeCallBackQueueAsync(Queue, accounts, ct);

        var warmUp = Math.Min(MostWarmUp, options.Callers / WarmUpShare);
        var people = Enumerable.Range(0, warmUp + options.Callers).ToDictionary(NumberOf, i => new Person(NumberOf(i), i >= warmUp && _random.NextDouble() < options.Take));
        var (outside, inside) = (Neighbour(own.Address, 78), Neighbour(own.Address, 79));
        var sip = new IPEndPoint(own.Address, SipPort);
        await using var crowd = new Crowd(outside, sip, people.Values, options.Seed, () => _serverIsThere.Task, () => administration.QueueAsync(Queue, ct));
        await administration.LeadTrunkAsync(crowd.Carrier.Local, ct);
        var desks = accounts.Select(account => new Desk(inside, sip, account, administration.Password, options.Talk, people.GetValueOrDefault)).ToList();
        try
        {
            foreach (var (desk, account) in desks.Zip(accounts))
            {
                await desk.RegisterAsync();
                await administration.WorkAsync(account, ct);
            }

            var all = people.Values.ToList();
            Say($"{warmUp} callers first, so that the queue knows how long a call takes; then {options.Callers}, {all.Count(static person => person.Takes)} of whom will press 1.");
            await ArriveAsync(crowd, all[..warmUp], queue, 1 / Rush, ct);
            var since = PhoneClock.Now;
            var generator = new Cost([]);
            _server = new Cost([_serverProcess]);
            await LiveAsync(own, crowd, desks, administration, all[warmUp..], queue, ct);
            var took = TimeSpan.FromTicks(PhoneClock.Now - since);
            return new CallBacksReport(options, CallBackVerdict.Of(all[warmUp..], _decisions.Values, options.Agents, crowd.Strangers), all[warmUp..], _killed, own.FailedStarts + _ended, took, _serverSeconds + (_server.Until().Server ?? 0), generator.Until().Generator);
        }
        finally
        {
            foreach (var desk in desks)
            {
                await desk.DisposeAsync();
            }
        }
    }

    private async Task LiveAsync(OwnStandalone own, Crowd crowd, List<Desk> desks, Administration administration, List<Person> people, string queue, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var calling = ArriveAsync(crowd, people, queue, Rush, over.Token);
        var deaths = new Queue<double>(Enumerable.Range(0, options.Kills).Select(i => 0.05 + (0.85 * (i + _random.NextDouble()) / options.Kills)));
        var (seen, at) = (0, PhoneClock.Now);
        while (PhoneClock.Now - at < Patience.Ticks)
        {
            await Task.Delay(Look, ct);
            var served = people.Count(static person => person.IsServed);
            (seen, at) = served > seen ? (served, PhoneClock.Now) : (seen, at);
            Keep(await administration.DecisionsAsync(Queue, ct));
            if (own.ExitCode is { } code)
            {
                _ended++;
                Say($"The server has ended by itself with code {code}. It said last: {own.LastWords}");
                await BeginAnewAsync(own, crowd, desks, ct);
                at = PhoneClock.Now;
            }
            else if (deaths.Count > 0 && served >= deaths.Peek() * people.Count)
            {
                deaths.Dequeue();
                await Task.Delay(_random.Next(500), ct);
                await DieAsync(own, crowd, desks, served, ct);
                at = PhoneClock.Now;
            }
            else if (calling.IsCompleted && await administration.QueueAsync(Queue, ct) is { Callers.Count: 0 })
            {
                break;
            }
        }

        Keep(await administration.DecisionsAsync(Queue, ct));
        await over.CancelAsync();
        await calling.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private async Task DieAsync(OwnStandalone own, Crowd crowd, List<Desk> desks, int served, CancellationToken ct)
    {
        _killed.Add(served);
        _serverSeconds += _server?.Until().Server ?? 0;
        Say($"Killing the server (pid {_serverProcess}) after {served} were served.");
        await own.KillAsync();
        await BeginAnewAsync(own, crowd, desks, ct);
    }

    private async Task BeginAnewAsync(OwnStandalone own, Crowd crowd, List<Desk> desks, CancellationToken ct)
    {
        _serverIsThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // What it has said is still read.
        await Task.Delay(OnItsWay, ct);
        crowd.CutAll();
        desks.ForEach(static desk => desk.CutAll());
        _serverProcess = (await own.RestartAsync(ct)).ProcessId!.Value;
        _server = new Cost([_serverProcess]);
        Say("It is there again.");
        _serverIsThere.SetResult();
    }

    private async Task ArriveAsync(Crowd crowd, List<Person> people, string queue, double rush, CancellationToken ct)
    {
        var between = (options.Talk + PerCall) / options.Agents / rush;
        var calls = new List<Task>();
        foreach (var person in people)
        {
            await _serverIsThere.Task.WaitAsync(ct);
            calls.Add(crowd.CallAsync(person, queue, ct));
            await Task.Delay(between, ct);
        }

        await Task.WhenAll(calls);
    }

    private void Keep(IReadOnlyList<QueueDecision>? decisions)
    {
        foreach (var decision in decisions ?? [])
        {
            _decisions[decision.Offer] = decision;
        }
    }

    private static string NumberOf(int i) => string.Create(CultureInfo.InvariantCulture, $"+57310{i:0000000}");

    private static IPAddress Neighbour(IPAddress address, byte second) => new([127, second, .. address.GetAddressBytes()[2..]]);

    private void Say(string line) => console.WriteLine(line);
}
