using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Sipp;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Queues;

/// <summary>Virtual hold with real telephones: press 1, be hung up on, and be called back by an agent.</summary>
[Collection(ClusterCollection.Name)]
public sealed class CallBackTests(ClusterFixture cluster)
{
    private const string CarrierAddress = "127.0.0.3";
    private const int CarrierPort = 5080;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task TheCallerPresses1_IsHungUpOn_AndIsCalledBackByTheAgent()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var since = DateTimeOffset.UtcNow;
        try
        {
            await OpenAsync(admin, "backs", "2096");
            await WaitAndPressAsync(alice, "2096");
            var kept = await CallersAsync(admin, "backs", 1);
            Assert.Equal((true, "waiting", "1001"), (kept[0].GetProperty("callback").GetBoolean(), kept[0].GetProperty("phase").GetString(), kept[0].GetProperty("number").GetString()));
            Assert.Equal(JsonValueKind.Null, kept[0].GetProperty("call").ValueKind);

            Assert.Equal(200, (await StateAsync(admin, new { state = "ready" })).Status);
            await bob.WaitForAsync("CALL_INCOMING", Soon);
            await bob.AcceptAsync();
            await alice.WaitForAsync("CALL_INCOMING", Soon);
            await alice.AcceptAsync();
            await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
            await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
            await alice.HangUpAsync();
            await bob.WaitForAsync("CALL_CLOSED", Soon);
            await CallersAsync(admin, "backs", 0);

            Assert.True(bob.Heard().Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(2), $"bob heard {bob.Heard()}");
            Assert.True(alice.Heard().Heard(TonePhones.BobTone) > TimeSpan.FromSeconds(2), $"alice heard {alice.Heard()}");
            var entries = await cluster.Admin.WaitForCallLogAsync("both calls", item => item.BeganAfter(since) && item.EndedAt is not null, Soon, count: 2);
            Assert.Equal(["1001>2096 cancelled", "1002>1001 answered"], entries.Select(entry => $"{entry.From}>{entry.To} {entry.Result?.ToLowerInvariant()}").Order());
            var row = await Eventually.GetAsync(
                "the caller in the report", Soon, () => RowAsync(admin, "backs", since), row => row.ValueKind == JsonValueKind.Object && row.GetProperty("offered").GetInt32() == 1);
            Assert.Equal((1, 0, 0), (row.GetProperty("callBacks").GetInt32(), row.GetProperty("abandoned").GetInt32(), row.GetProperty("sentAway").GetInt32()));
            var counts = (await GetAsync(admin, "api/v1/queues/backs")).GetProperty("statistics");
            Assert.Equal((1, 1), (counts.GetProperty("callbacksAsked").GetInt32(), counts.GetProperty("callbacksReached").GetInt32()));
        }
        finally
        {
            await CloseAsync(admin, "backs", "2096");
        }
    }

    [Fact]
    public async Task ACallerFromOutside_Presses1_AndTheirNumberIsCalledThroughTheTrunk()
    {
        const string Outside = "+573009990042";
        const string OutsidePattern = "%2B57300999*";
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var since = DateTimeOffset.UtcNow;
        try
        {
            await OpenAsync(admin, "outbacks", "2094");
            var trunk = new { peers = new[] { new { host = CarrierAddress, port = CarrierPort } }, acceptFrom = new[] { CarrierAddress }, optionsSeconds = 0 };
            Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/trunks/outbacks", admin, trunk)).Status);
            var line = new { name = "Call backs", kind = "trunkOut", target = "outbacks", recording = "never", ringSeconds = 30, enabled = true };
            Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/lines/" + OutsidePattern, admin, line)).Status);

            var asked = await SippRun.RunAsync(OfCarrier("trunk_in_call_back") with { Remote = cluster.Udp, Service = "2094", Keys = new Dictionary<string, string> { ["caller"] = Outside } });
            Assert.True(asked.IsClean(1), asked.ToString());
            Assert.Equal(Outside, (await CallersAsync(admin, "outbacks", 1))[0].GetProperty("number").GetString());

            await using var carrier = await SippRun.StartAsync(OfCarrier("carrier") with { Calls = 0 });
            Assert.Equal(200, (await StateAsync(admin, new { state = "ready" })).Status);
            await bob.WaitForAsync("CALL_INCOMING", Soon);
            await bob.AcceptAsync();
            await Eventually.GetAsync(
                "the call to outside", Soon, () => GetAsync(admin, "api/v1/calls"),
                calls => calls.GetProperty("items").EnumerateArray().Any(call => call.GetProperty("dialled").GetString() == Outside && call.GetProperty("answeredAt").ValueKind != JsonValueKind.Null));
            await bob.HangUpAsync();
            await CallersAsync(admin, "outbacks", 0);

            var called = await carrier.StopAsync();
            Assert.True(called is { Failed: 0, Successful: 1 }, $"carrier: {called}");
            var entries = await cluster.Admin.WaitForCallLogAsync(
                "both calls", item => item.BeganAfter(since) && item.EndedAt is not null && (item.From == Outside || item.To == Outside), Soon, count: 2);
            Assert.Equal([$"{Outside}>2094 cancelled", $"1002>{Outside} answered"], entries.Select(entry => $"{entry.From}>{entry.To} {entry.Result?.ToLowerInvariant()}").Order());
            var row = await Eventually.GetAsync(
                "the call back in the report", Soon, () => RowAsync(admin, "outbacks", since), row => row.ValueKind == JsonValueKind.Object && row.GetProperty("calledBack").GetInt32() == 1);
            Assert.Equal((1, 1, true), (row.GetProperty("offered").GetInt32(), row.GetProperty("callBacks").GetInt32(), row.GetProperty("talkSeconds").GetDouble() > 0));
        }
        finally
        {
            await CloseAsync(admin, "outbacks", "2094");
            await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/lines/" + OutsidePattern, admin);
            await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/trunks/outbacks", admin);
        }
    }

    [Fact]
    public async Task ASupervisorTakesACallerOut_WhoIsNotCalledThen_AndItIsInTheAuditTrail()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        var (admin, supervisor) = (await Http.TokenAsync(Web, "admin@demo.test"), await Http.TokenAsync(Web, "supervisor@demo.test"));
        try
        {
            await OpenAsync(admin, "unbacks", "2095");
            await WaitAndPressAsync(alice, "2095");
            var place = (await CallersAsync(supervisor, "unbacks", 1))[0].GetProperty("place").GetInt64();

            Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/queues/unbacks/callbacks/{place + 1}", supervisor)).Status);
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/queues/unbacks/callbacks/{place}", supervisor)).Status);
            await CallersAsync(supervisor, "unbacks", 0);
            var trail = (await GetAsync(admin, "api/v1/audit")).GetProperty("items").EnumerateArray()
                .Select(row => $"{row.GetProperty("actor").GetString()} {row.GetProperty("action").GetString()} {row.GetProperty("target").GetString()} {row.GetProperty("detail").GetString()}");
            Assert.Contains($"supervisor queue.callback.cancel unbacks {place}", trail);
        }
        finally
        {
            await CloseAsync(admin, "unbacks", "2095");
        }
    }

    private static SippOptions OfCarrier(string scenario) => new()
    {
        Scenario = ClusterFixture.Scenario(scenario), LocalAddress = CarrierAddress, LocalPort = CarrierPort, MediaPort = FreePorts.TakeRtp(8, CarrierAddress),
    };

    private static async Task WaitAndPressAsync(TestKit.Baresip.BaresipPhone phone, string number)
    {
        await phone.DialAsync(number);
        await phone.WaitForAsync("CALL_ESTABLISHED", Soon);
        // A key is heard when media flows.
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await phone.SendDigitAsync('1');
        await phone.WaitForAsync("CALL_CLOSED", Soon);
    }

    private async Task OpenAsync(string admin, string queue, string number)
    {
        var rules = new { name = "Call backs", members = new[] { new { agent = "agent2" } }, callbacks = new { allowed = true } };
        var (status, body) = await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/queues/{queue}", admin, rules);
        Assert.True(status == 200, body.ToString());
        Assert.True(body.GetProperty("rules").GetProperty("callbacks").GetProperty("allowed").GetBoolean());
        var line = new { name = "Call backs", kind = "queue", target = queue, recording = "never", ringSeconds = 30, enabled = true };
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/lines/{number}", admin, line)).Status);
    }

    private async Task CloseAsync(string admin, string queue, string number)
    {
        await StateAsync(admin, new { state = "loggedOut", force = true });
        await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/lines/{number}", admin);
        await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/queues/{queue}", admin);
    }

    private async Task<List<JsonElement>> CallersAsync(string token, string queue, int count) => await Eventually.GetAsync(
        $"{count} callers in {queue}", Soon, async () => (await GetAsync(token, $"api/v1/queues/{queue}")).GetProperty("callers").EnumerateArray().ToList(), callers => callers.Count == count);

    private async Task<JsonElement> RowAsync(string token, string queue, DateTimeOffset from)
    {
        var body = await GetAsync(token, $"api/v1/reports/queues?queue={queue}&interval=day&from={Uri.EscapeDataString(from.ToString("O"))}");
        return body.GetProperty("items").EnumerateArray().FirstOrDefault();
    }

    private Task<(int Status, JsonElement Body)> StateAsync(string token, object change) => Http.SendAsync(Web, HttpMethod.Put, "api/v1/agents/agent2/state", token, change);

    private async Task<JsonElement> GetAsync(string token, string path)
    {
        var (status, body) = await Http.SendAsync(Web, HttpMethod.Get, path, token);
        Assert.True(status == 200, $"{path}: {status} {body}");
        return body;
    }
}
