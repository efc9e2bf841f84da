using System.Net.Http.Headers;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>Reports of calls that telephones really made, in a queue that no other test has.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ReportTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task OneCallThatWasAnswered_AndOneThatWasNot_AreInTheFigures()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var agent = await Http.TokenAsync(Web, "agent2@demo.test");
        var from = DateTimeOffset.UtcNow.ToString("O");
        try
        {
            var rules = new { name = "Figures", members = new[] { new { agent = "agent2" } }, wrapUp = new { time = "00:00:30" } };
            Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/figures", admin, rules)).Status);
            Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/lines/2097", admin, new { name = "Figures", kind = "queue", target = "figures", recording = "never", ringSeconds = 30, enabled = true })).Status);
            await StateAsync(agent, new { state = "ready" });

            await alice.DialAsync("2097");
            await bob.WaitForAsync("CALL_INCOMING", Soon);
            await bob.AcceptAsync();
            await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
            await Eventually.IsTrueAsync("agent2 to talk", Soon, async () => await StatusAsync(agent) == "onCall");
            await alice.HangUpAsync();
            await Eventually.IsTrueAsync("agent2 to wrap up", Soon, async () => await StatusAsync(agent) == "wrapUp");
            await StateAsync(agent, new { state = "loggedOut", force = true });

            await alice.DialAsync("2097");
            await Eventually.IsTrueAsync("the second caller in the queue", Soon, async () => (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/queues/figures", admin)).Body.GetProperty("callers").GetArrayLength() == 1);
            await alice.HangUpAsync();

            var rows = await Eventually.GetAsync("both calls in the report", Soon, () => SumAsync(admin, $"reports/queues?queue=figures&interval=day&from={Escaped(from)}"), sum => sum.GetValueOrDefault("offered") == 2 && sum["wrapUpSeconds"] > 0);
            Assert.Equal((1, 1, 1), (rows["handled"], rows["handledInTime"], rows["abandoned"] + rows["shortAbandoned"]));
            Assert.True(rows["talkSeconds"] > 0, $"talk {rows["talkSeconds"]}");
            var work = await Eventually.GetAsync("the agent's work", Soon, () => SumAsync(admin, $"reports/agents?agent=agent2&interval=15&from={Escaped(from)}"), sum => sum.GetValueOrDefault("handled") >= 1);
            Assert.True(work["handled"] >= 1 && work["loggedInSeconds"] > 0, $"handled {work["handled"]}, logged in {work["loggedInSeconds"]}");

            var calls = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/reports/calls?queue=figures&from={Escaped(from)}", admin)).Body.GetProperty("items");
            Assert.Equal(["answered agent2", "abandoned "], calls.EnumerateArray().Select(call => call.GetProperty("visits")[0]).Select(visit => $"{visit.GetProperty("outcome").GetString()} {visit.GetProperty("agent").GetString()}"));
            var legs = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/reports/legs?queue=figures&from={Escaped(from)}", admin)).Body.GetProperty("items");
            Assert.Equal(("agent", "agent2"), (legs[0].GetProperty("role").GetString(), legs[0].GetProperty("user").GetString()));
        }
        finally
        {
            await StateAsync(admin, new { state = "loggedOut", force = true });
            await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/lines/2097", admin);
            await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/figures", admin);
        }
    }

    [Theory]
    [InlineData("queues", "offered")]
    [InlineData("agents", "loggedInSeconds")]
    [InlineData("calls", "transfers")]
    [InlineData("legs", "role")]
    public async Task EveryReport_IsAFileOfItsOwn_Too(string report, string column)
    {
        using var http = new HttpClient { BaseAddress = Web };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Http.TokenAsync(Web, "supervisor@demo.test"));
        using var plain = new HttpRequestMessage(HttpMethod.Get, $"api/v1/reports/{report}");
        plain.Headers.Accept.ParseAdd("text/csv");

        using var byHeader = await http.SendAsync(plain, TestContext.Current.CancellationToken);
        using var byQuery = await http.GetAsync(new Uri($"api/v1/reports/{report}?format=csv&separator=%3B&bom=true", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((200, "text/csv"), ((int)byHeader.StatusCode, byHeader.Content.Headers.ContentType?.MediaType));
        Assert.Contains(column, (await byHeader.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n")[0].Split(','));
        var bytes = await byQuery.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Contains(column, System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n")[0].Split(';'));
        Assert.StartsWith($"attachment; filename=\"{report}-", byQuery.Content.Headers.ContentDisposition?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("interval=20", "interval")]
    [InlineData("zone=Mars/Olympus", "zone")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from")]
    [InlineData("from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "400 days")]
    [InlineData("queue=..%2Fother", "queue")]
    [InlineData("agent=a%00", "agent")]
    [InlineData("separator=x", "separator")]
    [InlineData("format=xlsx", "format")]
    [InlineData("cursor=nonsense", "cursor")]
    public async Task WhatCannotBeReported_IsRefusedByName(string query, string named)
    {
        var (status, problem) = await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/reports/queues?{query}", await Http.TokenAsync(Web, "supervisor@demo.test"));

        Assert.Equal((400, "invalid"), (status, Http.Code(problem)));
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, double>> SumAsync(string token, string path)
    {
        var (status, body) = await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/{path}", token);
        Assert.Equal(200, status);
        return body.GetProperty("items").EnumerateArray().SelectMany(row => row.EnumerateObject()).Where(figure => figure.Value.ValueKind == JsonValueKind.Number)
            .GroupBy(figure => figure.Name).ToDictionary(figure => figure.Key, figure => figure.Sum(one => one.Value.GetDouble()));
    }

    private async Task StateAsync(string token, object change) =>
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/agents/agent2/state", token, change)).Status);

    private async Task<string?> StatusAsync(string token) => (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/agents/agent2", token)).Body.GetProperty("status").GetString();

    private static string Escaped(string text) => Uri.EscapeDataString(text);
}
