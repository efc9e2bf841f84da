using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.TestKit.Issuers;
using RtcCluster.TestKit.Rest;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

/// <summary>Signing in with an account elsewhere: whose it becomes, and everything that can go wrong on the way there and back.</summary>
[Collection(IssuerCollection.Name)]
public sealed class IssuerSignInTests(IssuerHouse house)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheBrowserIsSentToTheIssuer_WithAllThatBindsTheAnswerToIt()
    {
        using var browser = await house.BeginAsync();
        using var other = await house.BeginAsync();

        Assert.StartsWith($"{house.Issuer.Address}/auth?", browser.Issuer.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ("code", FakeIssuer.Client, browser.RedirectUri, "openid email profile", "S256", 43),
            (browser.Asked("response_type"), browser.Asked("client_id"), browser.Asked("redirect_uri"), browser.Asked("scope"), browser.Asked("code_challenge_method"), browser.Asked("code_challenge").Length));
        Assert.NotEqual((browser.Asked("state"), browser.Asked("nonce")), (other.Asked("state"), other.Asked("nonce")));
        Assert.DoesNotContain(browser.Asked("nonce"), browser.Ticket, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAccountWithTheAddressOfAUser_BecomesTheUsers_AndStaysItWhenTheAddressChanges()
    {
        var user = await house.NewUserAsync();

        var (first, tokens) = await house.SignInAsync(user);
        var (second, again) = await house.SignInAsync(user, claims => claims["email"] = "somebody.new@demo.test");

        Assert.Equal((200, 200), (first, second));
        Assert.Equal((user.Name, user.Name), (await house.WhoAsync(tokens), await house.WhoAsync(again)));
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{FakeIssuer.Client}:s3cret%20%26%20more")), house.Issuer.ExchangeAuthorization);
        var audit = await house.Get<IAuditLog>().ListAsync(new AuditFilter { TenantId = "demo" }, limit: 500, ct: Ct);
        Assert.Equal(("login.link", house.Issuer.Address), audit.Items.Select(each => each.Row).Where(row => row.Actor == user.Id).Select(row => (row.Action, row.Target)).Single());
    }

    [Theory]
    [InlineData("email_verified", "false")]
    [InlineData("email_verified", "null")]
    [InlineData("email", "\"stranger@demo.test\"")]
    [InlineData("email", "\"agent1@demo.test\\u0000\"")]
    public async Task AnAddressThatIsNotConfirmed_OrNobodys_SignsNobodyIn(string claim, string json)
    {
        var (status, body) = await house.SignInAsync(await house.NewUserAsync(), claims => claims[claim] = JsonNode.Parse(json));

        Assert.Equal((403, "no-account"), (status, IssuerHouse.Code(body)));
    }

    [Fact]
    public async Task ASecondAccountOfTheSameAddress_IsNotTheUsers_ForAddressesAreGivenToOthers()
    {
        var user = await house.NewUserAsync();
        Assert.Equal(200, (await house.SignInAsync(user)).Status);

        var (status, body) = await house.SignInAsync(user, claims => claims["sub"] = $"{user.Name}-the-next");

        Assert.Equal((403, "no-account"), (status, IssuerHouse.Code(body)));
        Assert.Equal(200, (await house.SignInAsync(user)).Status);
    }

    [Fact]
    public async Task AUserWhoMayNotSignIn_DoesNotThisWayEither_AndIsOutAtOnce()
    {
        var user = await house.NewUserAsync();
        var (_, tokens) = await house.SignInAsync(user);
        Assert.Equal(user.Name, await house.WhoAsync(tokens));

        var saved = await house.Get<IDirectoryWriter>().SaveUserAsync(user with { Disabled = true }, ct: Ct);

        Assert.True(saved.IsSaved, saved.Reason);
        Assert.Equal(("401", 403), (await house.WhoAsync(tokens), (await house.SignInAsync(user)).Status));
    }

    [Fact]
    public async Task AnAccountIsOneUsers_AndAUserHasOne()
    {
        var (first, second, third) = (await house.NewUserAsync(), await house.NewUserAsync(), await house.NewUserAsync());
        Assert.Equal(200, (await house.SignInAsync(first)).Status);
        using var session = await RestClient.SignInAsync(house.Edge.WebUrl, second.Email, second.Name);

        var ofAnother = await house.LinkAsync(session.Token, first);
        var own = await house.LinkAsync(session.Token, second);
        var more = await house.LinkAsync(session.Token, third);

        Assert.Equal((409, 204, 409), (ofAnother, own, more));
    }

    [Fact]
    public async Task WhatWasBegunToLink_SignsNobodyIn_AndTheOtherWayRound()
    {
        var user = await house.NewUserAsync();
        using var session = await RestClient.SignInAsync(house.Edge.WebUrl, user.Email, user.Name);
        using var linking = await house.BeginAsync(session.Token);
        using var signing = await house.BeginAsync();
        var before = house.Count("ticket");
        (linking.Ticket, signing.Ticket) = (signing.Ticket, linking.Ticket);
        (linking.Verifier, signing.Verifier) = (signing.Verifier, linking.Verifier);

        var (link, signIn) = ((await linking.FinishAsync(state: signing.Asked("state"))).Status, (await signing.FinishAsync(state: linking.Asked("state"))).Status);

        Assert.Equal((401, 401, 2), (link, signIn, house.Count("ticket") - before));
    }

    [Fact]
    public async Task AnAnswerToAnotherBrowser_OrToAnotherState_IsRefusedBeforeTheIssuerIsAsked()
    {
        var asked = 0;
        house.Issuer.Exchange = _ =>
        {
            asked++;
            return (400, "{}");
        };
        using var browser = await house.BeginAsync();
        using var attacker = await house.BeginAsync();

        var state = await browser.FinishAsync(state: attacker.Asked("state"));
        var own = browser.Verifier;
        browser.Verifier = attacker.Verifier;
        var verifier = await browser.FinishAsync();
        (browser.Verifier, browser.Ticket) = (own, browser.Ticket + "x");
        var forged = await browser.FinishAsync();

        Assert.Equal((401, 401, 401, 0), (state.Status, verifier.Status, forged.Status, asked));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""", 401, "issuer-refused")]
    [InlineData(401, """{"error":"invalid_client"}""", 503, "issuer-away")]
    [InlineData(429, "", 503, "issuer-away")]
    [InlineData(500, "<html>", 503, "issuer-away")]
    [InlineData(200, "<html>", 503, "issuer-away")]
    [InlineData(200, "[]", 401, "issuer-refused")]
    [InlineData(200, """{"access_token":"no id token"}""", 401, "issuer-refused")]
    public async Task WhateverTheIssuerAnswersToACode_HasItsAnswer(int answer, string text, int status, string code)
    {
        house.Issuer.Exchange = _ => (answer, text);
        using var browser = await house.BeginAsync();

        var (got, body) = await browser.FinishAsync();

        Assert.Equal((status, code), (got, IssuerHouse.Code(body)));
    }

    [Fact]
    public async Task AddressesAreAskedForWhereTheTokenHasNone_AndThoseOfAnotherSubjectAreNotUsed()
    {
        var user = await house.NewUserAsync();
        house.Issuer.UserInfo = new JsonObject { ["sub"] = "subject-of-another", ["email"] = user.Email, ["email_verified"] = true };
        var foreign = await house.SignInAsync(user, claims => claims.Remove("email"));
        house.Issuer.UserInfo = new JsonObject { ["sub"] = user.Name, ["email"] = user.Email, ["email_verified"] = true };
        var own = await house.SignInAsync(user, claims => claims.Remove("email"));

        Assert.Equal((403, 200), (foreign.Status, own.Status));
    }

    [Fact]
    public async Task PeopleAreSentBackToListedPagesAlone()
    {
        using var browser = new BrowserSignIn(house.Edge.WebUrl) { RedirectUri = "https://evil.example/signed-in" };

        var (status, problem) = await browser.StartAsync();

        Assert.Equal((400, "invalid"), (status, IssuerHouse.Code(problem)));
    }

    [Fact]
    public async Task WhereAddressesProveNothing_OnlyALinkedAccountSignsIn_AsLongAsItIsLinked()
    {
        await using var strict = new IssuerHouse();
        await strict.StartAsync(("Auth:LinkByEmail", "false"));
        var user = await strict.NewUserAsync();
        Assert.Equal(403, (await strict.SignInAsync(user)).Status);
        using var session = await RestClient.SignInAsync(strict.Edge.WebUrl, user.Email, user.Name);

        Assert.Equal(204, await strict.LinkAsync(session.Token, user));

        var (status, tokens) = await strict.SignInAsync(user);
        Assert.Equal((200, user.Name), (status, await strict.WhoAsync(tokens)));
        var list = await session.Http.GetFromJsonAsync<JsonArray>("api/v1/me/logins", Ct);
        Assert.Equal(new JsonObject { ["issuer"] = strict.Issuer.Address, ["name"] = "Test", ["label"] = user.Email }.ToJsonString(), list!.Single()!.ToJsonString());
        var login = new Uri($"api/v1/me/logins?issuer={Uri.EscapeDataString(strict.Issuer.Address)}", UriKind.Relative);
        using var gone = await session.Http.DeleteAsync(login, Ct);
        using var again = await session.Http.DeleteAsync(login, Ct);
        Assert.Equal((204, 404, 403), ((int)gone.StatusCode, (int)again.StatusCode, (await strict.SignInAsync(user)).Status));
    }
}
