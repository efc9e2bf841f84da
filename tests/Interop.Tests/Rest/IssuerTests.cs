using RtcCluster.TestKit.Issuers;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>Signing in with an account of a certified OpenID provider, at a server of the class' own.</summary>
[Trait("Clock", "none")]
public sealed class IssuerTests(IssuerTests.House house) : IClassFixture<IssuerTests.House>
{
    private const string Page = "https://phone.rtc.test/signed-in";

    private StandaloneServer Server => house.Server ?? throw new InvalidOperationException("Standalone has not been started.");

    private Uri Web => Server.Addresses.WebUrl;

    [Fact]
    public async Task AnAccountSignsIn_OnceForEachCode_AndItsSessionIsLikeAnyOther()
    {
        Assert.SkipUnless(OidcProvider.IsInstalled, OidcProvider.Missing);
        using var browser = await BeginAsync();
        var back = BrowserSignIn.Query(await OidcProvider.VisitAsync(browser.Issuer, "one"));

        var (status, tokens) = await browser.FinishAsync(back["code"], back["state"]);
        var (twice, problem) = await browser.FinishAsync(back["code"], back["state"]);

        Assert.True(status == 200, $"{status} {tokens}");
        Assert.Equal((401, "issuer-refused"), (twice, Http.Code(problem)));
        var (access, refreshToken) = (tokens.GetProperty("accessToken").GetString(), tokens.GetProperty("refreshToken").GetString());
        var (_, me) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", access);
        Assert.Equal("agent1", me.GetProperty("name").GetString());
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/login/refresh", body: new { refreshToken })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/logout", access)).Status);
        Assert.Equal(401, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", access)).Status);
        Assert.Equal(401, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/login/refresh", body: new { refreshToken })).Status);
    }

    [Theory]
    [InlineData("unconfirmed", 403, "no-account")]
    [InlineData("stranger", 403, "no-account")]
    [InlineData("private", 401, "issuer-refused")]
    public async Task AnAccountThatIsNobodysHere_DoesNot(string account, int status, string code)
    {
        Assert.SkipUnless(OidcProvider.IsInstalled, OidcProvider.Missing);
        using var browser = await BeginAsync();
        var back = BrowserSignIn.Query(await OidcProvider.VisitAsync(browser.Issuer, account));

        var (got, problem) = await browser.FinishAsync(back["code"], back["state"]);

        Assert.Equal((status, code), (got, Http.Code(problem)));
    }

    [Fact]
    public async Task AServerThatIsKilledInTheMiddle_LosesNeitherTheSignInNorTheSession()
    {
        Assert.SkipUnless(OidcProvider.IsInstalled, OidcProvider.Missing);
        using var browser = await BeginAsync();
        var back = BrowserSignIn.Query(await OidcProvider.VisitAsync(browser.Issuer, "one"));
        await Server.KillAsync();
        await Server.StartAgainAsync();

        var (status, tokens) = await browser.FinishAsync(back["code"], back["state"]);
        await Server.KillAsync();
        await Server.StartAgainAsync();

        Assert.True(status == 200, $"{status} {tokens}");
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", tokens.GetProperty("accessToken").GetString())).Status);
    }

    private async Task<BrowserSignIn> BeginAsync()
    {
        var browser = new BrowserSignIn(Web) { RedirectUri = Page };
        var (status, body) = await browser.StartAsync();
        Assert.True(status == 200, $"The beginning gave {status} {body}.");
        return browser;
    }

    /// <summary>A provider with its accounts, and a server that takes some of them; nothing where no provider is installed.</summary>
    public sealed class House : IAsyncLifetime
    {
        private const string Accounts = """
            {
              "one": { "email": "agent1@demo.test", "email_verified": true, "hd": "demo.test" },
              "unconfirmed": { "email": "agent2@demo.test", "email_verified": false, "hd": "demo.test" },
              "private": { "email": "agent3@demo.test", "email_verified": true, "hd": "example.com" },
              "stranger": { "email": "stranger@demo.test", "email_verified": true, "hd": "demo.test" }
            }
            """;

        private OidcProvider? _issuer;

        public StandaloneServer? Server { get; private set; }

        public async ValueTask InitializeAsync()
        {
            if (OidcProvider.IsInstalled)
            {
                var port = FreePorts.Take();
                _issuer = await OidcProvider.StartAsync(port, Accounts, Page);
                Server = await StandaloneServer.StartAsync(
                    $"--Auth:Issuer={OidcProvider.AddressAt(port)}", $"--Auth:ClientId={FakeIssuer.Client}", $"--Auth:ClientSecret={FakeIssuer.Secret}",
                    "--Auth:HostedDomains=demo.test", $"--Auth:RedirectUris={Page}", "--Auth:Patience=00:00:30");
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (Server is not null)
            {
                await Server.DisposeAsync();
            }

            if (_issuer is not null)
            {
                await _issuer.DisposeAsync();
            }
        }
    }
}
