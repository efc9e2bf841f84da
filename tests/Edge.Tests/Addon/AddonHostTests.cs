using System.Text.Json.Nodes;
using RtcCluster.Storage.Contacts;
using RtcCluster.TestKit.Google;
using Xunit;

namespace RtcCluster.Edge.Tests.Addon;

/// <summary>Each host's events, as Google documents them, get a card that the host takes and that says who is there.</summary>
[Collection(AddonCollection.Name)]
public sealed class AddonHostTests(AddonHouse house)
{
    public static TheoryData<string> Hosts => ["GMAIL", "CALENDAR", "DRIVE", "DOCS", "SHEETS", "SLIDES"];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task EveryHost_GetsTheHomePage(string host)
    {
        var (user, account) = await house.NewUserAsync();

        var (status, body) = await house.Hosts.AskAsync("home", house.Hosts.Event(host, account));

        Assert.Equal(200, status);
        Assert.Empty(AddonShapes.OfTrigger(body));
        Assert.Contains(user.DisplayName, AddonHouse.Texts(body));
        Assert.Contains("No calls yet.", AddonHouse.Texts(body));
    }

    [Fact]
    public async Task TheLanguageIsTheUsers()
    {
        var (_, account) = await house.NewUserAsync();

        var (_, body) = await house.Hosts.AskAsync("home", house.Hosts.Event("GMAIL", account, locale: "es-419"));

        Assert.Contains("Aún no hay llamadas.", AddonHouse.Texts(body));
    }

    [Fact]
    public async Task AMail_SaysWhoWroteIt()
    {
        var (user, account) = await house.NewUserAsync();
        await house.AddContactAsync(user, new ContactCard { Name = "Ana Ruiz", Organization = "Cafe SA", Emails = [new ContactEmail("ana@cafe.example")], Numbers = [new ContactNumber("601 555 0142", "+576015550142", "work")] });
        house.Google.Mails["msg-f:1"] = "\"Ruiz, Ana\" <Ana@Cafe.example>";

        var (status, body) = await house.Hosts.AskAsync("mail", Mail(account, "msg-f:1"));

        Assert.Equal(200, status);
        Assert.Empty(AddonShapes.OfTrigger(body));
        Assert.Contains("Ana Ruiz", AddonHouse.Texts(body));
        Assert.Contains("Cafe SA", AddonHouse.Texts(body));
        Assert.Equal(["+576015550142"], AddonHouse.Callable(body));
    }

    [Fact]
    public async Task AMailOfAColleague_SaysHowTheyAre()
    {
        var (_, account) = await house.NewUserAsync();
        house.Google.Mails["msg-f:2"] = "agent2@demo.test";

        var (_, body) = await house.Hosts.AskAsync("mail", Mail(account, "msg-f:2"));

        Assert.Empty(AddonShapes.OfTrigger(body));
        Assert.Contains(AddonHouse.Texts(body), text => text.StartsWith("Colleague · ", StringComparison.Ordinal));
        Assert.Equal(["1002"], AddonHouse.Callable(body));
    }

    [Theory]
    [InlineData("msg-f:unknown", "Google did not say who wrote this mail.")]
    [InlineData("msg-f:nobody", "Nobody with this name or number is among the contacts.")]
    public async Task AMailOfNobodyKnown_IsNoError(string id, string said)
    {
        var (_, account) = await house.NewUserAsync();
        house.Google.Mails["msg-f:nobody"] = "Somebody <somebody@else.example>";

        var (status, body) = await house.Hosts.AskAsync("mail", Mail(account, id));

        Assert.Equal(200, status);
        Assert.Empty(AddonShapes.OfTrigger(body));
        Assert.Contains(said, AddonHouse.Texts(body));
    }

