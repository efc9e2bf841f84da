using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Browser.Tests.App;

/// <summary>Two people write to each other in two browsers: one is away, pages are loaded anew, the server dies; each message is on both screens once, in its order.</summary>
public sealed class AppChatTests(BrowserFixture cluster) : AppTest(cluster)
{
    private const int Many = 1_000;

    [Fact]
    public async Task WhatIsWrittenToWhoIsAway_IsThereWhenTheyCome_AndIsReadOnAllPages()
    {
        await using var server = await StandaloneServer.StartAsync();
        var alice = await AtAsync(server, "agent1", AliceTone);
        await OpenAsync(alice, "@agent2");
        foreach (var text in new[] { "one", "two", "three" })
        {
            await WriteAsync(alice, text);
        }

        await ShowsAsync(alice, "one", "two", "three");
        var bob = await AtAsync(server, "agent2", BobTone);
        await Assertions.Expect(bob.Page.GetByTestId("unread-all")).ToContainTextAsync("3");
        await OpenAsync(bob, "@agent1");
        await ShowsAsync(bob, "one", "two", "three");
        await Assertions.Expect(bob.Page.GetByTestId("unread-all")).ToHaveCountAsync(0);

        // Without network: what is written waits, and what is written to one comes when the network does.
        await alice.Network.CutAsync();
        await WriteAsync(alice, "four, without network");
        await WriteAsync(bob, "five, to who has none");
        await Assertions.Expect(alice.Page.Locator("[data-waiting]")).ToHaveCountAsync(1);
        await alice.Network.RestoreAsync();
        await ShowsAsync(alice, "one", "two", "three", "five, to who has none", "four, without network");
        await ShowsAsync(bob, "one", "two", "three", "five, to who has none", "four, without network");
    }

