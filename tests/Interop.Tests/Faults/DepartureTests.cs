using System.Text.Json;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Faults;

/// <summary>kill -9 right after a user was deleted: the next process finishes it, and whoever gets the name finds nothing of before.</summary>
public sealed class DepartureTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task AfterAKillInMidDeletion_TheNextProcessFinishesIt_AndTheNameIsANewUsers()
    {
        await using var server = await StandaloneServer.StartAsync();
        var web = server.Addresses.WebUrl;
        var (admin, agent) = (await Http.TokenAsync(web, "admin@demo.test"), await Http.TokenAsync(web, "agent3@demo.test"));
        Assert.Equal(200, (await Http.SendAsync(web, HttpMethod.Put, "api/v1/me/voicemail/settings", agent, new { language = "en", pin = "8642" })).Status);
        Assert.Equal(200, (await Http.SendAsync(web, HttpMethod.Post, "api/v1/me/rights", agent, new { kind = "complaint", text = "mine" })).Status);
        Assert.Equal(200, (await Http.SendAsync(web, HttpMethod.Put, "api/v1/me/retention", agent, new { voicemailDays = 3 })).Status);

        Assert.Equal(204, (await Http.SendAsync(web, HttpMethod.Delete, "api/v1/users/agent3", admin)).Status);
        await server.KillAsync();

        await server.StartAgainAsync();
        admin = await Http.TokenAsync(web, "admin@demo.test");
        await Http.SendAsync(web, HttpMethod.Post, "api/v1/retention/sweeps", admin);
        await Eventually.IsTrueAsync(
            "the name to be free",
            Soon,
            async () => (await Http.SendAsync(
                web, HttpMethod.Put, "api/v1/users/agent3", admin, new { email = "agent3@demo.test", displayName = "Another", extension = "1003", role = "Agent", password = "another one" })).Status == 200);

        var (_, signedIn) = await Http.SendAsync(web, HttpMethod.Post, "api/v1/login", null, new { email = "agent3@demo.test", password = "another one" });
        var token = signedIn.GetProperty("accessToken").GetString();
        Assert.False((await Http.SendAsync(web, HttpMethod.Get, "api/v1/me/voicemail/settings", token)).Body.GetProperty("hasPin").GetBoolean());
        Assert.Empty((await Http.SendAsync(web, HttpMethod.Get, "api/v1/me/rights", token)).Body.EnumerateArray());
        Assert.Equal(JsonValueKind.Null, (await Http.SendAsync(web, HttpMethod.Get, "api/v1/me/retention", token)).Body.GetProperty("voicemailDays").ValueKind);
        Assert.Equal(401, (await Http.SendAsync(web, HttpMethod.Get, "api/v1/me", agent)).Status);
    }
}
