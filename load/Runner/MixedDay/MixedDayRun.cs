using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.Load.Runner.Acd;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Ledgers;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Telephones;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.MixedDay;

/// <summary>One run: a Standalone, queues with agents at the hub, a carrier whose customers call, telephones that register and call each other, voices; by the clock, whatever becomes of it.</summary>
internal sealed class MixedDayRun(MixedDayOptions options, TextWriter console)
{
    private static readonly IPAddress Outside = IPAddress.Parse("127.78.20.1");
    private static readonly IPAddress Inside = IPAddress.Parse("127.79.20.1");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Registers = TimeSpan.FromSeconds(60);
    private const double Lateness = 0.1; // seconds that a call may begin after it was due before the generator is called slow

    private readonly DayLedger _ledger = new();
    private readonly ConcurrentDictionary<string, QueuedCall> _calls = new(StringComparer.Ordinal);
    private readonly AcdFigures _figures = new();
    private readonly List<DaySecond> _seconds = [];
    private readonly ConcurrentQueue<double> _setUps = new();
    private readonly ConcurrentDictionary<int, int> _errors = new();
    private int _active;
    private int _begun;
    private int _numbers;
    private int _registrations;
    private int _refusedRegistrations;
    private int _late;

    /// <summary>Runs it.</summary>
    public async Task<MixedDayReport> RunAsync(CancellationToken ct)
    {
        Say("Starting a Standalone.");
        // The bench is on for its counters alone; its tenant has nobody.
        var (own, server) = await OwnStandalone.StartAsync(
            ["--Bench:Enabled", "true", "--Bench:Users", "0", "--Bench:Source", "127.78.20.9", "--Sip:Domain", "demo.test", "--Media:SilenceTimeout", "06:00:00", "--Media:HeldTimeout", "12:00:00"], ct, options.Processor);
        await using var _ = own;
        using var administration = await Administration.SignInAsync(server.Web, "admin@demo.test", "demo", ct);
        var sip = new IPEndPoint(own.Address, 5_060);
        await using var carrier = new SipEndpoint(Outside, sip, null, static call => call.Reject(404));
        await administration.LeadTrunkAsync(carrier.Local, ct);
        Say($"Making {options.Agents} agents, {options.Queues} queues and {options.Telephones} telephones.");
        var accounts = await administration.MakeAsync(options.Agents + options.Telephones, recorded: false, ct);
        var lines = await administration.MakeQueuesAsync(options.Queues, [.. accounts.Take(options.Agents)], options.WrapUp, ct);
        var agents = new HubPhone?[options.Agents];
        var phones = new List<DayPhone>();
        using var voices = new Voices();
        try
        {
            await using var supervisor = await HubPhone.ConnectAsync(server.Web, administration.Account, ct);
            var board = new BoardWatch(supervisor, _figures);
            await supervisor.WatchBoardAsync();
            await Parallel.ForEachAsync(Enumerable.Range(0, agents.Length), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (i, stop) => agents[i] = await HubPhone.ConnectAsync(server.Web, accounts[i], stop));
            foreach (var account in accounts.Skip(options.Agents))
            {
                phones.Add(new DayPhone(Inside, sip, account.Extension, administration.Password));
                await phones[^1].RegisterAsync(ct);
            }

            using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var working = agents.Select(phone => new SimulatedAgent(phone!, _calls, new ConcurrentDictionary<string, Ring>(StringComparer.Ordinal), _figures, BrowserOffer.OfNobody)).ToList();
            var work = Task.WhenAll([.. working.Select(agent => agent.RunAsync(over.Token)), KeepRegisteredAsync(phones, over.Token)]);
            await Parallel.ForEachAsync(working, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, static async (agent, _) => await agent.BeginAsync());
            await board.UntilAvailableAsync(options.Agents, ReadyTime, ct);
            var spoken = await SpeakAsync(voices, phones, ct);
            var report = await DayAsync(server, administration, carrier, phones, lines, voices, spoken, ct);
            await over.CancelAsync();
            await work;
            return report;
        }
        finally
        {
            foreach (var phone in phones)
            {
                await phone.DisposeAsync();
            }

            await Parallel.ForEachAsync(agents, CancellationToken.None, static async (phone, _) =>
            {
                if (phone is not null)
                {
                    await phone.DisposeAsync();
                }
            });
        }
    }