    [Fact]
    public async Task AnEvent_SaysWhoItsGuestsAre()
    {
        var (user, account) = await house.NewUserAsync();
        await house.AddContactAsync(user, new ContactCard { Name = "Ben Ode", Emails = [new ContactEmail("ben@ode.example")], Numbers = [new ContactNumber("+44 20 7946 0018", "+442079460018")] });
        var own = new JsonObject
        {
            ["id"] = "event-1", ["calendarId"] = user.Email, ["organizer"] = new JsonObject { ["email"] = user.Email },
            ["attendees"] = new JsonArray(
                new JsonObject { ["email"] = user.Email, ["self"] = true }, new JsonObject { ["email"] = "ben@ode.example", ["displayName"] = "B.", ["responseStatus"] = "accepted" }, new JsonObject { ["email"] = "room@resource.example", ["resource"] = true }),
        };

        var (status, body) = await house.Hosts.AskAsync("event", house.Hosts.Event("CALENDAR", account, own));

        Assert.Equal(200, status);
        Assert.Empty(AddonShapes.OfTrigger(body));
        Assert.Contains("Ben Ode", AddonHouse.Texts(body));
        Assert.Equal(["+442079460018"], AddonHouse.Callable(body));
    }

    [Fact]
    public async Task FilesAndDocuments_GiveTheNumbersInTheirTitles()
    {
        var (_, account) = await house.NewUserAsync();
        var item = new JsonObject { ["id"] = "f1", ["title"] = "Contract, call 601 555 0144 about it", ["mimeType"] = "application/pdf" };

        var (_, drive) = await house.Hosts.AskAsync("files", house.Hosts.Event("DRIVE", account, new JsonObject { ["activeCursorItem"] = item, ["selectedItems"] = new JsonArray(item.DeepClone()) }));

        Assert.Empty(AddonShapes.OfTrigger(drive));
        Assert.Equal(["+576015550144"], AddonHouse.Callable(drive));
        foreach (var host in new[] { "DOCS", "SHEETS", "SLIDES" })
        {
            var (_, document) = await house.Hosts.AskAsync("home", house.Hosts.Event(host, account, new JsonObject { ["id"] = "d1", ["title"] = "Ask +57 601 555 0145", ["addonHasFileScopePermission"] = true }));
            Assert.Empty(AddonShapes.OfTrigger(document));
            Assert.Equal(["+576015550145"], AddonHouse.Callable(document));
        }
    }

    [Theory]
    [InlineData("DOCS")]
    [InlineData("SHEETS")]
    [InlineData("SLIDES")]
    public async Task ALinkToACallOfOthers_TellsNothing(string host)
    {
        var (_, account) = await house.NewUserAsync();
        var link = $"{house.Edge.WebUrl}log/somebody-elses";

        var (status, body) = await house.Hosts.AskAsync("link", house.Hosts.Event(host, account, new JsonObject { ["matchedUrl"] = new JsonObject { ["url"] = link } }));

        Assert.Equal(200, status);
        Assert.Empty(AddonShapes.OfLink(body));
        Assert.Equal(link, body["action"]!["linkPreview"]!["uri"]!.ToString());
        Assert.Contains("You may not see this call, or there is none.", AddonHouse.Texts(body));
    }

