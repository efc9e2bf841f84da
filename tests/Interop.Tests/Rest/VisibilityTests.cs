using System.Text.Json;
using System.Text.RegularExpressions;
using RtcCluster.Contracts.Hub;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Phones;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>What a user shows, by every path that leads to it, for every kind of viewer: the raw answers are read, not what a page makes of them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class VisibilityTests(ClusterFixture cluster) : IAsyncLifetime
{
    private const string Owner = "vis-owner";
    private const string Number = "1570";
    private const string Group = "vis-group";
    private const string Contact = "vis-contact";
    private const string Stranger = "vis-stranger";
    private const string Supervisor = "supervisor";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly string[] Viewers = [Group, Contact, Stranger, Supervisor];
    private readonly Dictionary<string, string> _tokens = [];
    private readonly Dictionary<string, string> _calls = [];
    private string _admin = "";

    private Uri Web => cluster.Server.Addresses.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _admin = await Http.TokenAsync(Web, "admin@demo.test");
        foreach (var (index, user) in new[] { Owner, Group, Contact, Stranger }.Index())
        {
            await Http.SaveUserAsync(Web, _admin, user, new { displayName = $"Visible {user}", email = $"{user}@demo.test", extension = $"157{index}", role = "agent", password = "demo" });
            _tokens[user] = await Http.TokenAsync(Web, $"{user}@demo.test");
        }

        _tokens[Supervisor] = await Http.TokenAsync(Web, "supervisor@demo.test");
        Assert.Equal(201, (await SendAsync(Owner, HttpMethod.Post, "conversations", new { name = "Circle", members = new[] { Group } })).Status);
        // Who puts the owner into a group sees no more for it.
        Assert.Equal(201, (await SendAsync(Stranger, HttpMethod.Post, "conversations", new { name = "Trap", members = new[] { Owner } })).Status);
        Assert.Equal(201, (await SendAsync(Owner, HttpMethod.Post, "contacts", new { name = "A friend", emails = new[] { new { address = $"{Contact}@demo.test" } } })).Status);
        // Each has called the owner once, who was not there: the log has the number. Calls of before were those of others, who had the same names.
        var before = (await cluster.Admin.CallLogAsync($"party={Number}")).Select(static entry => entry.Id).ToHashSet();
        foreach (var (user, number) in new[] { (Group, "1571"), (Contact, "1572"), (Stranger, "1573") })
        {
            await using var phone = new TestPhone(number, cluster.Server.Addresses.SipUdp);
            await using var port = new RtpPort();
            Assert.Equal(480, (await phone.InviteAsync(Number, SdpText.Audio(port.Local))).Response.Status);
            var logged = await cluster.Admin.WaitForCallLogAsync($"the call of {user}", entry => entry.From == number && entry.To == Number && entry.EndedAt is not null && !before.Contains(entry.Id), Soon);
            _calls[user] = _calls[Supervisor] = logged[0].Id;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var user in new[] { Owner, Group, Contact, Stranger })
        {
            await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/users/{user}", _admin);
        }
    }

    [Theory]
    [InlineData("everyone", Group, Contact, Stranger, Supervisor)]
    [InlineData("groups", Group, Supervisor)]
    [InlineData("contacts", Contact, Supervisor)]
    [InlineData("nobody", Supervisor)]
    public async Task NumberAndPresenceAreShownToWhomTheOwnerSays_AndToNobodyElse(string rule, params string[] allowed)
    {
        Assert.Equal(200, (await SendAsync(Owner, HttpMethod.Put, "me/visibility", new { presence = rule, number = rule, lastSeen = rule })).Status);
        Assert.Equal(rule, (await SendAsync(Owner, HttpMethod.Get, "me/visibility")).Body.GetProperty("presence").GetString());
        await using var there = await HubPhone.ConnectAsync(Web, _tokens[Owner], $"device-vis-{rule}");
        foreach (var viewer in Viewers)
        {
            var sees = allowed.Contains(viewer);

            // Lists and searches.
            var (_, colleagues) = await SendAsync(viewer, HttpMethod.Get, $"colleagues?query={Owner}");
            Assert.Equal((viewer, sees ? Number : null), (viewer, colleagues.GetProperty("items")[0].GetProperty("extension").GetString()));
            var (_, byNumber) = await SendAsync(viewer, HttpMethod.Get, $"colleagues?query={Number}");
            Assert.Equal((viewer, sees ? 1 : 0), (viewer, byNumber.GetProperty("items").GetArrayLength()));
            var (_, users) = await SendAsync(viewer, HttpMethod.Get, $"users?search={Owner}");
            Assert.Equal((viewer, sees ? Number : null), (viewer, users.GetProperty("items")[0].GetProperty("extension").GetString()));
            Assert.Equal((viewer, sees ? 1 : 0), (viewer, (await SendAsync(viewer, HttpMethod.Get, $"users?search={Number}")).Body.GetProperty("items").GetArrayLength()));
            Assert.Equal((viewer, sees ? Number : null), (viewer, (await SendAsync(viewer, HttpMethod.Get, $"users/{Owner}")).Body.GetProperty("extension").GetString()));

            // The log, its entries and their events.
            var (_, log) = await SendAsync(viewer, HttpMethod.Get, "call-log?limit=200");
            var call = _calls[viewer];
            var mine = log.GetProperty("items").EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == call);
            Assert.Equal((viewer, sees ? Number : ""), (viewer, mine.GetProperty("to").GetString()));
            var (_, byParty) = await SendAsync(viewer, HttpMethod.Get, $"call-log?party={Number}&limit=1");
            Assert.Equal((viewer, sees), (viewer, byParty.GetProperty("items").GetArrayLength() == 1));
            Assert.True(sees || byParty.GetProperty("next").ValueKind == JsonValueKind.Null);
            Assert.Equal((viewer, sees), (viewer, (await SendAsync(viewer, HttpMethod.Get, $"call-log/{call}")).Body.ToString().Contains($"\"{Number}\"", StringComparison.Ordinal)));
            Assert.Equal((viewer, sees), (viewer, (await SendAsync(viewer, HttpMethod.Get, $"call-log/{call}/events")).Body.ToString() is var events && Regex.IsMatch(events, $"[\"/:]{Number}[\"@]")));

            // The hub.
            await using var phone = await HubPhone.ConnectAsync(Web, _tokens[viewer], $"device-vis-{viewer}-{rule}", canRing: false);
            var card = Assert.Single(await phone.InvokeAsync<PresenceCard[]>("Watch", (object)new[] { Owner }));
            Assert.Equal((viewer, sees ? PresenceStatus.Available : PresenceStatus.Offline), (viewer, card.Status));
            await there.InvokeAsync<HubReceipt>("SetPresence", new PresenceRequest(PresenceStatus.Busy, "at lunch"));
            if (sees)
            {
                await phone.WaitForAsync<PresenceCard[]>("the change", cards => cards.Any(seen => seen is { User: Owner, Status: PresenceStatus.Busy, Reason: "at lunch" }), Soon);
            }

            await there.InvokeAsync<HubReceipt>("SetPresence", new PresenceRequest(PresenceStatus.Available, null));
            if (sees)
            {
                await phone.WaitForAsync<PresenceCard[]>("the change back", cards => cards.Any(seen => seen is { User: Owner, Status: PresenceStatus.Available }), Soon);
            }
            else
            {
                // Whoever may see is told after a change of the rule, which comes after the two changes before it.
                Assert.Equal(200, (await SendAsync(Owner, HttpMethod.Put, "me/visibility", new { presence = "everyone", number = rule, lastSeen = rule })).Status);
                await phone.WaitForAsync<PresenceCard[]>("the owner, who shows again", cards => cards.Any(seen => seen is { User: Owner, Status: PresenceStatus.Available }), Soon);
                Assert.DoesNotContain(phone.Told.OfType<PresenceCard[]>().SelectMany(static cards => cards), static seen => seen.Status == PresenceStatus.Busy);
                Assert.Equal(200, (await SendAsync(Owner, HttpMethod.Put, "me/visibility", new { presence = rule, number = rule, lastSeen = rule })).Status);
                await phone.WaitForAsync<PresenceCard[]>("the owner, who hides", cards => cards.Any(seen => seen is { User: Owner, Status: PresenceStatus.Offline }), Soon);
            }
        }

        // Telephones: presence as of who is not there. 1571 is in the group, 1572 among the contacts.
        foreach (var (viewer, number) in new[] { (Group, "1571"), (Contact, "1572"), (Stranger, "1573") })
        {
            await using var phone = new TestPhone(number, cluster.Server.Addresses.SipUdp);
            var lamp = await phone.SubscribeAsync(Number, "presence");
            Assert.Equal(200, lamp.Response.Status);
            var told = await lamp.ReceiveAsync("the presence", static _ => true, Soon);
            Assert.Equal((viewer, allowed.Contains(viewer)), (viewer, told.Body.Contains("<basic>open</basic>", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task WhatIsNoRuleIsRefused_AndTheRestOfTheSettingsLeavesItAlone()
    {
        Assert.Equal(400, (await SendAsync(Owner, HttpMethod.Put, "me/visibility", new { presence = "friends" })).Status);
        Assert.Equal(401, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/visibility")).Status);
        Assert.Equal(200, (await SendAsync(Owner, HttpMethod.Put, "me/visibility", new { number = "nobody" })).Status);
        Assert.Equal(200, (await SendAsync(Owner, HttpMethod.Put, "me/calls", new { callWaiting = false })).Status);
        var (_, kept) = await SendAsync(Owner, HttpMethod.Get, "me/visibility");
        Assert.Equal(("everyone", "nobody", "everyone"), (Text(kept, "presence"), Text(kept, "number"), Text(kept, "lastSeen")));
        Assert.Null((await SendAsync(Stranger, HttpMethod.Get, $"users/{Owner}")).Body.GetProperty("extension").GetString());
        Assert.Equal(Number, (await SendAsync(Owner, HttpMethod.Get, "me")).Body.GetProperty("extension").GetString());
        Assert.Equal(Number, (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/users/{Owner}", _admin)).Body.GetProperty("extension").GetString());
    }

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();

    private Task<(int Status, JsonElement Body)> SendAsync(string user, HttpMethod method, string path, object? body = null) =>
        Http.SendAsync(Web, method, $"api/v1/{path}", _tokens[user], body);
}
