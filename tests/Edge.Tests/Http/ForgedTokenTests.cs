using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RtcCluster.TestKit.Issuers;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

/// <summary>Tokens that sign nobody in, from an issuer that would give them out: each is refused for its own reason, with one answer for all.</summary>
[Collection(IssuerCollection.Name)]
public sealed class ForgedTokenTests(IssuerHouse house)
{
    public static TheoryData<string> Cases => [.. Forgeries.Keys];

    /// <summary>Name of the forgery: the outcome that is counted, and how it is made.</summary>
    private static readonly Dictionary<string, (string Outcome, Func<JsonObject, FakeIssuer, string> Make)> Forgeries = new()
    {
        ["of another client"] = ("token-audience", Claim("aud", "another-client")),
        ["of no client"] = ("token-audience", Without("aud")),
        ["of another issuer"] = ("token-issuer", Claim("iss", "https://accounts.example.com")),
        ["of our issuer, with a slash"] = ("token-issuer", (claims, issuer) => issuer.Sign(With(claims, "iss", $"{issuer.Address}/"))),
        ["of another sign-in"] = ("token-nonce", Claim("nonce", "another")),
        ["of no sign-in"] = ("token-nonce", Without("nonce")),
        ["expired"] = ("token-lifetime", Claim("exp", Seconds(-120))),
        ["that never expires"] = ("token-lifetime", Without("exp")),
        ["not valid yet"] = ("token-lifetime", Claim("nbf", Seconds(300))),
        ["made long ago"] = ("token-age", Claim("iat", Seconds(-3600))),
        ["made in the future"] = ("token-age", Claim("iat", Seconds(300))),
        ["made at no time"] = ("token-age", Without("iat")),
        ["for two clients, of no party"] = ("token-party", Claim("aud", new JsonArray(FakeIssuer.Client, "another-client"))),
        ["for two clients, of the other party"] = ("token-party", (claims, issuer) => issuer.Sign(With(With(claims, "aud", new JsonArray(FakeIssuer.Client, "another-client")), "azp", "another-client"))),
        ["of nobody"] = ("token-subject", Without("sub")),
        ["of a subject that is too long"] = ("token-subject", Claim("sub", new string('s', 256))),
        ["without a signature"] = ("token-algorithm", (claims, _) => FakeIssuer.Unsigned(claims)),
        ["signed with the client's secret"] = ("token-algorithm", (claims, issuer) => issuer.SignBySecret(claims, FakeIssuer.Secret)),
        ["signed with the public key as a secret"] = ("token-algorithm", (claims, issuer) => issuer.SignBySecret(claims, issuer.PublicKey())),
        ["signed with another key of the same name"] = ("token-signature", Signed(_ => { })),
        ["signed with a key of another name"] = ("token-key", Signed(head => head["kid"] = "another")),
        ["that brings its own key along"] = ("token-signature", Signed(head => head["jwk"] = new JsonObject { ["kty"] = "RSA", ["n"] = "AQAB", ["e"] = "AQAB" })),
        ["that was changed after it was signed"] = ("token-signature", Changed),
        ["of another kind"] = ("token-type", (claims, issuer) => issuer.Sign(claims, head => head["typ"] = "at+jwt")),
        ["that is none"] = ("token-malformed", (_, _) => "no token"),
        ["that is empty"] = ("token-malformed", (_, _) => ""),
        ["that is huge"] = ("token-malformed", (claims, issuer) => issuer.Sign(With(claims, "more", new string('x', 40_000)))),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ATokenThatProvesNothing_SignsNobodyIn(string name)
    {
        var (outcome, make) = Forgeries[name];
        var user = await house.NewUserAsync();
        var before = house.Count(outcome);

        var (status, body) = await house.SignInAsync(user, make);

        Assert.Equal((401, "issuer-refused"), (status, IssuerHouse.Code(body)));
        Assert.True(house.Count(outcome) == before + 1, $"A token {name} was not refused as {outcome}: {Outcomes()}");
    }

    [Fact]
    public async Task TheSameToken_Unchanged_SignsIn()
    {
        var user = await house.NewUserAsync();

        var (status, body) = await house.SignInAsync(user);

        Assert.True(status == 200, $"{status} {body}");
        Assert.Equal(user.Name, await house.WhoAsync(body));
    }

    private string Outcomes() =>
        string.Join(", ", Forgeries.Values.Select(forgery => forgery.Outcome).Concat(["done", "away", "code", "ticket"]).Distinct().Select(outcome => $"{outcome} {house.Count(outcome)}"));

    private static JsonNode Seconds(int fromNow) => DateTimeOffset.UtcNow.AddSeconds(fromNow).ToUnixTimeSeconds();

    private static Func<JsonObject, FakeIssuer, string> Claim(string name, JsonNode value) => (claims, issuer) => issuer.Sign(With(claims, name, value));

    private static Func<JsonObject, FakeIssuer, string> Without(string name) => (claims, issuer) =>
    {
        claims.Remove(name);
        return issuer.Sign(claims);
    };

    private static Func<JsonObject, FakeIssuer, string> Signed(Action<JsonObject> header) => (claims, issuer) =>
    {
        using var key = RSA.Create(2048);
        return issuer.Sign(claims, header, key);
    };

    private static string Changed(JsonObject claims, FakeIssuer issuer)
    {
        var good = issuer.Sign(claims).Split('.');
        var other = issuer.Sign(With(claims, "sub", "subject-of-another")).Split('.');
        return $"{good[0]}.{other[1]}.{good[2]}";
    }

    private static JsonObject With(JsonObject claims, string name, JsonNode value)
    {
        claims[name] = value.DeepClone();
        return claims;
    }
}
