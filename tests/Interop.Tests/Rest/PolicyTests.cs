using System.Text.Json;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>Documents, acceptances, consents and notices at a server of the class' own: what is published there stops calls.</summary>
[Trait("Clock", "none")]
public sealed class PolicyTests(PolicyTests.House house) : IClassFixture<PolicyTests.House>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Spoken = TimeSpan.FromSeconds(40);
    private static readonly string[] Purposes = ["diagnostics", "personalisation", "location", "thirdParties"];

    private Uri Web => house.Server!.Addresses.WebUrl;

    [Fact]
    public async Task AMaterialChange_StopsNewCalls_UntilItIsAccepted_AndNothingElse()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var (agent1, agent2) = (await Http.TokenAsync(Web, "agent1@demo.test"), await Http.TokenAsync(Web, "agent2@demo.test"));
        await using var one = new TestPhone("1001", house.Server!.Addresses.SipUdp);
        await using var two = new TestPhone("1002", house.Server!.Addresses.SipUdp);
        Assert.Equal(200, (await one.RegisterAsync()).Status);
        var talk = await one.InviteAsync("9196", SdpText.Audio(one.Sip.Local));
        Assert.Equal(200, talk.Response.Status);

        // A policy without a language is none.
        var (refused, why) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/policies/terms/draft", admin, new { titleEs = "Términos", titleEn = "Terms", textEs = "Nuevo.", textEn = "" });
        Assert.Equal(400, refused);
        Assert.Contains("textEn: a policy is written in Spanish and in English", why.ToString(), StringComparison.Ordinal);
        Assert.Equal(403, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/policies/terms/draft", agent1, new { })).Status);
        var (saved, draft) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/policies/terms/draft", admin, new { titleEs = "Términos", titleEn = "Terms", textEs = "## Uno\nNuevo <b>.", textEn = "## One\nNew <b>.", material = true });
        Assert.True(saved == 200, $"{saved} {draft}");
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/policies/terms?version=1", agent1)).Status);
        var (diffed, diff) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/policies/terms/draft/diff", admin);
        Assert.Equal((200, "added"), (diffed, diff.GetProperty("en").EnumerateArray().First(line => line.GetProperty("text").GetString() == "New <b>.").GetProperty("kind").GetString()));
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/policies/terms/publish", admin, new { revision = 1 })).Status);
        Assert.Equal(409, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/policies/terms/publish", admin, new { revision = 1 })).Status);

        // Who can hear it hears why before the refusal, in two languages, or tones where nothing can be spoken.
        await using var ear = new RtpPort();
        var own = await Eventually.GetAsync("the call to be refused", Spoken, () => one.InviteAsync("9196", SdpText.Audio(ear.Local), timeout: Spoken), call => call.Response.Status == 403);
        Assert.Contains("The terms have changed", own.Response.ToString(), StringComparison.Ordinal);
        Assert.True(ear.Packets > 20, $"{ear.Packets} packets came before the refusal");
        Assert.Equal(403, (await one.InviteAsync("+576017777777", "")).Response.Status);
        Assert.Equal(200, (await talk.ReinviteAsync(SdpText.Audio(one.Sip.Local))).Status);
        Assert.Equal(200, (await talk.HangUpAsync()).Status);

        var (_, pending) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/policies", agent2);
        var document = Assert.Single(pending.GetProperty("pending").EnumerateArray()).GetProperty("document");
        Assert.True(pending.GetProperty("blocked").GetBoolean());
        Assert.Equal(409, (await AcceptAsync(agent2, 1, new string('0', 64))).Status);
        Assert.Equal(204, (await AcceptAsync(agent2, 1, document.GetProperty("hash").GetString()!)).Status);

        // Who has not accepted is still rung.
        var calling = two.InviteAsync("1001", SdpText.Audio(two.Sip.Local));
        var incoming = await one.ReceiveInviteAsync(timeout: Patience);
        await incoming.AnswerAsync(SdpText.Audio(one.Sip.Local));
        var answered = await calling;
        Assert.Equal(200, answered.Response.Status);
        await answered.HangUpAsync();

        Assert.Equal(204, (await AcceptAsync(agent1, 1, document.GetProperty("hash").GetString()!)).Status);
        var again = await one.InviteAsync("9196", SdpText.Audio(one.Sip.Local));
        Assert.Equal(200, again.Response.Status);
        await again.HangUpAsync();
        var (_, accepted) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/policies", agent1);
        var acceptance = Assert.Single(accepted.GetProperty("accepted").EnumerateArray());
        Assert.Equal((1, "127.0.0.1", document.GetProperty("hash").GetString()), (acceptance.GetProperty("version").GetInt32(), acceptance.GetProperty("address").GetString()!.Replace("::ffff:", "", StringComparison.Ordinal), acceptance.GetProperty("hash").GetString()));
        var (_, trail) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/audit?action=policy.", admin);
        Assert.Equal(["policy.accept", "policy.draft", "policy.publish"], trail.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("action").GetString()!).Distinct().Order(StringComparer.Ordinal));

        // Everybody reads it, without a token, in either language; what was written is text and no markup, and who wrote it is for administrators alone.
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/policies/terms/diff?from=0&to=1")).Status);
        var (_, listed) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/policies");
        var (_, read) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/policies/terms", agent1);
        var (_, versions) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/policies/terms/versions", admin);
        Assert.All(listed.EnumerateArray().Append(read.GetProperty("document")), each => Assert.Equal("", each.GetProperty("modifiedBy").GetString()));
        Assert.Contains(versions.EnumerateArray(), each => each.GetProperty("modifiedBy").GetString() == "admin");
        var es = await PageAsync("policies/terms/1?lang=es");
        Assert.Contains("<html lang=\"es\">", es, StringComparison.Ordinal);
        Assert.Contains("Última modificación: <time", es, StringComparison.Ordinal);
        Assert.Contains("<p>Nuevo &lt;b&gt;.</p>", es, StringComparison.Ordinal);
        Assert.Contains("<h2>One</h2>", await PageAsync("policies/terms?lang=en"), StringComparison.Ordinal);
        Assert.Contains("A later version is in force.", await PageAsync("policies/terms/0?lang=en"), StringComparison.Ordinal);
        Assert.Contains("/policies/acceptance-guide?lang=en", await PageAsync("policies?lang=en"), StringComparison.Ordinal);
        foreach (var missing in new[] { "policies/nothing", "policies/terms/2", "policies/terms/1?company=other" })
        {
            Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, missing)).Status);
        }
    }

    [Theory]
    [InlineData("diagnostics")]
    [InlineData("personalisation")]
    [InlineData("location")]
    [InlineData("thirdParties")]
    public async Task WhoRefusesOne_LosesThatOneAlone(string refused)
    {
        var token = await Http.TokenAsync(Web, "agent3@demo.test");
        foreach (var purpose in Purposes)
        {
            await GiveAsync(token, purpose, true);
        }

        Assert.Equal(Purposes, await WorkingAsync(token));
        await GiveAsync(token, refused, false);
        Assert.Equal(Purposes.Where(purpose => purpose != refused), await WorkingAsync(token));
        var (_, consents) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/consents", token);
        var last = consents.GetProperty("changes")[0];
        Assert.Equal((refused, false, 64), (last.GetProperty("purpose").GetString(), last.GetProperty("given").GetBoolean(), last.GetProperty("policyHash").GetString()!.Length));

        // Everything is off without a word, and calls go on: the echo is called by whoever has accepted what there is to accept.
        foreach (var purpose in Purposes)
        {
            await GiveAsync(token, purpose, false);
        }

        Assert.Empty(await WorkingAsync(token));
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", token)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/location", token)).Status);
        Assert.Empty((await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/diagnostics", token)).Body.EnumerateArray());
    }

    [Fact]
    public async Task WithoutConsent_EverybodyIsSuggestedTheSame()
    {
        var (one, four) = (await Http.TokenAsync(Web, "agent1@demo.test"), await Http.TokenAsync(Web, "agent4@demo.test"));
        Assert.Equal((await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/suggestions", one)).Body.ToString(), (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/suggestions", four)).Body.ToString());
    }

    [Fact]
    public async Task ANoticeIsSeenOnce_AndOnceMoreAfterAChange()
    {
        var (admin, agent) = (await Http.TokenAsync(Web, "admin@demo.test"), await Http.TokenAsync(Web, "agent4@demo.test"));
        var notice = new { titleEs = "Versión 2", titleEn = "Version 2", textEs = "Es nueva.", textEn = "It is new." };
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/notices/v2", admin, new { titleEs = "x", titleEn = "x", textEs = "x", textEn = " " })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/notices/v2", admin, notice)).Status);
        Assert.Equal(["v2.1"], await UnseenAsync(agent));
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/notices/v2.1/seen", agent, new { })).Status);
        Assert.Empty(await UnseenAsync(agent));
        Assert.Equal(["v2.1"], await UnseenAsync(admin));

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/notices/v2", admin, notice)).Status);
        Assert.Equal(["v2.2"], await UnseenAsync(agent));
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/notices/v2", admin)).Status);
        Assert.Empty(await UnseenAsync(agent));
    }

    private async Task<string[]> UnseenAsync(string token) =>
        [.. (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/notices", token)).Body.EnumerateArray().Select(notice => notice.GetProperty("id").GetString()!).Where(id => id.StartsWith("v2", StringComparison.Ordinal))];

    private Task<(int Status, JsonElement Body)> AcceptAsync(string token, int version, string hash) =>
        Http.SendAsync(Web, HttpMethod.Post, "api/v1/me/policies/terms/acceptance", token, new { version, hash });

    private async Task GiveAsync(string token, string purpose, bool given)
    {
        var (status, body) = await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/me/consents/{purpose}", token, new { given });
        Assert.True(status == 200, $"{status} {body}");
    }

    // Google is not set up here: whoever allows it hears that, and whoever does not hears of the consent.
    private async Task<string[]> WorkingAsync(string token)
    {
        var google = new { redirectUri = new Uri(Web, "signed-in").ToString(), codeChallenge = "0123456789012345678901234567890123456789012" };
        var works = new[]
        {
            (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/me/diagnostics", token, new { text = "It broke." })).Status == 204,
            (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/suggestions", token)).Body.GetProperty("personalised").GetBoolean(),
            (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/location", token, new { latitude = 4.7, longitude = -74.1, accuracy = 20 })).Status == 204,
            await Http.SendAsync(Web, HttpMethod.Post, "api/v1/me/google/start", token, google) is var (status, body) && (status != 403 || Http.Code(body) != "consent-needed"),
        };
        return [.. Purposes.Where((_, place) => works[place])];
    }

    private async Task<string> PageAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = Web };
        return await http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }

    public sealed class House : IAsyncLifetime
    {
        public StandaloneServer? Server { get; private set; }

        public async ValueTask InitializeAsync() => Server = await StandaloneServer.StartAsync();

        public async ValueTask DisposeAsync()
        {
            if (Server is not null)
            {
                await Server.DisposeAsync();
            }
        }
    }
}
