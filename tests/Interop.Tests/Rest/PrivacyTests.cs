using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>Retention rules and legal cases by REST: who may, what is refused, and that everything is in the audit trail.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PrivacyTests(ClusterFixture cluster)
{
    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task UsersSayHowLongTheirOwnIsKept_AndNonsenseIsRefused()
    {
        var agent = await Http.TokenAsync(Web, "agent3@demo.test");
        var (status, own) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/retention", agent, new { voicemailDays = 3000, callLogDays = 4000 });
        Assert.Equal((200, 3000, 4000), (status, own.GetProperty("voicemailDays").GetInt32(), own.GetProperty("callLogDays").GetInt32()));

        var (refused, problem) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/retention", agent, new { voicemailDays = -1 });
        Assert.Equal(400, refused);
        Assert.Contains("voicemail.users.agent3: -1 days; it must be 1 to 36500.", problem.ToString(), StringComparison.Ordinal);

        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var (_, rules) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/retention", admin);
        Assert.Equal(3000, rules.GetProperty("voicemail").GetProperty("users").GetProperty("agent3").GetInt32());
        await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/retention", agent, new { });
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/retention", agent)).Body.GetProperty("voicemailDays").ValueKind);
    }

    [Fact]
    public async Task AdministratorsSetRulesByVersion_AndAskForASweep()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var (status, rules) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/retention", admin, new { recordings = new { days = 36_500, queues = new { support = 36_500 } } });
        Assert.Equal((200, 36_500), (status, rules.GetProperty("recordings").GetProperty("queues").GetProperty("support").GetInt32()));
        var version = rules.GetProperty("version").GetInt32();
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/retention", admin, new { recordings = new { days = 0 } })).Status);
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/retention", admin, new { voicemail = new { queues = new { support = 9 } } })).Status);
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/retention?version={version}", admin, new { recordings = new { days = 36_500 } })).Status);
        Assert.Equal(409, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/retention?version={version}", admin, new { })).Status);

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/retention/sweeps", admin)).Status);
        await TestKit.Waiting.Eventually.IsTrueAsync("a sweep that is over", TimeSpan.FromSeconds(15), async () =>
            (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/retention/sweeps", admin)).Body.EnumerateArray().Any(sweep => sweep.GetProperty("endedAt").ValueKind == System.Text.Json.JsonValueKind.String));
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/retention/receipts", admin)).Status);
    }

    [Fact]
    public async Task ACaseNeedsTwoPeople_AndEachStepIsInTheTrail()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/legal-cases", admin, new { name = "Nobody", scope = new { } })).Status);
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/legal-cases", admin, new { name = "Other", scope = new { users = new[] { "other/agent1" } } })).Status);
        var (status, proposed) = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/legal-cases", admin, new { name = "Suit", reason = "asked", scope = new { users = new[] { "agent4" }, calls = new[] { "no-such-call" } } });
        Assert.Equal((200, "proposed", true), (status, proposed.GetProperty("state").GetString(), proposed.GetProperty("holds").GetBoolean()));
        var id = proposed.GetProperty("id").GetString()!;

        var (alone, same) = await Http.SendAsync(Web, HttpMethod.Post, $"api/v1/legal-cases/{id}/approve", admin);
        Assert.Equal((409, "same-person"), (alone, Http.Code(same)));

        var name = $"second-{id[^8..]}";
        var (made, user) = await Http.SendAsync(
            Web, HttpMethod.Put, $"api/v1/users/{name}", admin, new { email = $"{name}@demo.test", displayName = "Second", extension = "1990", role = "administrator", password = "second-person" });
        Assert.True(made is 200 or 201, user.ToString());
        var second = await Http.TokenAsync(Web, $"{name}@demo.test", "second-person");
        Assert.Equal("active", (await Http.SendAsync(Web, HttpMethod.Post, $"api/v1/legal-cases/{id}/approve", second)).Body.GetProperty("state").GetString());
        Assert.Equal(409, (await Http.SendAsync(Web, HttpMethod.Post, $"api/v1/legal-cases/{id}/approve", second)).Status);
        Assert.Equal("releasing", (await Http.SendAsync(Web, HttpMethod.Post, $"api/v1/legal-cases/{id}/ask-release", second)).Body.GetProperty("state").GetString());
        Assert.Equal(409, (await Http.SendAsync(Web, HttpMethod.Post, $"api/v1/legal-cases/{id}/release", second)).Status);
        Assert.Equal("released", (await Http.SendAsync(Web, HttpMethod.Post, $"api/v1/legal-cases/{id}/release", admin)).Body.GetProperty("state").GetString());
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/legal-cases/nothing/release", admin)).Status);

        var trail = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/audit?action=legal.&target={id}", admin)).Body.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("action").GetString()).ToList();
        Assert.Equal(["legal.release", "legal.release", "legal.ask-release", "legal.approve", "legal.approve", "legal.approve"], trail);
        await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/users/{name}", admin);
    }
}
