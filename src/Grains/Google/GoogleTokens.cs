using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Google;

namespace RtcCluster.Grains.Google;

/// <summary>Google's answer to a code.</summary>
/// <param name="Subject">The account's id.</param>
/// <param name="Email">Its address.</param>
/// <param name="Scopes">What the user allowed, parted by spaces.</param>
/// <param name="RefreshToken">The token that brings access tokens.</param>
internal sealed record GoogleGrant(string Subject, string Email, string Scopes, string RefreshToken);

/// <summary>An access token.</summary>
/// <param name="Text">The token.</param>
/// <param name="Lifetime">How long it is good.</param>
internal sealed record GoogleAccess(string Text, TimeSpan Lifetime);

/// <summary>Codes for tokens, tokens for tokens (RFC 6749 sections 4.1.3 and 6, RFC 7636, RFC 7009).</summary>
internal sealed class GoogleTokens(GoogleHttp http, IOptions<GoogleRules> rules)
{
    private const string Api = "token";

    private GoogleRules Rules => rules.Value;

    /// <summary>Where the browser goes.</summary>
    /// <param name="way">What it brings back.</param>
    /// <param name="scopes">What the user is asked to allow, parted by spaces.</param>
    public string Way(GoogleWay way, string scopes)
    {
        var query = new List<(string Name, string Value)>
        {
            ("response_type", "code"), ("client_id", Rules.ClientId), ("redirect_uri", way.RedirectUri), ("scope", scopes), ("state", way.State),
            ("nonce", way.Nonce), ("code_challenge", way.Challenge), ("code_challenge_method", "S256"),
            // Without consent Google gives a refresh token the first time only.
            ("access_type", "offline"), ("prompt", "consent select_account"),
        };
        return Rules.At(Rules.AccountsAddress, "o/oauth2/v2/auth") + "?" + string.Join('&', query.Select(static part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"));
    }

    /// <summary>Exchanges a code; null when the answer is not that of an account.</summary>
    public async Task<GoogleGrant?> ExchangeAsync(GoogleCode code, CancellationToken ct)
    {
        var answer = await http.PostOfAccountAsync(
            Api,
            Rules.At(Rules.TokenAddress, "token"),
            new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code", ["code"] = code.Code, ["redirect_uri"] = code.RedirectUri, ["code_verifier"] = code.Verifier,
                ["client_id"] = Rules.ClientId, ["client_secret"] = Rules.ClientSecret,
            },
            mayBeEmpty: false,
            ct);
        // OpenID Connect Core 1.0 section 3.1.3.7 (6): it comes from Google itself over TLS, which proves what a signature would.
        return Claims(answer.Text("id_token")) is { } claims && claims.Text("nonce") == code.Nonce && claims.Text("aud") == Rules.ClientId
            && claims.Text("sub") is { } subject && answer.Text("refresh_token") is { } refresh
                ? new GoogleGrant(subject, claims.Text("email") ?? "", answer.Text("scope") ?? "", refresh)
                : null;
    }

    /// <summary>A new access token.</summary>
    /// <param name="refreshToken">The token that brings it.</param>
    /// <param name="isNow">Whether somebody waits for it.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="GoogleException">There is none.</exception>
    public async Task<GoogleAccess> RefreshAsync(string refreshToken, bool isNow, CancellationToken ct)
    {
        var (address, form) = (
            Rules.At(Rules.TokenAddress, "token"),
            new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken, ["client_id"] = Rules.ClientId, ["client_secret"] = Rules.ClientSecret });
        var answer = await http.PostAsync(Api, address, form, isNow, ct);
        var seconds = answer["expires_in"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 300;
        return answer.Text("access_token") is { } text
            ? new GoogleAccess(text, TimeSpan.FromSeconds(seconds))
            : throw new GoogleException(GoogleFault.Away, "It gave no access token.");
    }

    /// <summary>Gives a refresh token back.</summary>
    public Task RevokeAsync(string refreshToken, CancellationToken ct) =>
        http.PostOfAccountAsync(Api, Rules.At(Rules.TokenAddress, "revoke"), new Dictionary<string, string> { ["token"] = refreshToken }, mayBeEmpty: true, ct);

    private static JsonObject? Claims(string? token)
    {
        if (token?.Split('.') is not [_, var payload, _])
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(payload)) as JsonObject;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
