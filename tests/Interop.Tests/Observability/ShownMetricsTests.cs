using System.Text.RegularExpressions;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Processes;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Observability;

/// <summary>Dashboards, alerts and docs/metrics.md against /metrics of a process that carried a call and a call of a queue.</summary>
public sealed partial class ShownMetricsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    // What Prometheus adds to every sample, and what a histogram's buckets and our exporter have.
    private static readonly string[] Everywhere = ["instance", "job", "le", "otel_scope_name"];

    [Fact]
    public async Task WhatDashboardsAndAlertsRead_IsThere_ByTheLabelsThatTheyUse()
    {
        await using var server = await StandaloneServer.StartAsync();
        await CallAsync(server);
        await QueueCallAsync(server);
        var page = await Eventually.GetAsync("the calls and the queue in the metrics", Soon, () => ScrapeAsync(server), page => page.Contains("rtc_calls_ended_total{", StringComparison.Ordinal)
            && page.Contains("rtc_call_talk_seconds_count", StringComparison.Ordinal) && page.Contains("result=\"answered\"", StringComparison.Ordinal) && page.Contains("rtc_queue_agents{", StringComparison.Ordinal));

        var seen = Sample().Matches(page).GroupBy(sample => Bare(sample.Groups["name"].Value)).ToDictionary(
            group => group.Key, group => group.SelectMany(sample => Label().Matches(sample.Groups["labels"].Value).Select(label => label.Groups["label"].Value)).Except(Everywhere).ToHashSet(), StringComparer.Ordinal);
        var told = Row().Matches(await File.ReadAllTextAsync(Repository.At("docs", "metrics.md"), TestContext.Current.CancellationToken)).ToDictionary(
            row => row.Groups["name"].Value, row => row.Groups["labels"].Value.Split(['`', ',', ' '], StringSplitOptions.RemoveEmptyEntries).ToHashSet(), StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var (name, labels) in seen.Where(family => family.Key.StartsWith("rtc_", StringComparison.Ordinal) || family.Key.StartsWith("sip_", StringComparison.Ordinal)))
        {
            if (!told.TryGetValue(name, out var written) || !written.SetEquals(labels))
            {
                wrong.Add($"docs/metrics.md: {name} has the labels {string.Join(", ", labels)}");
            }
        }

        foreach (var query in QueryText.All())
        {
            var known = new HashSet<string>(Everywhere);
            foreach (var (metric, labels) in query.Selectors)
            {
                var name = Bare(metric);
                if (!told.ContainsKey(name))
                {
                    wrong.Add($"{query.From}: {metric} is not in docs/metrics.md");
                    continue;
                }

                HashSet<string> has = [.. seen.GetValueOrDefault(name, []), .. told[name], .. Everywhere];
                known.UnionWith(has);
                wrong.AddRange(labels.Where(label => !has.Contains(label)).Select(label => $"{query.From}: {metric} has no label {label}"));
            }

            wrong.AddRange(query.Groupings.Where(label => !known.Contains(label)).Select(label => $"{query.From}: nothing has a label {label}"));
            if (!query.Selectors.Any())
            {
                wrong.Add($"{query.From} reads nothing");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task PrometheusTakesTheRules()
    {
        var promtool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(promtool is null, "promtool is not installed (Debian: prometheus).");

        await using var check = RunningProcess.Start("promtool", promtool, ["check", "rules", QueryText.AlertFile], Repository.Root);

        Assert.True(await check.WaitForExitAsync(Soon) == 0, check.Tail());
    }

    private static async Task CallAsync(StandaloneServer server)
    {
        await using var alice = new TestPhone("1001", server.Addresses.SipUdp);
        await using var bob = new TestPhone("1002", server.Addresses.SipUdp);
        await using var aliceRtp = new RtpPort();
        await using var bobRtp = new RtpPort();
        await alice.RegisterAsync();
        await bob.RegisterAsync();
        var calling = alice.InviteAsync("1002", SdpText.Audio(aliceRtp.Local));
        var ringing = await bob.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(bobRtp.Local));
        var call = await calling;
        await Task.WhenAll(
            aliceRtp.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromSeconds(1)),
            bobRtp.SpeakAsync(1_000, ringing.RemoteRtp, TimeSpan.FromSeconds(1)));
        await call.HangUpAsync();
    }

    private static async Task QueueCallAsync(StandaloneServer server)
    {
        var web = server.Addresses.WebUrl;
        await using var alice = new TestPhone("1001", server.Addresses.SipUdp);
        await using var bob = new TestPhone("1002", server.Addresses.SipUdp);
        await using var rtp = new RtpPort();
        await alice.RegisterAsync();
        await bob.RegisterAsync();
        var agent = await Http.TokenAsync(web, "agent2@demo.test");
        Assert.Equal(200, (await Http.SendAsync(web, HttpMethod.Put, "api/v1/agents/agent2/state", agent, new { state = "ready" })).Status);
        var calling = alice.InviteAsync("2000", SdpText.Audio(rtp.Local), timeout: Soon);
        var ringing = await bob.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(rtp.Local));
        await (await calling).HangUpAsync();
    }

    private static async Task<string> ScrapeAsync(StandaloneServer server)
    {
        using var http = new HttpClient { BaseAddress = server.Addresses.WebUrl };
        return await http.GetStringAsync(new Uri("metrics", UriKind.Relative));
    }

    private static string Bare(string name) => Part().Replace(name, "");

    [GeneratedRegex(@"^(?<name>\w+)\{(?<labels>.*)\} ", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(?<label>\w+)=""")]
    private static partial Regex Label();

    [GeneratedRegex(@"(?<=(_seconds|_milliseconds|_mos|_batch))_(bucket|sum|count)$")]
    private static partial Regex Part();

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| \w+ \|(?<labels>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
