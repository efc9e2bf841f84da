using System.Net;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>Resident memory of our Standalone after few calls and after many.</summary>
internal static class MemoryPair
{
    private const int Share = 100;

    // Before that many a process still compiles better code and fills its pools: growth that ends.
    private const int LeastFew = 10_000;

    /// <summary>Runs it.</summary>
    public static async Task RunAsync(Bench bench, CancellationToken ct)
    {
        var options = bench.Options;
        var target = new IPEndPoint(IPAddress.Loopback, 15_093);
        var sipp = new SippLoad(options.LoadProcessor, Directory.CreateDirectory(Path.Combine(bench.Folder, "memory")).FullName);
        await using var answering = await sipp.AnswerAsync(target);
        await using var server = await BenchServer.StartAsync(options.ServerProcessor, target, 0, ct);
        var few = Math.Min(Math.Max(LeastFew, options.MemoryCalls / Share), options.MemoryCalls / 2);
        bench.Say($"Memory after {few} and {options.MemoryCalls} calls.");
        await CallAsync(few);
        await server.SettleAsync(ct);
        var before = await server.HeldMegabytesAsync(ct);
        var run = await CallAsync(options.MemoryCalls - few);
        await server.SettleAsync(ct);
        var after = await server.HeldMegabytesAsync(ct);
        bench.Note(run.Use);
        bench.Add(new Finding("memory", $"resident memory after {options.MemoryCalls} calls and a collection", "MB", after, $"the same after {few}", before)
        {
            AtLeast = Goal.RatioAtMost(1.2), Aim = Goal.RatioAtMost(1.05), Note = Bench.Text($"{run.Good} of {run.Calls} good at {run.Rate:0}/s"), Flaw = SipPair.FlawOf(run),
        });

        Task<SippFigures> CallAsync(int calls) => sipp.RunAsync("call", server.Sip, options.CallRate, TimeSpan.FromSeconds(calls / options.CallRate), server.Id, answering, null, ct);
    }
}