    private async Task<MixedDayReport> DayAsync(
        Server server, Administration administration, SipEndpoint carrier, IReadOnlyList<DayPhone> phones, string[] lines, Voices voices, List<(DayCall Call, SipCall Leg)> spoken, CancellationToken ct)
    {
        var since = DateTimeOffset.UtcNow;
        Say(string.Create(CultureInfo.InvariantCulture, $"{options.Rate:0.##} calls a second: {options.WarmUp.TotalSeconds:0} s to warm up, then {options.Length.TotalSeconds:0} s that count."));
        await BurstAsync(carrier, phones, lines, options.WarmUp, counts: false, ct);
        _errors.Clear();
        var cost = new Cost(server.Processes);
        var started = Stopwatch.GetTimestamp();
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = WatchAsync(server, voices, started, watching.Token);
        var (sentBefore, heardBefore) = voices.Total;
        await BurstAsync(carrier, phones, lines, options.Length, counts: true, ct);
        var took = Stopwatch.GetElapsedTime(started);
        var (serverSeconds, ownSeconds) = cost.Until();
        await watching.CancelAsync();
        await watch;
        foreach (var (call, leg) in spoken)
        {
            call.HungUpAt = DateTimeOffset.UtcNow;
            leg.HangUp();
        }

        var (sent, heard) = voices.Total;
        var differences = await CompareAsync(administration, since - TimeSpan.FromMinutes(5), ct);
        var calls = _ledger.Calls.Where(static call => call.Counts).ToList();
        return new MixedDayReport
        {
            Surroundings = Surroundings.Now,
            Options = options,
            Took = took.TotalSeconds,
            Calls = calls.Count,
            Failed = calls.Count(static call => call.Failure is not null),
            FailedInWarmUp = _ledger.Calls.Count(static call => !call.Counts && call.Failure is not null),
            Failures = calls.Where(static call => call.Failure is not null).GroupBy(static call => $"{call.Kind}: {call.Failure}").ToDictionary(static group => group.Key, static group => group.Count()),
            Kinds = calls.GroupBy(static call => call.Kind).ToDictionary(static group => group.Key, static group => group.Count()),
            SetUps = calls.GroupBy(static call => call.Kind).ToDictionary(static group => group.Key, static group => MixedDayReport.TimesOf(group)),
            Registrations = _registrations,
            RefusedRegistrations = _refusedRegistrations,
            Late = _late,
            VoicePackets = sent - sentBefore,
            VoiceLost = Math.Max(0, sent - sentBefore - (heard - heardBefore) - options.Voices),
            ServerSeconds = serverSeconds ?? 0,
            GeneratorSeconds = ownSeconds,
            Differences = differences,
            Entries = _entries,
            Seconds = _seconds,
        };
    }

    private int _entries;

    // An open loop with the gaps of people who do not know of each other (exponential, by a seed): set-up counts from when a call was due.
    private async Task BurstAsync(SipEndpoint carrier, IReadOnlyList<DayPhone> phones, string[] lines, TimeSpan length, bool counts, CancellationToken ct)
    {
        var random = new Random(options.Seed + (counts ? 1 : 0));
        var calls = new List<Task>();
        var free = new ConcurrentQueue<DayPhone>(phones.Skip(options.Voices * 2));
        var began = Stopwatch.GetTimestamp();
        var utc = DateTimeOffset.UtcNow;
        for (var due = Gap(random); due < length; due += Gap(random))
        {
            var wait = due - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, ct);
            }
            else if (counts && wait < -TimeSpan.FromSeconds(Lateness))
            {
                _late++;
            }

