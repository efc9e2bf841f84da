using System.Text.Json;
using RtcCluster.Contracts.Hub;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Hub;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Rooms;

/// <summary>A group is called: each member rings once, who has blocked the caller never, and whoever comes is in one conference that nobody else comes into.</summary>
[Collection(ClusterCollection.Name)]
public sealed class GroupCallTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    // One who begins the call, one who comes, two who have blocked the first, and one who comes later.
    private static readonly string[] Members = ["gc-first", "gc-comes", "gc-refuses", "gc-blocks", "gc-later"];

    private readonly Dictionary<string, string> _tokens = [];

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task EachMemberRingsOnce_ABlockedOnesNever_AndWhoComesLaterDials()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        foreach (var (index, member) in Members.Index())
        {
            Assert.Equal(200, (await Http.SendAsync(
                Web, HttpMethod.Put, $"api/v1/users/{member}", admin,
                new { displayName = member, email = $"{member}@demo.test", extension = $"156{index}", role = "agent", password = "demo" })).Status);
            _tokens[member] = await Http.TokenAsync(Web, $"{member}@demo.test");
        }

        Assert.Equal(200, (await SendAsync("gc-refuses", HttpMethod.Put, "me/calls", new { blocked = new[] { "1560" } })).Status);
        Assert.Equal(204, (await SendAsync("gc-blocks", HttpMethod.Put, "me/blocked-users/gc-first")).Status);
        var (made, body) = await SendAsync("gc-first", HttpMethod.Post, "conversations", new { name = "Night shift", members = Members[1..] });
        Assert.Equal(201, made);
        var group = body.GetProperty("conversation").GetProperty("id").GetString()!;
        await using var first = await PhoneAsync("gc-first");
        await using var comes = await PhoneAsync("gc-comes");
        await using var refuses = await PhoneAsync("gc-refuses");
        await using var blocks = await PhoneAsync("gc-blocks");
        await using var later = await PhoneAsync("gc-later");

        // The first dials; the others are rung. Asked twice, each rings once.
        var dialled = await first.InvokeAsync<DialReceipt>("Dial", new DialRequest(NewId(), group, Offers.Plain(1, 31100)));
        Assert.Null(dialled.Failure);
        await Told(first, dialled.CallId, HubCallState.Connected);
        await MembersAsync(group, "gc-first");
        for (var i = 0; i < 2; i++)
        {
            var (status, started) = await SendAsync("gc-first", HttpMethod.Post, $"conversations/{group}/calls", new { own = false });
            Assert.Equal((202, group, 4), (status, started.GetProperty("to").GetString(), started.GetProperty("others").GetInt32()));
        }

        var rings = await comes.WaitForAsync<CallCard>("the group's call", card => card.State == HubCallState.Ringing, Soon);
        Assert.Equal("Night shift", rings.Peer.Name);
        await later.WaitForAsync<CallCard>("the group's call", card => card.State == HubCallState.Ringing, Soon);
        await comes.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(rings.CallId, Offers.Plain(1, 31102)));
        await comes.WaitForAsync<RenegotiateOrder>("the order to go into the room", order => order.CallId == rings.CallId, Soon);
        Assert.Null((await comes.InvokeAsync<HubReceipt>("Reattach", new AnswerRequest(rings.CallId, Offers.Plain(2, 31104)))).Failure);
        await MembersAsync(group, "gc-first", "gc-comes");

        // Who declined comes later all the same; who has blocked the first is a member like the others, and comes by dialling.
        var declined = later.Told.OfType<CallCard>().First();
        await later.InvokeAsync<HubReceipt>("Decline", new CallRequest(declined.CallId));
        var joined = await later.InvokeAsync<DialReceipt>("Dial", new DialRequest(NewId(), group, Offers.Plain(1, 31106)));
        await Told(later, joined.CallId, HubCallState.Connected);
        await MembersAsync(group, "gc-first", "gc-comes", "gc-later");

        // Nobody else: not by dialling, not by looking.
        await using var stranger = new TestPhone("1003", cluster.Server.Addresses.SipUdp);
        await using var port = new RtpPort();
        Assert.Equal(404, (await stranger.InviteAsync(group, SdpText.Audio(port.Local))).Response.Status);
        var outside = await Http.TokenAsync(Web, "agent3@demo.test");
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/conversations/{group}/call", outside)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Post, $"api/v1/conversations/{group}/calls", outside, new { own = true })).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Post, $"api/v1/conversations/{group}/calls", admin, new { own = true })).Status);

        foreach (var (phone, rung) in new[] { (comes, 1), (later, 1), (refuses, 0), (blocks, 0), (first, 0) })
        {
            Assert.Equal(rung, phone.Told.OfType<CallCard>().Select(card => card.CallId).Distinct().Count());
        }

        foreach (var (phone, call) in new[] { (first, dialled.CallId), (comes, rings.CallId), (later, joined.CallId) })
        {
            await phone.InvokeAsync<HubReceipt>("HangUp", new CallRequest(call));
        }

        await MembersAsync(group);
        foreach (var member in Members)
        {
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/users/{member}", admin)).Status);
        }
    }

    [Fact]
    public async Task WhoCouldNotBeRung_IsRungByTheNextCallAtOnce_AndWhoWasRungIsNotRungTwice()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        string[] members = ["gh-first", "gh-here", "gh-away"];
        foreach (var (index, member) in members.Index())
        {
            Assert.Equal(200, (await Http.SendAsync(
                Web, HttpMethod.Put, $"api/v1/users/{member}", admin,
                new { displayName = member, email = $"{member}@demo.test", extension = $"159{index + 1}", role = "agent", password = "demo" })).Status);
            _tokens[member] = await Http.TokenAsync(Web, $"{member}@demo.test");
        }

        try
        {
            var group = (await SendAsync("gh-first", HttpMethod.Post, "conversations", new { name = "Halfway", members = members[1..] })).Body.GetProperty("conversation").GetProperty("id").GetString()!;
            await using var here = await PhoneAsync("gh-here");
            // The caller's own devices cannot be rung: nobody else is, then.
            Assert.Equal(480, (await SendAsync("gh-first", HttpMethod.Post, $"conversations/{group}/calls", new { own = true })).Body.GetProperty("sipCode").GetInt32());
            Assert.Empty(here.Told.OfType<CallCard>());

            // One of two can be.
            Assert.Equal(202, (await SendAsync("gh-first", HttpMethod.Post, $"conversations/{group}/calls", new { own = false })).Status);
            await here.WaitForAsync<CallCard>("the group's call", card => card.State == HubCallState.Ringing, Soon);
            await using var away = await PhoneAsync("gh-away");
            Assert.Equal(202, (await SendAsync("gh-first", HttpMethod.Post, $"conversations/{group}/calls", new { own = false })).Status);

            await away.WaitForAsync<CallCard>("the group's call", card => card.State == HubCallState.Ringing, Soon);
            Assert.Single(here.Told.OfType<CallCard>().Select(card => card.CallId).Distinct());
        }
        finally
        {
            foreach (var member in members)
            {
                await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/users/{member}", admin);
            }
        }
    }

    private static string NewId() => Guid.NewGuid().ToString();

    private static Task<CallUpdate> Told(HubPhone phone, string call, HubCallState state) =>
        phone.WaitForAsync<CallUpdate>($"{state}", update => update.Call.CallId == call && update.Call.State == state, Soon);

    private Task<HubPhone> PhoneAsync(string user) => HubPhone.ConnectAsync(Web, _tokens[user], $"device-of-{user}");

    private Task<JsonElement> MembersAsync(string group, params string[] users) => Eventually.GetAsync(
        $"{string.Join(", ", users)} in the group's call",
        Soon,
        async () => (await SendAsync("gc-comes", HttpMethod.Get, $"conversations/{group}/call")).Body.GetProperty("members"),
        members => members.EnumerateArray().Select(member => member.GetProperty("user").GetString()).SequenceEqual(users));

    private Task<(int Status, JsonElement Body)> SendAsync(string user, HttpMethod method, string path, object? body = null) =>
        Http.SendAsync(Web, method, $"api/v1/{path}", _tokens[user], body);
}
