using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Flows;

/// <summary>Menus as callers meet them: a real telephone hears them speak, presses digits, and gets where they lead.</summary>
[Collection(ClusterCollection.Name)]
public sealed class MenuTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task TheDemosMenu_Speaks_AndADigitLeadsIntoTheQueue()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        var supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var dialled = DateTimeOffset.UtcNow;

        await alice.DialAsync("3000");
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await alice.SendDigitAsync('2');
        var queue = await Eventually.GetAsync(
            "the caller in the queue", Soon, async () => (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/queues/sales", supervisor)).Body, queue => queue.GetProperty("callers").GetArrayLength() == 1);
        Assert.Equal("1001", queue.GetProperty("callers")[0].GetProperty("number").GetString());
        await alice.HangUpAsync();
        await alice.WaitForAsync("CALL_CLOSED", Soon);

        var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", item => item.BeganAfter(dialled) && item.EndedAt is not null, Soon));
        Assert.Equal("hours>welcome>sales queue:sales", await LeftAsync(admin, entry.Id));
        // Speech has pauses, and is no tone: most of three seconds it was something, and nothing of it was silence for long.
        Assert.True(alice.Heard().Otherwise() > TimeSpan.FromSeconds(1.5), $"alice heard {alice.Heard()}");
    }

    [Fact]
    public async Task DigitsGoToAWebService_AndItsAnswerDecidesWhoIsRung()
    {
        await using var service = WebService.Start(request => request.GetProperty("variables").GetProperty("account").GetString() == "4711" ? """{"tier":"gold"}""" : "nonsense");
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var dialled = DateTimeOffset.UtcNow;
        object[] steps =
        [
            new { type = "gather", name = "account", prompt = Say("Your account number, please."), into = "account", minDigits = 4, maxDigits = 4, next = "crm", otherwise = "bye" },
            new { type = "webhook", name = "crm", url = service.Url, next = "tier", otherwise = "bye" },
            new { type = "switch", name = "tier", variable = "tier", cases = new { gold = "bob" }, otherwise = "bye" },
            new { type = "transfer", name = "bob", number = "1002" },
            new { type = "hangUp", name = "bye", prompt = Say("Goodbye.") },
        ];
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/flows/accounts", admin, new { name = "Accounts", language = "en", start = "account", steps })).Status);
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/lines/3100", admin, new { name = "Accounts", kind = "menu", target = "accounts" })).Status);

        await alice.DialAsync("3100");
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        foreach (var digit in "4711")
        {
            await alice.SendDigitAsync(digit);
            // A key is a key: the next one is pressed when this one has been let go.
            await Task.Delay(TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken);
        }

        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        Assert.True(bob.Heard().Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(1.5), $"bob heard {bob.Heard()}");
        var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", item => item.BeganAfter(dialled) && item.EndedAt is not null, Soon));
        Assert.Equal(("answered", "account>crm>tier>bob number:1002"), (entry.Result?.ToLowerInvariant(), await LeftAsync(admin, entry.Id)));
    }

    [Fact]
    public async Task AFlowIsJudged_Versioned_Tested_AndNotWrittenOver()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        object Flow(string next) => new { name = "Hello", start = "hello", steps = new object[] { new { name = "hello", prompt = Say("Hello."), next, type = "say" }, new { type = "queue", name = "queue", queue = "support" } } };

        var (broken, problem) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/flows/hello", admin, Flow("nowhere"));
        Assert.Equal((400, "hello: next: there is no step 'nowhere'."), (broken, problem.GetProperty("problems")[0].GetString()));
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/flows/hello", admin)).Status);

        var (tested, report) = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/flows/hello/test", admin, Flow("queue"));
        Assert.Equal((200, "hello", true), (tested, report.GetProperty("edges")[0].GetProperty("from").GetString(), report.GetProperty("edges")[0].GetProperty("good").GetBoolean()));

        var (made, first) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/flows/hello?version=0", admin, Flow("queue"));
        Assert.Equal((200, 1, "admin"), (made, first.GetProperty("version").GetInt32(), first.GetProperty("changedBy").GetString()));
        Assert.Equal(409, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/flows/hello?version=0", admin, Flow("queue"))).Status);
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/flows/hello?version=1", admin, Flow("queue"))).Status);
        Assert.Equal(2, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/flows/hello/versions", admin)).Body.GetArrayLength());
        Assert.Equal(1, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/flows/hello?version=1", admin)).Body.GetProperty("version").GetInt32());
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/flows/hello", admin)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/flows/hello", admin)).Status);
    }

    private static object[] Say(string text) => [new { say = new Dictionary<string, string> { ["en"] = text } }];

    private async Task<string> LeftAsync(string token, string call)
    {
        var events = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/call-log/{call}/events", token)).Body;
        var left = Assert.Single(events.EnumerateArray(), item => item.GetProperty("kind").GetString() == "FlowLeft").GetProperty("data");
        return $"{left.GetProperty("steps").GetString()} {left.GetProperty("to").GetString()}";
    }
}