    [Fact]
    public async Task ALinkInChat_WhichAllInTheSpaceSee_TellsOfNobody()
    {
        var (_, account) = await house.NewUserAsync();
        var link = $"{house.Edge.WebUrl}log/a-call";
        var told = Message(account, link, "SPACE");
        told["chat"]!["messagePayload"]!["message"]!["matchedUrl"] = new JsonObject { ["url"] = link };

        foreach (var endpoint in new[] { "chat", "link" })
        {
            var (status, body) = await house.Hosts.AskAsync(endpoint, told);

            Assert.Equal(200, status);
            Assert.Empty(AddonShapes.OfChatLink(body));
            Assert.Equal("Call", body["hostAppDataAction"]!["chatDataAction"]!["updateInlinePreviewAction"]!["cardsV2"]![0]!["card"]!["header"]!["title"]!.ToString());
            Assert.Contains($"\"{link}\"", body.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("DIRECT_MESSAGE", null)]
    [InlineData("SPACE", "users/42")]
    public async Task AMessageInChat_IsAnsweredToWhoWroteIt(string space, string? viewer)
    {
        var (user, account) = await house.NewUserAsync();
        await house.AddContactAsync(user, new ContactCard { Name = "Carla Díaz", Numbers = [new ContactNumber("601 555 0146", "+576015550146")] });

        var (status, body) = await house.Hosts.AskAsync("chat", Message(account, "who is (601) 555-0146?", space));
        var (_, byName) = await house.Hosts.AskAsync("chat", Message(account, "carla", space));

        Assert.Equal(200, status);
        Assert.Empty(AddonShapes.OfChat(body));
        Assert.Empty(AddonShapes.OfChat(byName));
        Assert.Equal(["+576015550146"], AddonHouse.Callable(body));
        Assert.Contains("Carla Díaz", AddonHouse.Texts(byName));
        Assert.Equal(viewer, body["hostAppDataAction"]!["chatDataAction"]!["createMessageAction"]!["message"]!["privateMessageViewer"]?["name"]?.ToString());
    }

    [Fact]
    public async Task BeingAddedToAndRemovedFromASpace_AreAnswered()
    {
        var (_, account) = await house.NewUserAsync();
        var added = house.Hosts.Event("CHAT", account, new JsonObject { ["user"] = new JsonObject { ["name"] = "users/42" }, ["addedToSpacePayload"] = new JsonObject { ["space"] = new JsonObject { ["name"] = "spaces/1", ["spaceType"] = "SPACE" } } });
        var removed = house.Hosts.Event("CHAT", account, new JsonObject { ["removedFromSpacePayload"] = new JsonObject { ["space"] = new JsonObject { ["name"] = "spaces/1" } } });

        var hello = await house.Hosts.AskAsync("chat", added);
        var goodBye = await house.Hosts.AskAsync("chat", removed);

        Assert.Empty(AddonShapes.OfChat(hello.Body));
        Assert.Equal((200, "{}"), (goodBye.Status, goodBye.Body.ToJsonString()));
    }

    [Fact]
    public async Task AContactWithAScriptInItsName_IsShownAsItIsWritten()
    {
        var (user, account) = await house.NewUserAsync();
        const string Name = "<script>alert(1)</script><a href=\"https://evil.example\">Bank</a> & Co";
        await house.AddContactAsync(user, new ContactCard { Name = Name, Emails = [new ContactEmail("evil@evil.example")], Numbers = [new ContactNumber("601 555 0147", "+576015550147", "<b>work</b>")] });
        house.Google.Mails["msg-f:3"] = "<img src=x> <evil@evil.example>";

        var (_, body) = await house.Hosts.AskAsync("mail", Mail(account, "msg-f:3"));

        Assert.Empty(AddonShapes.OfTrigger(body));
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&lt;a href=\"https://evil.example\"&gt;Bank&lt;/a&gt; &amp; Co", AddonHouse.Texts(body));
        Assert.DoesNotContain(AddonHouse.Texts(body), text => text.Contains('<', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"commonEventObject\":7,\"chat\":[],\"gmail\":null}")]
    [InlineData("{\"commonEventObject\":{\"hostApp\":{},\"formInputs\":[],\"parameters\":\"x\",\"timeZone\":{\"id\":\"No/Where\"}},\"calendar\":{\"attendees\":[1,null,{\"email\":[]}]},\"docs\":{\"title\":7}}")]
    public async Task AnEventOfAnotherShape_IsNoError(string shape)
    {
        var (_, account) = await house.NewUserAsync();
        var told = house.Hosts.Event("GMAIL", account);
        foreach (var (name, value) in JsonNode.Parse(shape) as JsonObject ?? [])
        {
            told[name] = value?.DeepClone();
        }

        foreach (var endpoint in new[] { "home", "mail", "event", "files", "link", "search", "call", "act", "chat" })
        {
            Assert.Equal(200, (await house.Hosts.AskAsync(endpoint, told)).Status);
        }
    }

    private JsonObject Mail(FakeGoogleAccount account, string id) => house.Hosts.Event("GMAIL", account, new JsonObject { ["messageId"] = id, ["threadId"] = "thread-f:1", ["accessToken"] = $"mail-{id}" });

    private JsonObject Message(FakeGoogleAccount account, string text, string space) => house.Hosts.Event("CHAT", account, new JsonObject
    {
        ["user"] = new JsonObject { ["name"] = "users/42", ["email"] = account.Email },
        ["messagePayload"] = new JsonObject
        {
            ["space"] = new JsonObject { ["name"] = "spaces/1", ["spaceType"] = space },
            ["message"] = new JsonObject { ["name"] = "spaces/1/messages/1", ["text"] = $"@Telephone {text}", ["argumentText"] = $" {text}" },
        },
    });
}
