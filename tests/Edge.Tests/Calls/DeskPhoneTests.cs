using System.Text.Json;
using RtcCluster.Contracts.Hub;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Rest;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>Which of the own devices ring for a call that a user asks for, and what they are told.</summary>
public sealed class DeskPhoneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task OwnDevices_RingAsTheyAreAskedFor()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var desk = new TestPhone("1001", edge.Udp);
        await desk.RegisterAsync();
        using var agent = await RestClient.SignInAsync(edge.WebUrl, "agent1@demo.test", "demo");
        await using var browser = await HubPhone.ConnectAsync(edge.WebUrl, agent.Token, "browser-of-agent1");

        // The telephone alone.
        foreach (var (body, isTold) in new (object, bool)[] { (new { to = "9196", with = "phone" }, false), (new { to = "9196", with = "phone", handsFree = true }, true) })
        {
            var ringing = desk.ReceiveInviteAsync();
            Assert.Equal(202, (await agent.PostAsync("api/v1/calls", body)).Status);
            var call = await ringing;
            Assert.Equal(isTold, call.Invite.Header("Call-Info").EndsWith(";answer-after=0", StringComparison.Ordinal));
            Assert.Equal(isTold, call.Invite.Header("Alert-Info").EndsWith(";info=alert-autoanswer;delay=0", StringComparison.Ordinal));
            await call.RefuseAsync(603, "Decline");
        }

        Assert.DoesNotContain(browser.Told, static told => told is CallCard);

        // The browser alone: the next INVITE that the telephone sees is of the call after that.
        Assert.Equal(202, (await agent.PostAsync("api/v1/calls", new { to = "9196", with = "browser", handsFree = true })).Status);
        var card = await browser.WaitForAsync<CallCard>("the call", static _ => true, Patience);
        Assert.Equal(204, (await agent.PostAsync($"api/v1/calls/{card.CallId}/hangup")).Status);
        var next = desk.ReceiveInviteAsync();
        Assert.Equal(202, (await agent.PostAsync("api/v1/calls", new { to = "9664" })).Status);
        Assert.Contains("9664", (await next).Invite.Header("From"), StringComparison.Ordinal);
        Assert.Equal(400, (await agent.PostAsync("api/v1/calls", new { to = "9196", with = "fax" })).Status);
    }

    [Fact]
    public async Task CallsThatAreMine_AreOfWhoeverAsks_SupervisorsToo()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var desk = new TestPhone("1001", edge.Udp);
        await desk.RegisterAsync();
        using var agent = await RestClient.SignInAsync(edge.WebUrl, "agent1@demo.test", "demo");
        using var supervisor = await RestClient.SignInAsync(edge.WebUrl, "supervisor@demo.test", "demo");
        var ringing = desk.ReceiveInviteAsync();
        Assert.Equal(202, (await agent.PostAsync("api/v1/calls", new { to = "9196", with = "phone" })).Status);
        var call = await ringing;

        var seen = new List<int>();
        foreach (var (client, query) in new[] { (agent, ""), (agent, "?mine=true"), (supervisor, "?mine=false"), (supervisor, "?mine=true") })
        {
            seen.Add((await client.GetAsync<JsonElement>($"api/v1/calls{query}")).GetProperty("items").GetArrayLength());
        }

        Assert.Equal([1, 1, 1, 0], seen);
        await call.RefuseAsync(603, "Decline");
    }

    [Fact]
    public async Task WithoutADeviceOfTheKind_NothingRings()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var desk = new TestPhone("1001", edge.Udp);
        await desk.RegisterAsync();
        using var agent = await RestClient.SignInAsync(edge.WebUrl, "agent1@demo.test", "demo");

        var (status, body) = await agent.PostAsync("api/v1/calls", new { to = "9196", with = "browser" });

        Assert.Equal(422, status);
        Assert.Contains("\"sipCode\":480", body, StringComparison.Ordinal);
        Assert.Empty(await agent.ActiveCallsAsync());
    }
}
