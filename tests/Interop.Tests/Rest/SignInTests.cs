using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Rest;

[Collection(ClusterCollection.Name)]
public sealed class SignInTests(ClusterFixture cluster)
{
    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task TokenTellsWhoIsSignedIn()
    {
        var (status, me) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", await Http.TokenAsync(Web, "agent1@demo.test"));

        Assert.Equal(200, status);
        Assert.Equal(("agent1", "1001", "agent"), (me.GetProperty("name").GetString(), me.GetProperty("extension").GetString(), me.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task WrongPasswordAndUnknownAccountGetTheSameAnswer()
    {
        var wrong = await Http.SignInAsync(Web, "agent4@demo.test", "not it");
        var unknown = await Http.SignInAsync(Web, "nobody@demo.test", "not it");

        Assert.Equal((401, "bad-credentials"), (wrong.Status, Http.Code(wrong.Body)));
        Assert.Equal((401, "bad-credentials"), (unknown.Status, Http.Code(unknown.Body)));
        Assert.Equal(wrong.Body.GetProperty("detail").GetString(), unknown.Body.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task GuessingIsSlowedDown_AndSaysForHowLong()
    {
        var last = 0;
        for (var attempt = 0; attempt < 12 && last != 429; attempt++)
        {
            last = (await Http.SignInAsync(Web, "guessed@demo.test", $"guess {attempt}")).Status;
        }

        Assert.Equal(429, last);
        Assert.Equal(200, (await Http.SignInAsync(Web, "agent2@demo.test", "demo")).Status);
    }

    [Fact]
    public async Task SessionThatIsRevokedOnOneDeviceIsDeadAtOnceOnTheOther()
    {
        var here = await Http.TokenAsync(Web, "agent3@demo.test");
        var there = await Http.TokenAsync(Web, "agent3@demo.test");
        var (_, sessions) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/sessions", here);
        var (_, others) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/sessions", there);
        var current = others.EnumerateArray().Single(session => session.GetProperty("current").GetBoolean()).GetProperty("id").GetString();
        Assert.Contains(sessions.EnumerateArray(), session => session.GetProperty("id").GetString() == current && !session.GetProperty("current").GetBoolean());

        var revoked = await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/sessions/{current}", here);

        Assert.Equal(204, revoked.Status);
        var dead = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", there);
        Assert.Equal((401, "session-ended"), (dead.Status, Http.Code(dead.Body)));
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", here)).Status);
    }

    [Fact]
    public async Task SigningOutEverywhere_EndsEverySession_ThisOneToo()
    {
        var (here, there) = (await Http.TokenAsync(Web, "agent4@demo.test"), await Http.TokenAsync(Web, "agent4@demo.test"));

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/sessions?everywhere=true", here)).Status);

        foreach (var token in new[] { here, there })
        {
            var (status, problem) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", token);
            Assert.Equal((401, "session-ended"), (status, Http.Code(problem)));
        }
    }

    [Fact]
    public async Task ASessionSaysWhereItIs()
    {
        const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
        var (_, tokens) = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/login", null, new { email = "agent1@demo.test", password = "demo" }, ("User-Agent", Firefox));

        var (_, sessions) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/sessions", tokens.GetProperty("accessToken").GetString());

        var current = sessions.EnumerateArray().Single(session => session.GetProperty("current").GetBoolean());
        Assert.Equal(
            ("Firefox", "Linux", "127.0.0.1"),
            (current.GetProperty("browser").GetString(), current.GetProperty("system").GetString(), current.GetProperty("address").GetString()));
    }

    [Fact]
    public async Task SessionOfSomebodyElseCannotBeRevoked()
    {
        var (_, sessions) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/sessions", await Http.TokenAsync(Web, "agent2@demo.test"));
        var victim = sessions.EnumerateArray().First().GetProperty("id").GetString();

        var (status, _) = await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/sessions/{victim}", await Http.TokenAsync(Web, "agent1@demo.test"));

        Assert.Equal(404, status);
    }

    [Fact]
    public async Task SignedOutTokenIsRefused_AndItsRefreshTokenToo()
    {
        var (_, tokens) = await Http.SignInAsync(Web, "agent1@demo.test", "demo");
        var access = tokens.GetProperty("accessToken").GetString();
        var refreshToken = tokens.GetProperty("refreshToken").GetString();
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/login/refresh", body: new { refreshToken })).Status);

        await Http.SendAsync(Web, HttpMethod.Post, "api/v1/logout", access);

        Assert.Equal(401, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", access)).Status);
        Assert.Equal(401, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/login/refresh", body: new { refreshToken })).Status);
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task ForgedTokenIsRefused(string token) =>
        Assert.Equal(401, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", token)).Status);
}
