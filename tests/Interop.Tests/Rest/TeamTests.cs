using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>A supervisor of another team: what is refused, and what the own team's may do.</summary>
[Collection(ClusterCollection.Name)]
public sealed class TeamTests(ClusterFixture cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private string _admin = "";
    private string _tessa = "";

    private Uri Web => cluster.Server.Addresses.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _admin = await Http.TokenAsync(Web, "admin@demo.test");
        await UserAsync("tessa", "1121", "supervisor");
        await UserAsync("theo", "1122", "agent");
        _tessa = await Http.TokenAsync(Web, "tessa@demo.test", "a good one");
        await TeamAsync(["tessa"], ["theo"]);
    }

    public async ValueTask DisposeAsync()
    {
        await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/teams/north", _admin);
        foreach (var user in new[] { "tessa", "theo" })
        {
            await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/users/{user}", _admin);
        }
    }

    [Fact]
    public async Task ActsOnAgentsOfAnotherTeamAreRefused_ThoseOnTheOwnAreDone()
    {
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/northern", _admin, new { name = "Northern", members = new[] { new { agent = "agent3" } } })).Status);
        try
        {
            var (status, problem) = await SendAsync(HttpMethod.Put, "agents/agent3/state", new { state = "ready" });
            Assert.Equal((403, "The agent is in no team of yours."), (status, problem.GetProperty("detail").GetString()));
            Assert.Equal(403, (await SendAsync(HttpMethod.Put, "queues/northern/members/agent4", new { })).Status);
            Assert.Equal(403, (await SendAsync(HttpMethod.Delete, "queues/northern/members/agent3")).Status);

            Assert.Equal(204, (await SendAsync(HttpMethod.Put, "queues/northern/members/theo", new { })).Status);
            Assert.Equal(200, (await SendAsync(HttpMethod.Put, "agents/theo/state", new { state = "ready" })).Status);
            Assert.Equal(200, (await SendAsync(HttpMethod.Put, "agents/theo/state", new { state = "loggedOut", force = true })).Status);
            Assert.Equal(["agent3", "theo"], await Eventually.GetAsync("two agents", Soon, () => AgentsAsync("queue=northern"), static agents => agents.Count == 2));
            Assert.Equal(["theo"], await AgentsAsync("queue=northern&team=north"));
            Assert.Equal(404, (await SendAsync(HttpMethod.Get, "agents?team=south")).Status);

            // Whoever is in no team supervises all.
            var supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/northern/members/theo", supervisor)).Status);
        }
        finally
        {
            await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/northern", _admin);
        }
    }

    [Fact]
    public async Task CallsOfAnotherTeamAreNotListenedTo()
    {
        await using var alice = new TestPhone("1001", cluster.Server.Addresses.SipUdp);
        await using var bob = new TestPhone("1002", cluster.Server.Addresses.SipUdp);
        await using var rtp = new RtpPort();
        Assert.Equal(200, (await alice.RegisterAsync()).Status);
        Assert.Equal(200, (await bob.RegisterAsync()).Status);
        var calling = alice.InviteAsync("1002", SdpText.Audio(rtp.Local));
        var ringing = await bob.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(rtp.Local));
        var call = await calling;
        var active = (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/calls", _tessa)).Body.GetProperty("items");
        var path = $"calls/{active[active.GetArrayLength() - 1].GetProperty("id").GetString()}/supervision";

        Assert.Equal(403, (await SendAsync(HttpMethod.Post, path, new { mode = "listen" })).Status);
        Assert.Equal(403, (await SendAsync(HttpMethod.Post, path, new { mode = "listen", agent = "agent2" })).Status);

        // Once the agent is theirs only a telephone is missing: nobody has registered as tessa.
        await TeamAsync(["tessa"], ["theo", "agent2"]);
        Assert.Equal(422, (await SendAsync(HttpMethod.Post, path, new { mode = "listen" })).Status);
        Assert.Equal(403, (await SendAsync(HttpMethod.Post, path, new { mode = "listen", agent = "agent1" })).Status);

        await call.HangUpAsync();
        await ringing.ReceiveAsync("BYE", Soon);
        await alice.RegisterAsync(0);
        await bob.RegisterAsync(0);
    }

    [Fact]
    public async Task ATeamIsOfUsers_ItsSupervisorsMaySupervise_AndTwoDoNotOverwriteEachOther()
    {
        var (status, team) = await SendAsync(HttpMethod.Get, "teams/north");
        Assert.Equal((200, "theo"), (status, team.GetProperty("members")[0].GetString()));
        var version = team.GetProperty("version").GetInt32();
        Assert.Equal(403, (await SendAsync(HttpMethod.Put, "teams/north", new { name = "Mine" })).Status);
        foreach (var wrong in new object[]
        {
            new { name = "North", members = new[] { "nobody" } },
            new { name = "North", supervisors = new[] { "theo" } },
            new { name = "" },
        })
        {
            Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/teams/north", _admin, wrong)).Status);
        }

        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/teams/north?version={version}", _admin, new { name = "North" })).Status);
        Assert.Equal(409, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/teams/north?version={version}", _admin, new { name = "Nord" })).Status);
        Assert.Equal(404, (await SendAsync(HttpMethod.Get, "teams/south")).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/teams/south", _admin)).Status);
    }

    private Task UserAsync(string name, string extension, string role) =>
        Http.SaveUserAsync(Web, _admin, name, new { email = $"{name}@demo.test", displayName = name, extension, role, password = "a good one" });

    private async Task TeamAsync(string[] supervisors, string[] members) =>
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/teams/north", _admin, new { name = "North", supervisors, members })).Status);

    private async Task<List<string>> AgentsAsync(string filter) =>
        [.. (await SendAsync(HttpMethod.Get, $"agents?{filter}")).Body.GetProperty("items").EnumerateArray().Select(agent => agent.GetProperty("agent").GetString()!)];

    private Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null) => Http.SendAsync(Web, method, $"api/v1/{path}", _tessa, body);
}
