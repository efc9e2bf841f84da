using System.Text.Json;
using System.Text.Json.Nodes;
using RtcCluster.Contracts.Hub;
using RtcCluster.TestKit.Baresip;
using RtcCluster.TestKit.Google;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Addon;

/// <summary>Calls from a card on the telephone that stands on the desk: begun, held, taken back, handed on and ended, and seen in the API all the while.</summary>
[Collection(AddonCollection.Name)]
public sealed class AddonCallTests(AddonHouse house)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task ACallFromACard_RingsTheDeskPhone_ThenTheNumber_AndIsSteeredFromTheCard()
    {
        var account = house.Google.Accounts.GetOrAdd("subject-agent1", static (subject, google) => google.Add(subject, "agent1@demo.test"), house.Google);
        await using var alice = new TestPhone("1001", house.Edge.Udp);
        await using var bob = new TestPhone("1002", house.Edge.Udp);
        await using var carol = new TestPhone("1003", house.Edge.Udp);
        await using var rtp = new RtpPort();
        await alice.RegisterAsync();
        await bob.RegisterAsync();
        await carol.RegisterAsync();
        using var agent = await RestClient.SignInAsync(house.Edge.WebUrl, "agent1@demo.test", "demo");
        await using var browser = await HubPhone.ConnectAsync(house.Edge.WebUrl, agent.Token, "browser-of-agent1");

        var atAlice = alice.ReceiveInviteAsync();
        var (status, pressed) = await house.Hosts.AskAsync("call", house.Hosts.Pressed("GMAIL", account, inputs: new Dictionary<string, string> { ["number"] = "1002", ["with"] = "phone" }));
        Assert.Equal(200, status);
        Assert.Empty(AddonShapes.OfButton(pressed));
        Assert.Equal("Your telephone rings first; answer it, then 1002 is called.", pressed["renderActions"]!["action"]!["notification"]!["text"]!.ToString());

        var own = await atAlice;
        var atBob = bob.ReceiveInviteAsync();
        await own.AnswerAsync(SdpText.Audio(rtp.Local));
        var called = await atBob;
        await called.AnswerAsync(SdpText.Audio(rtp.Local));
        var call = (await CallAsync(agent, static calls => calls.Count == 1 && calls[0].GetProperty("answeredAt").ValueKind == JsonValueKind.String)).GetProperty("id").GetString()!;
        // Only the telephone was asked for.
        Assert.DoesNotContain(browser.Told, static told => told is CallCard);

        await ActAsync(account, call, "hold");
        await CallAsync(agent, static calls => calls[0].GetProperty("legs").EnumerateArray().Any(static leg => leg.GetProperty("onHold").GetBoolean()));
        Assert.Contains("Resume", AddonHouse.Texts((await house.Hosts.AskAsync("home", house.Hosts.Event("DOCS", account))).Body));
        await ActAsync(account, call, "resume");
        await CallAsync(agent, static calls => !calls[0].GetProperty("legs").EnumerateArray().Any(static leg => leg.GetProperty("onHold").GetBoolean()));

        var (atCarol, over) = (carol.ReceiveInviteAsync(), own.ReceiveAsync("BYE", Patience));
        await ActAsync(account, call, "transfer", "1003");
        var next = await atCarol;
        await next.AnswerAsync(SdpText.Audio(rtp.Local));
        await over;
        Assert.Equal("You may not see this call, or there is none.", await ActAsync(account, "no-such-call", "hangup"));

        using var other = await RestClient.SignInAsync(house.Edge.WebUrl, "agent2@demo.test", "demo");
        var (calledOver, nextOver) = (called.ReceiveAsync("BYE", Patience), next.ReceiveAsync("BYE", Patience));
        Assert.Equal(204, (await other.PostAsync($"api/v1/calls/{call}/hangup")).Status);
        await calledOver;
        await nextOver;
        await Eventually.GetAsync("the call in the log", Patience, () => agent.CallLogAsync(), log => log.Any(entry => entry.Id == call && entry.EndedAt is not null));
        var link = $"{house.Edge.WebUrl}log/{call}";
        var told = house.Hosts.Event("DOCS", account, new JsonObject { ["matchedUrl"] = new JsonObject { ["url"] = link } });
        var (_, preview) = await house.Hosts.AskAsync("link", told);
        Assert.Contains(AddonHouse.Texts(preview), static text => text.Contains('→', StringComparison.Ordinal));
        Assert.Empty(AddonShapes.OfLink(preview));
        Assert.Contains(link, AddonHouse.Texts((await house.Hosts.AskAsync("home", house.Hosts.Event("SHEETS", account))).Body));
    }

    /// <summary>The same with a telephone of somebody else's make, while a browser of the same user is connected.</summary>
    [Fact]
    public async Task ACallFromChat_OnBaresip_IsHeldTakenBackAndEndedFromTheCard()
    {
        var account = house.Google.Accounts.GetOrAdd("subject-agent4", static (subject, google) => google.Add(subject, "agent4@demo.test"), house.Google);
        await using var desk = await BaresipPhone.StartAsync(new BaresipOptions { User = "1004", Tone = 440, Registrar = house.Edge.Udp.ToString() });
        await using var bob = new TestPhone("1002", house.Edge.Udp);
        await using var rtp = new RtpPort();
        await bob.RegisterAsync();
        using var agent = await RestClient.SignInAsync(house.Edge.WebUrl, "agent4@demo.test", "demo");
        await using var browser = await HubPhone.ConnectAsync(house.Edge.WebUrl, agent.Token, "browser-of-agent4");

        var (_, answer) = await house.Hosts.AskAsync("call", house.Hosts.Pressed("CHAT", account, new Dictionary<string, string> { ["number"] = "1002" }, new Dictionary<string, string> { ["with"] = "phone" }));
        Assert.Empty(AddonShapes.OfChat(answer));
        await desk.WaitForAsync("CALL_INCOMING", Patience);
        var atBob = bob.ReceiveInviteAsync();
        await desk.AcceptAsync();
        await desk.WaitForAsync("CALL_ESTABLISHED", Patience);
        var called = await atBob;
        await called.AnswerAsync(SdpText.Audio(rtp.Local));
        var call = (await CallAsync(agent, static calls => calls.Count == 1 && calls[0].GetProperty("answeredAt").ValueKind == JsonValueKind.String)).GetProperty("id").GetString()!;
        Assert.DoesNotContain(browser.Told, static told => told is CallCard);

        Assert.Equal("Done.", await ActAsync(account, call, "hold"));
        await CallAsync(agent, static calls => calls[0].GetProperty("legs").EnumerateArray().Any(static leg => leg.GetProperty("onHold").GetBoolean()));
        Assert.Equal("Done.", await ActAsync(account, call, "resume"));
        await CallAsync(agent, static calls => !calls[0].GetProperty("legs").EnumerateArray().Any(static leg => leg.GetProperty("onHold").GetBoolean()));
        var over = called.ReceiveAsync("BYE", Patience);
        Assert.Equal("Done.", await ActAsync(account, call, "hangup"));

        await over;
        await desk.WaitForAsync("CALL_CLOSED", Patience);
    }

    [Theory]
    [InlineData("phone")]
    [InlineData("browser")]
    public async Task WithoutSuchADevice_TheCardSaysSo(string with)
    {
        var (_, account) = await house.NewUserAsync(static user => user with { Extension = $"57{user.Name[6..].PadLeft(3, '0')}" });

        var (_, pressed) = await house.Hosts.AskAsync("call", house.Hosts.Pressed("GMAIL", account, inputs: new Dictionary<string, string> { ["number"] = "1002", ["with"] = with }));
        var (_, none) = await house.Hosts.AskAsync("call", house.Hosts.Pressed("GMAIL", account, inputs: new Dictionary<string, string> { ["number"] = "nobody" }));

        Assert.Empty(AddonShapes.OfButton(pressed));
        Assert.DoesNotContain("rings first", pressed["renderActions"]!["action"]!["notification"]!["text"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("That is no number that can be called.", none["renderActions"]!["action"]!["notification"]!["text"]!.ToString());
    }

    private async Task<string> ActAsync(FakeGoogleAccount account, string call, string act, string? to = null)
    {
        var (status, body) = await house.Hosts.AskAsync(
            "act", house.Hosts.Pressed("GMAIL", account, new Dictionary<string, string> { ["call"] = call, ["act"] = act }, to is null ? null : new Dictionary<string, string> { ["to"] = to }));
        Assert.Equal(200, status);
        Assert.Empty(AddonShapes.OfButton(body));
        return body["renderActions"]!["action"]!["notification"]!["text"]!.ToString();
    }

    private static async Task<JsonElement> CallAsync(RestClient agent, Func<IReadOnlyList<JsonElement>, bool> fits) =>
        (await Eventually.GetAsync("the call as the API shows it", Patience, agent.ActiveCallsAsync, fits))[0];
}
