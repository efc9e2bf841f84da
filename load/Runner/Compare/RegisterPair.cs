using System.Net;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>REGISTER, 401, REGISTER with digest, 200: our registrar with its store and in memory alone, Kamailio's in memory.</summary>
internal static class RegisterPair
{
    private const int Users = 1_000;
    private static readonly IPEndPoint Nobody = new(IPAddress.Loopback, 15_091);

    /// <summary>Runs it.</summary>
    public static async Task RunAsync(Bench bench, CancellationToken ct)
    {
        var durable = await OursAsync(bench, "durable", ct);
        var memory = await OursAsync(bench, "in memory", ct, "--Bench:RegistrationsInMemory", "true");
        var peer = await KamailioAsync(bench, ct);
        foreach (var (name, ours) in new[] { ("durable", durable), ("in memory alone", memory) })
        {
            bench.Add(new Finding("register", $"REGISTER with digest, {name}", "CPU-s per 1,000", ours.PerThousand, "Kamailio, usrloc in memory", peer?.PerThousand)
            {
                AtLeast = Goal.RatioAtMost(2), Aim = Goal.RatioAtMost(1), Note = Bench.Text($"{ours.Good} of {ours.Calls} at {ours.Rate:0}/s, cycle {ours.Time("1")}"), Flaw = SipPair.FlawOf(ours) ?? SipPair.FlawOf(peer),
            });
        }
    }

    private static async Task<SippFigures> OursAsync(Bench bench, string name, CancellationToken ct, params string[] more)
    {
        bench.Say($"Registrations at our Standalone, {name}.");
        var options = bench.Options;
        await using var server = await BenchServer.StartAsync(options.ServerProcessor, Nobody, Users, ct, more);
        var run = await RunAsync(bench, server.Sip, server.Id, static number => BenchServer.UserOf(number).Extension, name, options.WarmUp, ct);
        if (run.Good < run.Calls)
        {
            bench.Say($"  counters: {await server.CountersAsync(ct)}");
        }

        return run;
    }

    private static async Task<SippFigures?> KamailioAsync(Bench bench, CancellationToken ct)
    {
        if (!Kamailio.IsThere)
        {
            bench.Skip("Kamailio is not installed (apt-get install kamailio): nothing to compare registrations with.");
            return null;
        }

        bench.Say("Registrations at Kamailio.");
        await using var peer = await Kamailio.StartAsync(bench.Options.ServerProcessor, "kamailio-registrar.cfg", null, [], Directory.CreateDirectory(Path.Combine(bench.Folder, "registrar")).FullName);
        return await RunAsync(bench, Kamailio.Address, peer.Id, static number => BenchServer.UserOf(number).Extension, "peer", TimeSpan.FromSeconds(1), ct);
    }

    private static async Task<SippFigures> RunAsync(Bench bench, IPEndPoint target, int server, Func<int, string> account, string name, TimeSpan warmUp, CancellationToken ct)
    {
        var file = Path.Combine(bench.Folder, $"accounts-{name.Replace(' ', '-')}.csv");
        await File.WriteAllLinesAsync(file, ["SEQUENTIAL", .. Enumerable.Range(0, Users).Select(account).Select(static one => $"{one};[authentication username={one} password={BenchServer.Password}]")], ct);
        var sipp = new SippLoad(bench.Options.LoadProcessor, Directory.CreateDirectory(Path.Combine(bench.Folder, $"register-{name.Replace(' ', '-')}")).FullName);
        await sipp.RunAsync("register", target, bench.Options.RegisterRate / 2, warmUp, server, null, file, ct);
        var run = await sipp.RunAsync("register", target, bench.Options.RegisterRate, bench.Options.Length, server, null, file, ct);
        bench.Note(run.Use);
        return run;
    }
}
