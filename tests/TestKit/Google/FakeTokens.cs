using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RtcCluster.TestKit.Issuers;

namespace RtcCluster.TestKit.Google;

/// <summary>Sign-in and tokens: codes with PKCE, refresh tokens that can be taken away, access tokens for an hour.</summary>
internal sealed class FakeTokens(FakeGoogle google)
{
    private readonly ConcurrentDictionary<string, (FakeGoogleAccount Account, IReadOnlyDictionary<string, string> Asked)> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (FakeGoogleAccount Account, string RefreshToken, string Scopes, DateTimeOffset Until)> _access = new(StringComparer.Ordinal);

    public string Allow(FakeGoogleAccount account, Uri way)
    {
        var code = Name("code");
        _codes[code] = (account, BrowserSignIn.Query(way));
        return code;
    }

    /// <summary>Whose access token it is, and for what; null when it is none or over.</summary>
    public (FakeGoogleAccount? Account, IReadOnlyList<string> Scopes) Of(string header) =>
        header.StartsWith("Bearer ", StringComparison.Ordinal) && _access.TryGetValue(header["Bearer ".Length..], out var token)
        && token.Until > google.Time.GetUtcNow() && token.Account.RefreshTokens.ContainsKey(token.RefreshToken) && !token.Account.DroppedAccess.ContainsKey(header["Bearer ".Length..])
            ? (token.Account, token.Scopes.Split(' '))
            : (null, []);

    public async Task<FakeAnswer> AnswerAsync(HttpRequest request)
    {
        if (request.Path == "/o/oauth2/v2/auth")
        {
            // Nobody is asked: whoever is named, or the first there is, allows it.
            var asked = request.Query.ToDictionary(static each => each.Key, static each => each.Value.ToString());
            var account = google.Accounts.Values.FirstOrDefault(each => each.Email == asked.GetValueOrDefault("login_hint")) ?? google.Accounts.Values.First();
            var code = Name("code");
            _codes[code] = (account, asked);
            return new FakeAnswer(302, [], Location: $"{asked["redirect_uri"]}?state={Uri.EscapeDataString(asked["state"])}&code={code}");
        }

        var form = (await request.ReadFormAsync()).ToDictionary(static field => field.Key, static field => field.Value.ToString());
        return request.Path.Value switch
        {
            "/revoke" => Revoke(form),
            "/token" when !google.KnowsClient || form.GetValueOrDefault("client_id") != FakeGoogle.Client || form.GetValueOrDefault("client_secret") != FakeGoogle.Secret => Refused(401, "invalid_client"),
            "/token" when form.GetValueOrDefault("grant_type") == "authorization_code" => Exchange(form),
            "/token" when form.GetValueOrDefault("grant_type") == "refresh_token" => Refresh(form["refresh_token"]),
            "/token" => Refused(400, "unsupported_grant_type"),
            _ => FakeAnswer.Error(404, "NOT_FOUND"),
        };
    }

    private FakeAnswer Exchange(Dictionary<string, string> form)
    {
        if (!_codes.TryRemove(form["code"], out var code) || code.Asked["redirect_uri"] != form["redirect_uri"]
            || code.Asked["code_challenge"] != Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))))
        {
            return Refused(400, "invalid_grant");
        }

        var scopes = string.Join(' ', code.Asked["scope"].Split(' ').Where(scope => !code.Account.DeniedScopes.Contains(scope)));
        var refresh = Name("1//refresh");
        code.Account.RefreshTokens[refresh] = scopes;
        var answer = Access(code.Account, refresh, scopes);
        answer["refresh_token"] = refresh;
        answer["id_token"] = $"{Part(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT" })}.{Part(new JsonObject
        {
            ["iss"] = "https://accounts.google.com", ["aud"] = FakeGoogle.Client, ["sub"] = code.Account.Subject, ["email"] = code.Account.Email, ["email_verified"] = true, ["nonce"] = code.Asked["nonce"],
        })}.{Base64Url.EncodeToString("signature"u8)}";
        return FakeAnswer.Ok(answer);
    }

    private FakeAnswer Refresh(string token)
    {
        var account = google.Accounts.Values.FirstOrDefault(each => each.RefreshTokens.ContainsKey(token));
        return account is null ? Refused(400, "invalid_grant") : FakeAnswer.Ok(Access(account, token, account.RefreshTokens[token]));
    }

    private FakeAnswer Revoke(Dictionary<string, string> form)
    {
        if (google.Accounts.Values.FirstOrDefault(account => account.RefreshTokens.ContainsKey(form["token"])) is not { } account)
        {
            return Refused(400, "invalid_token");
        }

        // All that the account has allowed the client ends.
        account.RefreshTokens.Clear();
        return FakeAnswer.Ok([]);
    }

    private JsonObject Access(FakeGoogleAccount account, string refresh, string scopes)
    {
        var access = Name("ya29.access");
        _access[access] = (account, refresh, scopes, google.Time.GetUtcNow() + TimeSpan.FromSeconds(3599));
        account.LastAccess = access;
        return new JsonObject { ["access_token"] = access, ["expires_in"] = 3599, ["token_type"] = "Bearer", ["scope"] = scopes };
    }

    private static FakeAnswer Refused(int status, string error) => new(status, new JsonObject { ["error"] = error, ["error_description"] = "Bad Request" });

    private static string Name(string kind) => $"{kind}-{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12))}";

    private static string Part(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
