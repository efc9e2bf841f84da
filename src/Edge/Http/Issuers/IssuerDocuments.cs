using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>What an issuer says of itself (OpenID Connect Discovery 1.0 section 3), as far as it is used here.</summary>
/// <param name="Authorization">Where people sign in.</param>
/// <param name="Token">Where a code is exchanged.</param>
/// <param name="Keys">Where its keys are.</param>
/// <param name="UserInfo">Where an access token gets the claims of its user; null when there is no such place.</param>
/// <param name="TakesBasic">Whether the client's secret goes into the Authorization header, which is the default, or into the form.</param>
internal sealed record IssuerDocument(Uri Authorization, Uri Token, Uri Keys, Uri? UserInfo, bool TakesBasic)
{
    /// <summary>Reads the document; throws when it is none, or another issuer's.</summary>
    public static IssuerDocument Read(JsonElement json, string issuer)
    {
        // Section 4.3: otherwise one issuer could speak for another.
        if (Text(json, "issuer") != issuer)
        {
            throw new IssuerAwayException("Its discovery document names another issuer.");
        }

        var methods = json.TryGetProperty("token_endpoint_auth_methods_supported", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(method => method.GetString()).ToList()
            : null;
        return new IssuerDocument(
            Address(json, "authorization_endpoint"),
            Address(json, "token_endpoint"),
            Address(json, "jwks_uri"),
            Text(json, "userinfo_endpoint") is { } userInfo && AuthOptions.IsAddress(userInfo) ? new Uri(userInfo) : null,
            methods is null || methods.Contains("client_secret_basic"));
    }

    private static Uri Address(JsonElement json, string name) =>
        Text(json, name) is { } text && AuthOptions.IsAddress(text) ? new Uri(text) : throw new IssuerAwayException($"Its discovery document has no usable {name}.");

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>An issuer's document and keys as they were read last.</summary>
internal sealed record IssuerKnown(IssuerDocument Document, IReadOnlyList<SecurityKey> Keys, DateTimeOffset ReadAt);

/// <summary>Keeps an issuer's document and keys, and reads them anew when they are old or a token names a key that is not among them.</summary>
internal sealed class IssuerDocuments(IssuerClient client, IssuerRules rules, TimeProvider time) : IDisposable
{
    /// <summary>How long they are taken as they are.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Least time between two readings: tokens with invented key names must not make us ask without end.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1);
    private IssuerKnown? _known;

    /// <summary>The issuer as known; throws <see cref="IssuerAwayException"/> when it was never reached.</summary>
    /// <param name="keyMissing">True when a key was looked for in what is known and not found.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IssuerKnown> GetAsync(bool keyMissing, CancellationToken ct)
    {
        if (IsGood(keyMissing))
        {
            return _known!;
        }

        await _reading.WaitAsync(ct);
        try
        {
            if (!IsGood(keyMissing))
            {
                _known = await ReadAsync(ct);
            }
        }
        catch (IssuerAwayException) when (_known is not null)
        {
            // Keys change seldom: what was read last serves while the issuer cannot be read.
        }
        finally
        {
            _reading.Release();
        }

        return _known!;
    }

    public void Dispose() => _reading.Dispose();

    private bool IsGood(bool keyMissing) => _known is { } known && time.GetUtcNow() - known.ReadAt < (keyMissing ? Pause : Lifetime);

    private async Task<IssuerKnown> ReadAsync(CancellationToken ct)
    {
        using var json = await client.GetAsync(new Uri($"{rules.Options.Issuer.TrimEnd('/')}/.well-known/openid-configuration"), null, ct);
        var document = IssuerDocument.Read(json.RootElement, rules.Options.Issuer);
        using var keys = await client.GetAsync(document.Keys, null, ct);
        return new IssuerKnown(document, ReadKeys(keys.RootElement.GetRawText()), time.GetUtcNow());
    }

    private static List<SecurityKey> ReadKeys(string json)
    {
        try
        {
            // A secret shared by everybody who can read the document proves nothing: keys of two halves only.
            return [.. new JsonWebKeySet(json).GetSigningKeys().Where(key => key is AsymmetricSecurityKey or JsonWebKey { Kty: "RSA" or "EC" })];
        }
        catch (ArgumentException)
        {
            throw new IssuerAwayException("Its keys cannot be read.");
        }
    }
}