            Interlocked.Increment(ref _begun);
            calls.Add(random.NextDouble() < options.Inside && free.TryDequeue(out var from)
                ? InsideAsync(from, free, utc + due, counts)
                : QueueAsync(carrier, lines[random.Next(lines.Length)], utc + due, counts));
        }

        await Task.WhenAll(calls);
    }

    private TimeSpan Gap(Random random) => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / options.Rate);

    private async Task QueueAsync(SipEndpoint carrier, string line, DateTimeOffset due, bool counts)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"+57310{Interlocked.Increment(ref _numbers):0000000}");
        var call = _ledger.Begin("queue", number, line, due, counts);
        await MakeAsync(call, () => carrier.Dial(line, number), async leg =>
        {
            call.Id = leg.Name;
            var queued = _calls.GetOrAdd(leg.Name, static _ => new QueuedCall());
            await queued.Answered.WaitAsync(Patience);
            _calls.TryRemove(leg.Name, out _);
        });
    }

    private async Task InsideAsync(DayPhone from, ConcurrentQueue<DayPhone> free, DateTimeOffset due, bool counts)
    {
        if (!free.TryDequeue(out var to))
        {
            free.Enqueue(from);
            to = from;
        }

        var call = _ledger.Begin("inside", from.Extension, to.Extension, due, counts);
        await MakeAsync(call, () => from.Phone.Dial(to.Extension, from.Extension), leg =>
        {
            call.Id = leg.Name;
            return Task.CompletedTask;
        });
        free.Enqueue(from);
        if (to != from)
        {
            free.Enqueue(to);
        }
    }

    private async Task MakeAsync(DayCall call, Func<SipCall> dial, Func<SipCall, Task> taken)
    {
        Interlocked.Increment(ref _active);
        var leg = dial();
        try
        {
            if (!await leg.Up.WaitAsync(Patience))
            {
                var end = await leg.Ended;
                call.Id = leg.Name;
                call.Code = end.Code;
                throw new CallFailedException(string.Create(CultureInfo.InvariantCulture, $"refused with {end.Code}"));
            }

            await taken(leg);
            call.SetUp = DateTimeOffset.UtcNow - call.Due;
            _setUps.Enqueue(call.SetUp.Value.TotalMilliseconds);
            if (await Task.WhenAny(leg.Ended, Task.Delay(options.Talk)) == leg.Ended)
            {
                throw new CallFailedException("the server ended it");
            }

            call.HungUpAt = DateTimeOffset.UtcNow;
            leg.HangUp();
            await leg.Ended.WaitAsync(Patience);
        }
        catch (Exception e) when (e is CallFailedException or TimeoutException)
        {
            call.Failure = e is TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message;
            _errors.AddOrUpdate(call.Code, 1, static (_, count) => count + 1);
            leg.HangUp();
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    private async Task<List<(DayCall Call, SipCall Leg)>> SpeakAsync(Voices voices, List<DayPhone> phones, CancellationToken ct)
    {
        var spoken = new List<(DayCall, SipCall)>();
        for (var i = 0; i < options.Voices; i++)
        {
            var (from, to) = (phones[2 * i], phones[(2 * i) + 1]);
            var (speaks, hears, begin) = voices.Open(Inside);
            to.Sdp = CallSdp.Of(hears);
            var call = _ledger.Begin("voice", from.Extension, to.Extension, DateTimeOffset.UtcNow, counts: false);
            var leg = from.Phone.Dial(to.Extension, from.Extension, CallSdp.Of(speaks));
            if (!await leg.Up.WaitAsync(Patience, ct) || leg.Media is not { } media)
            {
                throw new InvalidOperationException($"A call to listen to did not come about: {(leg.Ended.IsCompleted ? (await leg.Ended).Code : 0)}.");
            }

            call.Id = leg.Name;
            begin(media);
            spoken.Add((call, leg));
        }

        voices.Start();
        return spoken;
    }

    private async Task KeepRegisteredAsync(List<DayPhone> phones, CancellationToken over)
    {
        // Each once in the time, so many apart: as telephones come that were not switched on at once.
        try
        {
            using var timer = new PeriodicTimer(Registers / Math.Max(1, phones.Count));
            for (var next = 0; await timer.WaitForNextTickAsync(over); next++)
            {
                try
                {
                    await phones[next % phones.Count].RegisterAsync(over);
                    _registrations++;
                }
                catch (Exception e) when (e is InvalidOperationException or TimeoutException)
                {
                    _refusedRegistrations++;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The day is over.
        }
    }

    private async Task WatchAsync(Server server, Voices voices, long started, CancellationToken over)
    {
        using var http = new HttpClient { BaseAddress = server.Web };
        var (begun, cpu, pause, at) = (Volatile.Read(ref _begun), ProcessUse.Of(server.ProcessId!.Value)?.ProcessorSeconds ?? 0, await PauseAsync(http), Stopwatch.GetTimestamp());
        voices.Take();
        try
        {
            using var timer = new PeriodicTimer(Second);
            while (await timer.WaitForNextTickAsync(over))
            {
                var use = ProcessUse.Of(server.ProcessId!.Value);
                var (nowBegun, nowPause, elapsed) = (Volatile.Read(ref _begun), await PauseAsync(http), Stopwatch.GetElapsedTime(at).TotalSeconds);
                at = Stopwatch.GetTimestamp();
                var (loss, mos) = voices.Take();
                var times = new List<double>();
                while (_setUps.TryDequeue(out var time))
                {
                    times.Add(time);
                }

                times.Sort();
                _seconds.Add(new DaySecond
                {
                    At = Stopwatch.GetElapsedTime(started).TotalSeconds,
                    Begun = (nowBegun - begun) / elapsed,
                    Active = Volatile.Read(ref _active) + options.Voices,
                    SetUp = times.Count == 0 ? 0 : times[(int)(0.99 * (times.Count - 1))],
                    Mos = mos,
                    Loss = loss,
                    Processors = ((use?.ProcessorSeconds ?? cpu) - cpu) / elapsed,
                    Memory = use?.ResidentMegabytes ?? 0,
                    Pause = nowPause - pause,
                    Errors = _errors.ToDictionary(),
                });
                (begun, cpu, pause) = (nowBegun, use?.ProcessorSeconds ?? cpu, nowPause);
                if (_seconds.Count % 10 == 0)
                {
                    var last = _seconds[^1];
                    Say(string.Create(CultureInfo.InvariantCulture, $"{last.At,5:0} s  {last.Begun:0.0} calls/s, {last.Active:0} active, set-up p99 {last.SetUp:0} ms, MOS {last.Mos:0.00}, server {last.Processors:0.00} cores, {last.Memory:0} MB; failed {_errors.Values.Sum()}"));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The day is over.
        }
    }

    private static async Task<double> PauseAsync(HttpClient http)
    {
        try
        {
            return (await http.GetFromJsonAsync<JsonElement>(new Uri("bench/counters", UriKind.Relative))).GetProperty("pauseMilliseconds").GetDouble();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return 0;
        }
    }

    private async Task<IReadOnlyList<string>> CompareAsync(Administration administration, DateTimeOffset since, CancellationToken ct)
    {
        for (var begun = Stopwatch.GetTimestamp(); ; await Task.Delay(Second, ct))
        {
            var entries = await administration.PagesAsync<LoggedEntry>("call-log", since, ct);
            _entries = entries.Count;
            var differences = DayLedger.Differences(_ledger.Calls, entries);
            if (differences.Count == 0 || Stopwatch.GetElapsedTime(begun) > LogTime)
            {
                return differences;
            }
        }
    }

    private void Say(string line) => console.WriteLine(line);
}
