using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RtcCluster.TestKit.Google;
using Xunit;

namespace RtcCluster.Edge.Tests.Addon;

/// <summary>Requests that are not Google's, or not of one of our users: each is refused for its own reason, with one answer for all.</summary>
[Collection(AddonCollection.Name)]
public sealed class AddonTokenTests(AddonHouse house)
{
    public static TheoryData<string> Cases => [.. Forgeries.Keys];

    /// <summary>In a header there is no room for a huge one.</summary>
    public static TheoryData<string> HeaderCases => [.. Forgeries.Keys.Where(static name => name != Huge)];

    private const string Huge = "that is huge";

    /// <summary>Name of the forgery: the reason that is counted, and how the token is made of good claims.</summary>
    private static readonly Dictionary<string, (string Reason, Func<JsonObject, FakeSigner, string> Make)> Forgeries = new()
    {
        ["of another audience"] = ("audience", Claim("aud", "https://phone.example.com/addon/home")),
        ["of no audience"] = ("audience", Without("aud")),
        ["of two audiences"] = ("party", (claims, signer) => signer.Sign(With(claims, "aud", new JsonArray(claims["aud"]!.DeepClone(), "another")))),
        ["of another issuer"] = ("issuer", Claim("iss", "https://accounts.example.com")),
        ["expired"] = ("lifetime", Claim("exp", Seconds(-120))),
        ["that never expires"] = ("lifetime", Without("exp")),
        ["not valid yet"] = ("lifetime", Claim("nbf", Seconds(300))),
        ["made in the future"] = ("age", Claim("iat", Seconds(300))),
        ["without a signature"] = ("algorithm", (claims, _) => FakeSigner.Unsigned(claims)),
        ["signed with a secret"] = ("algorithm", (claims, signer) => signer.SignBySecret(claims, "a secret that everybody knows, as long as it has to be")),
        ["signed with the public key as a secret"] = ("algorithm", (claims, signer) => signer.SignBySecret(claims, signer.PublicKey())),
        ["signed with another key of the same name"] = ("signature", Signed(_ => { })),
        ["signed with a key of another name"] = ("key", Signed(head => head["kid"] = "another")),
        ["that was changed after it was signed"] = ("signature", Changed),
        ["of another kind"] = ("type", (claims, signer) => signer.Sign(claims, head => head["typ"] = "at+jwt")),
        ["that is none"] = ("malformed", (_, _) => "no-token"),
        [Huge] = ("malformed", (claims, signer) => signer.Sign(With(claims, "more", new string('x', 40_000)))),
    };

