using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>One run: pair by pair, in one go, on the same two processors.</summary>
internal sealed class CompareRun(CompareOptions options, TextWriter console)
{
    /// <summary>The pairs by name.</summary>
    public static IReadOnlyDictionary<string, Func<Bench, CancellationToken, Task>> Pairs { get; } = new Dictionary<string, Func<Bench, CancellationToken, Task>>(StringComparer.Ordinal)
    {
        ["sip"] = SipPair.RunAsync,
        ["register"] = RegisterPair.RunAsync,
        ["rtp"] = RtpPair.RunAsync,
        ["recording"] = RtpPair.RecordAsync,
        ["hub"] = HubPair.RunAsync,
        ["cluster"] = ClusterPair.RunAsync,
        ["memory"] = MemoryPair.RunAsync,
    };

    /// <summary>Runs it.</summary>
    public async Task<CompareReport> RunAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("rtc-compare-").FullName;
        try
        {
            Pinning.BindOwn(options.LoadProcessor);
            var bench = new Bench(options, folder, console);
            var before = Machine.LoadAverage;
            foreach (var pair in options.Only)
            {
                try
                {
                    await Pairs[pair](bench, ct);
                }
                catch (Exception e) when (e is InvalidOperationException or IOException or TimeoutException or HttpRequestException or HubException)
                {
                    // The other pairs are worth having all the same; the report says that this one is not there.
                    bench.Findings.Add(new Finding(pair, "did not come to its end", "", null, "", null) { Flaw = e.Message });
                    bench.Say($"  {pair}: {e.Message}");
                }
            }

            return new CompareReport
            {
                Surroundings = Surroundings.Now,
                LoadBefore = before,
                LoadAfter = Machine.LoadAverage,
                Others = bench.Others.Count == 0 ? 0 : bench.Others.Average(),
                MostOthers = bench.Others.Count == 0 ? 0 : bench.Others.Max(),
                IsBusy = bench.Others.Exists(others => others > options.Quiet),
                Findings = bench.Findings,
                Skipped = bench.Skipped,
                Settings = Settings(),
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What the runtime is told by the environment changes figures.
    private string Settings() => Bench.Text(
        $"server on processor {options.ServerProcessor}, load on {options.LoadProcessor}; {options.Length.TotalSeconds:0.#} s each, {options.WarmUp.TotalSeconds:0.#} s to warm up; {string.Join(' ', Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(static name => name.StartsWith("DOTNET_T", StringComparison.Ordinal) || name.StartsWith("DOTNET_GC", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Select(static name => $"{name}={Environment.GetEnvironmentVariable(name)}"))}");
}
