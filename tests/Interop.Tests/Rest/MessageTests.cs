using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RtcCluster.Contracts.Hub;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>Messages over REST and the hub: what comes where, what is refused, and a broadcast from a file to its end.</summary>
[Collection(ClusterCollection.Name)]
public sealed class MessageTests(ClusterFixture cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private string _one = "";
    private string _two = "";
    private string _three = "";
    private string _supervisor = "";

    private Uri Web => cluster.Server.Addresses.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _one = await Http.TokenAsync(Web, "agent1@demo.test");
        _two = await Http.TokenAsync(Web, "agent2@demo.test");
        _three = await Http.TokenAsync(Web, "agent3@demo.test");
        _supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
    }

    public async ValueTask DisposeAsync() => await SendAsync(_two, HttpMethod.Delete, "me/blocked-users/agent1");

    [Fact]
    public async Task AMessageComesToTheOtherByTheHub_AndToWhoWasAwayByItsNumber()
    {
        var begins = NewId();
        await using var phone = await HubPhone.ConnectAsync(Web, _two, NewId(), canRing: false);
        await GreetedAsync(phone);

        var (client, number, told) = ("", 0L, default(InboxUpdate)!);
        for (var tries = 1; tries == 1 || (tries == 2 && told.Messages is []); tries++)
        {
            client = $"{begins}-{tries}";
            var before = phone.Told;
            var (status, sent) = await MessageAsync(_one, "@agent2", client, "¡Hola, <b>Ana</b>!");
            Assert.Equal((200, "@agent2"), (status, sent.GetProperty("conversation").GetString()));
            number = sent.GetProperty("number").GetInt64();
            told = await ToldAsync(phone, before, "the message", update => update.Messages.Any(message => message.ClientId == client));
        }

        Assert.Equal(("@agent1", "agent1", "¡Hola, <b>Ana</b>!"), (told.Messages[0].Conversation, told.Messages[0].Sender, told.Messages[0].Text));

        await phone.DropAsync();
        await MessageAsync(_one, "@agent2", begins + "-later", "Second");
        Assert.Equal(number, (await MessageAsync(_one, "@agent2", client, "¡Hola, <b>Ana</b>!")).Body.GetProperty("number").GetInt64());
        var (_, missed) = await SendAsync(_two, HttpMethod.Get, $"conversations/@agent1/messages?after={number}");
        Assert.Equal(["Second"], missed.EnumerateArray().Select(static message => message.GetProperty("text").GetString()));

        var (_, conversation) = await SendAsync(_two, HttpMethod.Get, "conversations/@agent1");
        Assert.True(conversation.GetProperty("conversation").GetProperty("unread").GetInt32() >= 2);
        Assert.Equal(204, (await SendAsync(_two, HttpMethod.Put, "conversations/@agent1/read", new { number = number + 1 })).Status);
        var (_, read) = await SendAsync(_two, HttpMethod.Get, "conversations/@agent1");
        Assert.Equal(0, read.GetProperty("conversation").GetProperty("unread").GetInt32());
    }

    [Fact]
    public async Task WhoIsNotInAGroupIsToldThatThereIsNone()
    {
        var (made, group) = await SendAsync(_one, HttpMethod.Post, "conversations", new { name = "Night shift", members = new[] { "agent2" } });
        Assert.Equal(201, made);
        var id = group.GetProperty("conversation").GetProperty("id").GetString()!;
        Assert.Equal(["agent1", "agent2"], group.GetProperty("members").EnumerateArray().Select(static member => member.GetString()));

        Assert.Equal(200, (await MessageAsync(_two, id, NewId(), "Good evening")).Status);
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, "", null), (HttpMethod.Get, "/messages", null), (HttpMethod.Post, "/messages", new { clientId = NewId(), text = "I am here" }),
            (HttpMethod.Put, "", new { name = "Mine", members = new[] { "agent3" } }), (HttpMethod.Delete, "", null), (HttpMethod.Post, "/leave", null), (HttpMethod.Put, "/read", new { number = 1 }),
        })
        {
            Assert.Equal((404, $"{method}{path}"), ((await SendAsync(_three, method, $"conversations/{id}{path}", body)).Status, $"{method}{path}"));
        }

        Assert.Equal(403, (await SendAsync(_two, HttpMethod.Delete, $"conversations/{id}")).Status);
        Assert.Equal(403, (await SendAsync(_two, HttpMethod.Put, $"conversations/{id}", new { name = "Mine" })).Status);
        Assert.Equal(200, (await SendAsync(_one, HttpMethod.Put, $"conversations/{id}", new { name = "Day shift", members = new[] { "agent3" } })).Status);
        Assert.Equal(404, (await SendAsync(_two, HttpMethod.Get, $"conversations/{id}")).Status);
        Assert.Equal(0, (await SendAsync(_three, HttpMethod.Get, $"conversations/{id}/messages")).Body.GetArrayLength());
        Assert.Equal(204, (await SendAsync(_one, HttpMethod.Delete, $"conversations/{id}")).Status);
        Assert.Equal(404, (await SendAsync(_three, HttpMethod.Get, $"conversations/{id}")).Status);
    }

    [Fact]
    public async Task WhatCannotBeIsRefused()
    {
        Assert.Equal(400, (await MessageAsync(_one, "@agent2", NewId(), "")).Status);
        Assert.Equal(400, (await MessageAsync(_one, "@agent2", NewId(), "  \n ")).Status);
        Assert.Equal(400, (await MessageAsync(_one, "@agent2", NewId(), new string('x', 4_001))).Status);
        Assert.Equal(400, (await MessageAsync(_one, "@agent2", "short", "text")).Status);
        Assert.Equal(404, (await MessageAsync(_one, "@agent1", NewId(), "to myself")).Status);
        Assert.Equal(404, (await MessageAsync(_one, "@no-such-user", NewId(), "text")).Status);
        Assert.Equal(404, (await MessageAsync(_one, "agent1+agent2", NewId(), "text")).Status);
        Assert.Equal(404, (await MessageAsync(_one, "@a%2Fb", NewId(), "text")).Status);
        Assert.Equal(401, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/conversations")).Status);
        Assert.Equal(400, (await SendAsync(_one, HttpMethod.Get, "conversations?cursor=nonsense")).Status);
        Assert.Equal(400, (await SendAsync(_one, HttpMethod.Post, "conversations", new { name = "", members = new[] { "agent2" } })).Status);
        Assert.Equal(400, (await SendAsync(_one, HttpMethod.Post, "conversations", new { name = "G", members = new[] { "no-such-user" } })).Status);
        Assert.Equal(404, (await SendAsync(_one, HttpMethod.Put, "me/blocked-users/no-such-user")).Status);
        Assert.Equal(404, (await SendAsync(_one, HttpMethod.Put, "me/blocked-users/agent1")).Status);
        Assert.Equal(403, (await SendAsync(_one, HttpMethod.Get, "broadcast-lists")).Status);
        Assert.Equal(403, (await SendAsync(_one, HttpMethod.Get, "broadcasts")).Status);
    }

    [Fact]
    public async Task TheOneThatIsBlockedComesNowhere_AndItsSenderSeesNoDifference()
    {
        var id = NewId();
        Assert.Equal(204, (await SendAsync(_two, HttpMethod.Put, "me/blocked-users/agent1")).Status);
        var (status, sent) = await MessageAsync(_one, "@agent2", id, "Do you hear me?");
        Assert.Equal((200, false), (status, sent.TryGetProperty("isBlocked", out _)));
        Assert.Equal(204, (await SendAsync(_two, HttpMethod.Delete, "me/blocked-users/agent1")).Status);
        await MessageAsync(_one, "@agent2", id + "-after", "And now?");

        var before = sent.GetProperty("number").GetInt64() - 1;
        var (_, theirs) = await SendAsync(_two, HttpMethod.Get, $"conversations/@agent1/messages?after={before}");
        Assert.Equal(["And now?"], theirs.EnumerateArray().Select(static message => message.GetProperty("text").GetString()));
        var (_, own) = await SendAsync(_one, HttpMethod.Get, $"conversations/@agent2/messages?after={before}");
        Assert.Equal(2, own.GetArrayLength());
    }

    [Fact]
    public async Task TooManyMessagesGet429()
    {
        var token = await Http.TokenAsync(Web, "agent4@demo.test");
        var answers = new List<int>();
        for (var i = 0; i < 200 && !answers.Contains(429); i++)
        {
            answers.Add((await MessageAsync(token, "@agent3", NewId(), "quick")).Status);
        }

        Assert.True(answers is [.., 429] && answers.Count > 30 && answers.Take(answers.Count - 1).All(static status => status == 200), string.Join(' ', answers));
    }

    [Fact]
    public async Task ABroadcastFromAFileReachesEachOnce_AndTheHubSaysHowFarItIs()
    {
        var (_, list) = await SendAsync(_supervisor, HttpMethod.Post, "broadcast-lists", new { name = "Everybody" });
        var path = $"broadcast-lists/{list.GetProperty("id").GetString()}";
        const string File = "name;extension\r\nOne;1001\r\nTwo;1002\r\nTwo again;1002\r\nNobody;9999\r\n";
        var dry = await ImportAsync($"{path}/members/import?dryRun=true", File);
        Assert.Equal((4, 2, 1, 5), (Number(dry, "rows"), Number(dry, "added"), Number(dry, "there"), dry.GetProperty("problems")[0].GetProperty("line").GetInt32()));
        Assert.Equal(0, (await SendAsync(_supervisor, HttpMethod.Get, $"{path}/members")).Body.GetArrayLength());
        Assert.Equal(2, Number(await ImportAsync($"{path}/members/import", File), "added"));
        Assert.Equal(400, Number(await ImportAsync($"{path}/members/import", "a;b\r\n1;2\r\n"), "status"));
        Assert.Equal(204, (await SendAsync(_supervisor, HttpMethod.Put, $"{path}/members/agent3")).Status);
        Assert.Equal(404, (await SendAsync(_supervisor, HttpMethod.Put, $"{path}/members/nobody")).Status);
        Assert.Equal(404, (await SendAsync(_supervisor, HttpMethod.Get, "broadcast-lists/none")).Status);

        await using var phone = await HubPhone.ConnectAsync(Web, _supervisor, NewId(), canRing: false);
        await GreetedAsync(phone);
        var before = phone.Told;
        var client = NewId();
        Assert.Equal(400, (await SendAsync(_supervisor, HttpMethod.Post, $"{path}/messages", new { clientId = client, text = "Now", prompt = "no-such" })).Status);
        var (accepted, begun) = await SendAsync(_supervisor, HttpMethod.Post, $"{path}/messages", new { clientId = client, text = "The office closes at five." });
        var id = begun.GetProperty("id").GetString()!;
        Assert.Equal((202, 3), (accepted, Number(begun, "total")));
        var told = await ToldAsync(phone, before, "the broadcast to be done", update => update.Broadcasts.Any(card => card.Id == id && card.IsDone));
        if (told.Broadcasts is [.., var card])
        {
            Assert.Equal((3, 0, 0), (card.Delivered, card.Blocked, card.Gone));
        }

        var done = await Eventually.GetAsync("the broadcast to be done", Soon, async () => (await SendAsync(_supervisor, HttpMethod.Get, $"broadcasts/{id}")).Body, static body => body.TryGetProperty("endedAt", out var ended) && ended.ValueKind == JsonValueKind.String);
        Assert.Equal((3, 0, 0), (Number(done, "delivered"), Number(done, "blocked"), Number(done, "gone")));
        Assert.Equal(id, (await SendAsync(_supervisor, HttpMethod.Post, $"{path}/messages", new { clientId = client, text = "The office closes at five." })).Body.GetProperty("id").GetString());

        foreach (var token in new[] { _one, _two, _three })
        {
            var (_, messages) = await SendAsync(token, HttpMethod.Get, "conversations/@supervisor/messages");
            Assert.Single(messages.EnumerateArray(), message => message.GetProperty("broadcast").GetString() == id);
        }

        await Eventually.IsTrueAsync("the audit trail to tell of it", Soon, async () => (await Http.SendAsync(
            Web, HttpMethod.Get, "api/v1/audit?action=broadcast.send", cluster.Admin.Token)).Body.GetProperty("items").EnumerateArray().Any(row => row.GetProperty("target").GetString() == id));
        Assert.Equal(204, (await SendAsync(_supervisor, HttpMethod.Delete, path)).Status);
        Assert.Equal(404, (await SendAsync(_supervisor, HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task AnInvitationToAConferenceReachesEachOnce_ByWhateverWayTheyAreNamed_AndABlockedOneNever()
    {
        var (_, group) = await SendAsync(_supervisor, HttpMethod.Post, "conversations", new { name = "Invited", members = new[] { "agent1", "agent2" } });
        var (_, list) = await SendAsync(_supervisor, HttpMethod.Post, "broadcast-lists", new { name = "Invited" });
        var listId = list.GetProperty("id").GetString();
        foreach (var user in new[] { "agent1", "agent3", "agent4" })
        {
            Assert.Equal(204, (await SendAsync(_supervisor, HttpMethod.Put, $"broadcast-lists/{listId}/members/{user}")).Status);
        }

        var four = await Http.TokenAsync(Web, "agent4@demo.test");
        Assert.Equal(204, (await SendAsync(four, HttpMethod.Put, "me/blocked-users/supervisor")).Status);
        var client = NewId();
        var invitation = new
        {
            clientId = client, to = "4000", text = "We talk now", users = new[] { "agent1", "supervisor" }, groups = new[] { group.GetProperty("conversation").GetProperty("id").GetString() }, lists = new[] { listId },
        };
        for (var i = 0; i < 2; i++)
        {
            var (status, sent) = await SendAsync(_supervisor, HttpMethod.Post, "invitations", invitation);
            Assert.Equal((200, 4), (status, Number(sent, "people")));
        }

        foreach (var (token, count) in new[] { (_one, 1), (_two, 1), (_three, 1), (four, 0) })
        {
            var (status, messages) = await SendAsync(token, HttpMethod.Get, "conversations/@supervisor/messages");
            Assert.Equal(count, status == 404 ? 0 : messages.EnumerateArray().Count(message => message.GetProperty("clientId").GetString() == client && message.GetProperty("text").GetString() == "We talk now\ntel:4000"));
        }

        Assert.Equal(400, (await SendAsync(_supervisor, HttpMethod.Post, "invitations", new { clientId = NewId(), to = "1001", text = "x", users = new[] { "agent1" } })).Status);
        Assert.Equal(404, (await SendAsync(_one, HttpMethod.Post, "invitations", new { clientId = NewId(), to = "4000", text = "x", lists = new[] { listId } })).Status);
        Assert.Equal(404, (await SendAsync(_three, HttpMethod.Post, "invitations", new { clientId = NewId(), to = "4000", text = "x", groups = invitation.groups })).Status);
        Assert.Equal(204, (await SendAsync(four, HttpMethod.Delete, "me/blocked-users/supervisor")).Status);
        Assert.Equal(204, (await SendAsync(_supervisor, HttpMethod.Delete, $"broadcast-lists/{listId}")).Status);
    }

    [Fact]
    public async Task WhoInvitesAgainAndAgainIsToldToWait()
    {
        // Nobody else invites as the administrator here.
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var answers = new List<(int Status, JsonElement Body)>();
        while (answers is not [.., { Status: not 200 }] && answers.Count < 20)
        {
            answers.Add(await SendAsync(admin, HttpMethod.Post, "invitations", new { clientId = NewId(), to = "4000", text = "Again", users = new[] { "agent3" } }));
        }

        Assert.True(answers.Count > 5, $"After {answers.Count} invitations: {answers[^1]}");
        Assert.Equal((429, "limited"), (answers[^1].Status, answers[^1].Body.GetProperty("code").GetString()));
    }

    // What every browser is told first: that something may have come while it was away.
    private static async Task GreetedAsync(HubPhone phone) => await phone.WaitForAsync<InboxUpdate>("the first word of the inbox", static update => update.Missed, Soon);

    // Every 45 s an edge renews its watch, learns that there was news, and tells that much: the news itself, when it comes after that, is not told again. Who hears it asks; what comes next is told.
    private static Task<InboxUpdate> ToldAsync(HubPhone phone, IReadOnlyList<object> before, string what, Func<InboxUpdate, bool> fits) => phone.WaitForAsync<InboxUpdate>(
        what, update => fits(update) || (update is { Missed: true, Messages: [], Conversations: [], Broadcasts: [] } && !before.Contains(update, ReferenceEqualityComparer.Instance)), Soon);

    private static string NewId() => Guid.NewGuid().ToString();

    private static int Number(JsonElement from, string name) => from.GetProperty(name).GetInt32();

    private async Task<JsonElement> ImportAsync(string path, string file)
    {
        using var client = new HttpClient { BaseAddress = Web };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/{path}") { Content = new StringContent(file, Encoding.UTF8, "text/csv") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _supervisor);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private Task<(int Status, JsonElement Body)> MessageAsync(string token, string to, string client, string text) =>
        SendAsync(token, HttpMethod.Post, $"conversations/{to}/messages", new { clientId = client, text });

    private Task<(int Status, JsonElement Body)> SendAsync(string token, HttpMethod method, string path, object? body = null) => Http.SendAsync(Web, method, $"api/v1/{path}", token, body);
}