    [Theory]
    [MemberData(nameof(HeaderCases))]
    public async Task ARequestWithAForgedTokenOfTheServiceAccount_IsRefused(string name)
    {
        var (_, account) = await house.NewUserAsync();
        var (reason, make) = Forgeries[name];
        var before = house.Count($"system-{reason}");

        var (status, body) = await house.Hosts.AskAsync("home", house.Hosts.Event("GMAIL", account), make(house.Hosts.SystemClaims("home"), house.Google.Signer));

        Refused(status, body, name);
        Assert.True(house.Count($"system-{reason}") == before + 1, $"A token {name} was not refused as {reason}.");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ARequestWithAForgedTokenOfTheUser_IsRefused(string name)
    {
        var (_, account) = await house.NewUserAsync();
        var (reason, make) = Forgeries[name];
        var before = house.Count($"user-{reason}");
        var told = house.Hosts.Event("GMAIL", account);
        told["authorizationEventObject"]!["userIdToken"] = make(house.Hosts.UserClaims(account), house.Google.Signer);

        var (status, body) = await house.Hosts.AskAsync("home", told);

        Refused(status, body, name);
        Assert.True(house.Count($"user-{reason}") == before + 1, $"A token {name} was not refused as {reason}.");
    }

    [Theory]
    [InlineData("email", "service-987654321@gcp-sa-gsuiteaddons.iam.gserviceaccount.com", "account")]
    [InlineData("email", null, "account")]
    [InlineData("email_verified", false, "unconfirmed")]
    public async Task ATokenOfAnotherServiceAccount_IsRefused(string claim, object? value, string reason)
    {
        var (_, account) = await house.NewUserAsync();
        var before = house.Count($"system-{reason}");
        var claims = house.Hosts.SystemClaims("home");
        claims[claim] = value is null ? null : JsonValue.Create(value);

        var (status, body) = await house.Hosts.AskAsync("home", house.Hosts.Event("GMAIL", account), house.Google.Signer.Sign(claims));

        Refused(status, body, reason);
        Assert.Equal(before + 1, house.Count($"system-{reason}"));
    }

    [Fact]
    public async Task ATokenForAnotherEndpoint_AndNone_AreRefused()
    {
        var (_, account) = await house.NewUserAsync();
        var (audience, none, user) = (house.Count("system-audience"), house.Count("system-none"), house.Count("user-none"));
        var told = house.Hosts.Event("GMAIL", account);

        var other = await house.Hosts.AskAsync("call", told, house.Google.Signer.Sign(house.Hosts.SystemClaims("home")));
        var without = await house.Hosts.AskAsync("home", told, null);
        told["authorizationEventObject"]!.AsObject().Remove("userIdToken");
        var anonymous = await house.Hosts.AskAsync("home", told);

        Refused(other.Status, other.Body, "for another endpoint");
        Refused(without.Status, without.Body, "none");
        Refused(anonymous.Status, anonymous.Body, "of no user");
        Assert.Equal((audience + 1, none + 1, user + 1), (house.Count("system-audience"), house.Count("system-none"), house.Count("user-none")));
    }

    [Fact]
    public async Task AUserWhoDidNotAllowTheAddress_IsAskedForIt()
    {
        var (_, account) = await house.NewUserAsync();
        var told = house.Hosts.Event("GMAIL", account);
        told["authorizationEventObject"]!["authorizedScopes"] = new JsonArray("https://www.googleapis.com/auth/gmail.addons.execute");
        told["authorizationEventObject"]!.AsObject().Remove("userIdToken");

        var (status, body) = await house.Hosts.AskAsync("home", told);

        Assert.Equal(200, status);
        Assert.Equal("""{"requesting_google_scopes":{"scopes":["https://www.googleapis.com/auth/userinfo.email"]}}""", body.ToJsonString());
    }

    [Fact]
    public async Task AStrangerAndASuspendedUser_SeeNothing()
    {
        var before = house.Count("stranger");
        var stranger = house.Google.Add("subject-stranger", "stranger@nowhere.test");
        var (suspended, account) = await house.NewUserAsync(user => user with { Disabled = true, DisplayName = "Somebody who left" });

        foreach (var who in new[] { stranger, account })
        {
            var (status, body) = await house.Hosts.AskAsync("home", house.Hosts.Event("GMAIL", who));

            Assert.Equal(200, status);
            Assert.Empty(AddonShapes.OfTrigger(body));
            Assert.DoesNotContain(AddonHouse.Texts(body), text => text.Contains(suspended.DisplayName, StringComparison.Ordinal) || text.Contains("http", StringComparison.Ordinal));
        }

        Assert.Equal(before + 2, house.Count("stranger"));
    }

    [Fact]
    public async Task AnAddressThatGoogleDoesNotVouchFor_IsNobodys()
    {
        var (user, account) = await house.NewUserAsync();
        var claims = house.Hosts.UserClaims(account);
        claims.Remove("hd");
        var told = house.Hosts.Event("GMAIL", account);
        told["authorizationEventObject"]!["userIdToken"] = house.Google.Signer.Sign(claims);

        var (_, body) = await house.Hosts.AskAsync("home", told);

        Assert.DoesNotContain(AddonHouse.Texts(body), text => text.Contains(user.DisplayName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheNextOwnerOfAnAddress_IsNotTheUserWhoHadIt()
    {
        var (user, account) = await house.NewUserAsync();
        Assert.Contains(user.DisplayName, AddonHouse.Texts((await house.Hosts.AskAsync("home", house.Hosts.Event("GMAIL", account))).Body));
        var next = house.Google.Add($"{account.Subject}-next", account.Email);

        var (_, body) = await house.Hosts.AskAsync("home", house.Hosts.Event("GMAIL", next));

        Assert.DoesNotContain(user.DisplayName, AddonHouse.Texts(body));
    }

    [Fact]
    public async Task AUserWhoAsksTooOften_Waits()
    {
        var (_, account) = await house.NewUserAsync();
        var before = house.Count("limited");
        var told = house.Hosts.Event("DRIVE", account);
        var answers = new List<int>();
        for (var i = 0; i < 31; i++)
        {
            answers.Add((await house.Hosts.AskAsync("home", told)).Status);
        }

        Assert.Equal(Enumerable.Repeat(200, 30).Append(429), answers);
        Assert.Equal(before + 1, house.Count("limited"));
    }

    /// <summary>An edge of its own: the limit is of the address, which all tests share.</summary>
    [Fact]
    public async Task WhoSendsBadTokensAgainAndAgain_Waits_AndShutsNobodyElseOut()
    {
        await using var own = new AddonHouse();
        await own.InitializeAsync();
        var (_, account) = await own.NewUserAsync();
        var told = own.Hosts.Event("GMAIL", account);
        var answers = new List<int>();
        for (var i = 0; i < 62; i++)
        {
            answers.Add((await own.Hosts.AskAsync("home", told, "no-token")).Status);
        }

        Assert.Equal([.. Enumerable.Repeat(401, 60), 429, 429], answers);
        Assert.Equal(200, (await own.Hosts.AskAsync("home", told)).Status);
    }

    [Fact]
    public async Task KeysThatAreKnown_ServeWhileGoogleIsAway()
    {
        await using var own = new AddonHouse();
        await own.InitializeAsync();
        var (_, account) = await own.NewUserAsync();
        var told = own.Hosts.Event("GMAIL", account);
        own.Google.IsUp = false;
        var before = await own.Hosts.AskAsync("home", told);
        own.Google.IsUp = true;
        var first = await own.Hosts.AskAsync("home", told);
        own.Google.IsUp = false;
        var away = await own.Hosts.AskAsync("home", told);

        Assert.Equal((503, 200, 200), (before.Status, first.Status, away.Status));
        Assert.Equal((1, 1L), (own.Google.Signer.Reads, own.Count("away")));
    }

    private static void Refused(int status, JsonObject body, string name)
    {
        Assert.True(status == 401, $"A token {name} got {status}.");
        Assert.Equal("addon-refused", body["code"]?.ToString());
    }

    private static JsonNode Seconds(int fromNow) => DateTimeOffset.UtcNow.AddSeconds(fromNow).ToUnixTimeSeconds();

    private static Func<JsonObject, FakeSigner, string> Claim(string name, JsonNode value) => (claims, signer) => signer.Sign(With(claims, name, value));

    private static Func<JsonObject, FakeSigner, string> Without(string name) => (claims, signer) =>
    {
        claims.Remove(name);
        return signer.Sign(claims);
    };

    private static Func<JsonObject, FakeSigner, string> Signed(Action<JsonObject> header) => (claims, signer) =>
    {
        using var key = RSA.Create(2048);
        return signer.Sign(claims, header, key);
    };

    private static string Changed(JsonObject claims, FakeSigner signer)
    {
        var good = signer.Sign(claims).Split('.');
        var other = signer.Sign(With(claims, "sub", "of-another")).Split('.');
        return $"{good[0]}.{other[1]}.{good[2]}";
    }

    private static JsonObject With(JsonObject claims, string name, JsonNode value)
    {
        claims[name] = value.DeepClone();
        return claims;
    }
}