    [Fact]
    public async Task APageLoadedAnewInMidSend_AndAServerThatDies_LoseNothingAndShowNothingTwice()
    {
        await using var server = await StandaloneServer.StartAsync();
        var (alice, bob) = (await AtAsync(server, "agent1", AliceTone), await AtAsync(server, "agent2", BobTone));
        await OpenAsync(alice, "@agent2");
        await OpenAsync(bob, "@agent1");

        // The server has stored it, and its answer never comes.
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await alice.Page.RouteAsync("**/api/v1/conversations/*/messages", async route =>
        {
            if (route.Request.Method == "POST")
            {
                await route.FetchAsync();
                stored.TrySetResult();
                return;
            }

            await route.ContinueAsync();
        });
        await WriteAsync(alice, "before the page is loaded anew");
        await WriteAsync(alice, "behind it");
        await stored.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
        await alice.Page.UnrouteAllAsync();
        await alice.Page.ReloadAsync();
        await alice.ReadyAsync(Soon);
        await ShowsAsync(bob, "before the page is loaded anew", "behind it");
        await ShowsAsync(alice, "before the page is loaded anew", "behind it");

        await server.KillAsync();
        await WriteAsync(alice, "while the server is dead");
        await Assertions.Expect(alice.Page.Locator("[data-waiting]")).ToHaveCountAsync(1);
        await server.StartAgainAsync();
        await ShowsAsync(bob, "before the page is loaded anew", "behind it", "while the server is dead");
        await ShowsAsync(alice, "before the page is loaded anew", "behind it", "while the server is dead");
        await Assertions.Expect(alice.Page.Locator("[data-waiting]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task AThousandMessages_AreScrolledToTheFirst_EachOnceAndInOrder()
    {
        await using var server = await StandaloneServer.StartAsync();
        string[] users = ["agent1", "agent2", "agent3", "agent4", "supervisor", "admin"];
        var clients = await Task.WhenAll(users.Select(user => server.SignInAsync($"{user}@demo.test")));
        using var made = await clients[0].Http.PostAsJsonAsync(new Uri("api/v1/conversations", UriKind.Relative), new { name = "Everybody", members = users }, TestContext.Current.CancellationToken);
        var group = (await made.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("conversation").GetProperty("id").GetString()!;
        var next = 0;
        await Task.WhenAll(clients.Select(client => FillAsync(client, group, () => Interlocked.Increment(ref next))));

        var alice = await AtAsync(server, "agent1", AliceTone);
        await OpenAsync(alice, group);
        var shown = alice.Page.GetByTestId("messages").Locator("li");
        await Assertions.Expect(shown).ToHaveCountAsync(50);
        for (var count = 100; count <= Many; count += 50)
        {
            await alice.Page.Locator(".messages").EvaluateAsync("box => { box.scrollTop = 0; }");
            await Assertions.Expect(shown).ToHaveCountAsync(count);
        }

        var numbers = await shown.EvaluateAllAsync<long[]>("all => all.map(one => Number(one.dataset.number))");
        Assert.Equal(Enumerable.Range(1, Many).Select(static i => (long)i), numbers);
        foreach (var client in clients)
        {
            client.Dispose();
        }
    }

    [Fact]
    public async Task AGroupIsCalledFromItsPage_WhoAnswersIsHeard_AndWhoComesLaterJoins()
    {
        var (alice, bob, carol) = await ThreeAsync();
        await alice.Page.GotoAsync("#/chat/+new");
        await alice.Page.Locator("input[name=group-name]").FillAsync("Night shift");
        foreach (var user in new[] { "agent2", "agent3" })
        {
            await alice.Page.Locator("#group-add").FillAsync(user);
            await alice.Page.Locator($"[role=option][data-user={user}]").ClickAsync();
        }

        await alice.ClickAsync("Save");
        await Assertions.Expect(alice.Page.GetByTestId("thread")).ToBeVisibleAsync();
        var group = await alice.Page.GetByTestId("thread").GetAttributeAsync("data-chat");
        var begun = DateTimeOffset.UtcNow;
        await alice.ClickAsync("Call Night shift");
        await bob.WaitForAsync("pending", Soon);
        await carol.WaitForAsync("pending", Soon);
        await Assertions.Expect(bob.Page.GetByTestId("call")).ToHaveAttributeAsync("aria-label", "Night shift");
        await carol.ClickAsync("Decline");
        await bob.ClickAsync("Answer");
        await HearEachOtherAsync(alice.Person, bob.Person, begun);

        await OpenAsync(carol, group!);
        await Assertions.Expect(carol.Page.GetByTestId("group-call")).ToHaveAttributeAsync("data-members", "2");
        var joining = DateTimeOffset.UtcNow;
        await carol.ClickAsync("Join the call of Night shift");
        await Assertions.Expect(carol.Page.GetByTestId("group-call")).ToHaveAttributeAsync("data-members", "3");
        foreach (var phone in new[] { carol, bob, alice })
        {
            await phone.Page.GetByTestId("call").Locator(".action.reject").ClickAsync();
            await phone.WaitForAsync("gone", Soon, joining);
        }

        await Assertions.Expect(alice.Page.GetByTestId("group-call")).ToHaveCountAsync(0);
    }

    private async Task<AppPhone> AtAsync(StandaloneServer server, string user, double tone)
    {
        var phone = await AppPhone.OpenAsync(await PersonAsync(user, tone, web: server.Addresses.WebUrl));
        await phone.SignInAsync(user, Soon);
        return phone;
    }

    private static async Task OpenAsync(AppPhone phone, string conversation)
    {
        await phone.Page.GotoAsync($"#/chat/{Uri.EscapeDataString(conversation)}");
        await Assertions.Expect(phone.Page.GetByTestId("thread")).ToHaveAttributeAsync("data-chat", conversation);
    }

    private static async Task WriteAsync(AppPhone phone, string text)
    {
        await phone.Page.Locator("#chat-text").FillAsync(text);
        await phone.Page.Keyboard.PressAsync("Enter");
    }

    // These, in this order, each once, and nothing else.
    private static Task ShowsAsync(AppPhone phone, params string[] texts) =>
        Assertions.Expect(phone.Page.GetByTestId("messages").Locator("li[data-number] .said")).ToHaveTextAsync(texts);

    private static async Task FillAsync(RestClient client, string group, Func<int> next)
    {
        for (var number = next(); number <= Many;)
        {
            using var answer = await client.Http.PostAsJsonAsync(
                new Uri($"api/v1/conversations/{group}/messages", UriKind.Relative), new { clientId = $"message-{number}", text = $"Message {number}" }, TestContext.Current.CancellationToken);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                // More than a person writes: the server says how long to wait.
                await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value, TestContext.Current.CancellationToken);
                continue;
            }

            answer.EnsureSuccessStatusCode();
            number = next();
        }
    }
}
