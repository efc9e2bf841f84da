using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Hub;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>Agents at the phone hub against bare connections to a hub of the same process: memory each, and what it costs to tell all of them something.</summary>
internal static class HubPair
{
    private const int SettleUsers = 200;
    private const double DeliveriesPerSecond = 8_000;
    private const double Kilobytes = 1_024;
    private const int AtOnce = 8;
    private static readonly IPEndPoint Nobody = new(IPAddress.Loopback, 15_092);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    /// <summary>Runs it.</summary>
    public static async Task RunAsync(Bench bench, CancellationToken ct)
    {
        var raw = await RawAsync(bench, ct);
        var agents = await AgentsAsync(bench, ct);
        var count = bench.Options.Agents;
        bench.Add(new Finding("hub", $"memory of a connected agent with presence, {count} of them", "KiB each", agents.KibibytesEach, "bare SignalR connection", raw.KibibytesEach)
        {
            AtLeast = Goal.AtMost(50), Aim = Goal.AtMost(32), Note = "growth of resident memory, each time after a collection",
        });
        bench.Add(new Finding("hub", $"presence told to {count} agents", "µs CPU each", agents.MicrosecondsEach, "bare SignalR broadcast", raw.MicrosecondsEach)
        {
            AtLeast = Goal.RatioAtMost(1.2), Aim = Goal.RatioAtMost(0.7), Note = Bench.Text($"{agents.Told} and {raw.Told} deliveries, of {agents.Due} and {raw.Due}"),
            Flaw = agents.Told < agents.Due * 0.99 || raw.Told < raw.Due * 0.99 ? "not everybody was told" : null,
        });
    }

    private static async Task<Cost> RawAsync(Bench bench, CancellationToken ct)
    {
        bench.Say($"{bench.Options.Agents} bare connections.");
        await using var server = await BenchServer.StartAsync(bench.Options.ServerProcessor, Nobody, 0, ct);
        var told = 0;
        var connections = new HubConnection[bench.Options.Agents + SettleUsers];
        async Task ConnectAsync(int i)
        {
            connections[i] = new HubConnectionBuilder()
                .WithUrl(new Uri(server.Server.Web, "hub/bench"), static options => (options.Transports, options.SkipNegotiation) = (HttpTransportType.WebSockets, true))
                .AddMessagePackProtocol().WithKeepAliveInterval(KeepAlive).Build();
            connections[i].On<long>("b", _ => Interlocked.Increment(ref told));
            await connections[i].StartAsync(ct);
        }

        try
        {
            var memory = await GrowthAsync(bench, server, ConnectAsync, ct);
            return await TellAsync(bench, server.Id, connections.Length, () => Volatile.Read(ref told), number => connections[0].InvokeAsync("All", (long)number, ct), ct) with { KibibytesEach = memory };
        }
        finally
        {
            await CloseAsync(connections);
        }
    }

    private static async Task<Cost> AgentsAsync(Bench bench, CancellationToken ct)
    {
        var total = bench.Options.Agents + SettleUsers;
        bench.Say($"{bench.Options.Agents} agents at the phone hub.");
        await using var server = await BenchServer.StartAsync(bench.Options.ServerProcessor, Nobody, total, ct);
        using var administration = await Administration.SignInAsync(server.Server.Web, BenchServer.EmailOf("admin"), BenchServer.Password, ct);
        // Signing in is dear on purpose, and is not what is measured.
        var accounts = new Account[total];
        await Parallel.ForEachAsync(Enumerable.Range(0, total), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (i, stop) =>
        {
            var (name, extension) = BenchServer.UserOf(i);
            accounts[i] = await administration.SignInUserAsync(name, extension, BenchServer.EmailOf(name), BenchServer.Password, stop);
        });
        var told = 0;
        var phones = new HubPhone[total];
        async Task ConnectAsync(int i)
        {
            phones[i] = await HubPhone.ConnectAsync(server.Server.Web, accounts[i], ct);
            phones[i].PresenceTold += cards => Interlocked.Add(ref told, cards.Length);
            await phones[i].WatchAsync(accounts[0].Name);
        }

        try
        {
            var memory = await GrowthAsync(bench, server, ConnectAsync, ct);
            return await TellAsync(
                bench, server.Id, total, () => Volatile.Read(ref told), number => phones[0].SetPresenceAsync(number % 2 == 0 ? PresenceStatus.Busy : PresenceStatus.Available), ct) with { KibibytesEach = memory };
        }
        finally
        {
            await CloseAsync(phones);
        }
    }

    // The first ones pay for what all of them use: code that is compiled once more when it has run thirty times, tables that grow.
    private static async Task<double> GrowthAsync(Bench bench, BenchServer server, Func<int, Task> connect, CancellationToken ct)
    {
        for (var i = 0; i < SettleUsers; i++)
        {
            await connect(i);
        }

        await Task.Delay(Settle, ct);
        var before = await server.HeldMegabytesAsync(ct);
        await Parallel.ForEachAsync(
            Enumerable.Range(SettleUsers, bench.Options.Agents), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, _) => await connect(i));
        await Task.Delay(Settle, ct);
        return (await server.HeldMegabytesAsync(ct) - before) * Kilobytes / bench.Options.Agents;
    }

    // What the process does of itself is taken away, and is looked at afterwards: before, code that has just become hot is still being compiled.
    private static async Task<Cost> TellAsync(Bench bench, int server, int listeners, Func<int> told, Func<int, Task> tell, CancellationToken ct)
    {
        var perSecondTold = DeliveriesPerSecond / listeners;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecondTold));
        var number = 0;
        async Task TellForAsync(TimeSpan length)
        {
            // Counted on: what is told to be as it is already is told to nobody.
            var tells = (int)(length.TotalSeconds * perSecondTold);
            for (var i = 0; i < tells && await timer.WaitForNextTickAsync(ct); i++)
            {
                await tell(number++);
            }

            await Task.Delay(Settle, ct);
        }

        await TellForAsync(bench.Options.WarmUp / 2);
        var before = told();
        var spent = new Spent(server);
        await TellForAsync(bench.Options.Length);
        var use = spent.Until();
        bench.Note(use);
        var count = told() - before;
        var idle = new Spent(server);
        await Task.Delay(bench.Options.Length, ct);
        var perSecond = idle.Until() is var rest ? rest.Server / rest.Wall : 0;
        var total = (int)(bench.Options.Length.TotalSeconds * perSecondTold);
        return new Cost(0, count == 0 ? double.NaN : Math.Max(0, use.Server - (perSecond * use.Wall)) * 1e6 / count, count, total * listeners);
    }

    private static Task CloseAsync<T>(IEnumerable<T?> all)
        where T : class, IAsyncDisposable => Parallel.ForEachAsync(all, static async (one, _) =>
        {
            if (one is not null)
            {
                await one.DisposeAsync();
            }
        });

    private sealed record Cost(double KibibytesEach, double MicrosecondsEach, int Told, int Due);
}
