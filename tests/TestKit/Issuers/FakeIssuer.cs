using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RtcCluster.TestKit.Network;

namespace RtcCluster.TestKit.Issuers;

/// <summary>
/// An issuer of OpenID Connect on a free port of 127.0.0.1 that answers what a test wants it to: any token, signed by any key or none, an error, garbage. What it is asked is kept.
/// For an issuer that keeps the rules there is <see cref="OidcProvider"/>.
/// </summary>
public sealed class FakeIssuer : IAsyncDisposable
{
    /// <summary>The client that it knows.</summary>
    public const string Client = "rtccluster-test";

    /// <summary>That client's secret.</summary>
    public const string Secret = "s3cret & more";

    private readonly WebApplication _app;
    private RSA _key = RSA.Create(2048);

    private FakeIssuer(int port)
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        Document = new JsonObject
        {
            ["issuer"] = Address, ["authorization_endpoint"] = $"{Address}/auth", ["token_endpoint"] = $"{Address}/token", ["jwks_uri"] = $"{Address}/keys",
            ["userinfo_endpoint"] = $"{Address}/me",
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address);
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Its name and address.</summary>
    public string Address { get; }

    /// <summary>Its discovery document.</summary>
    public JsonObject Document { get; }

    /// <summary>Name of its present key.</summary>
    public string KeyName { get; private set; } = "key-1";

    /// <summary>What it gives for a code; status and body.</summary>
    public Func<IReadOnlyDictionary<string, string>, (int Status, string Body)> Exchange { get; set; } = static _ => (400, """{"error":"invalid_grant"}""");

    /// <summary>What it says of the user of an access token.</summary>
    public JsonObject UserInfo { get; set; } = [];

    /// <summary>While false it answers nothing but 503.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>How often its keys were read.</summary>
    public int KeyReads { get; private set; }

    /// <summary>The Authorization header of the last exchange.</summary>
    public string ExchangeAuthorization { get; private set; } = "";

    /// <summary>Starts one.</summary>
    public static async Task<FakeIssuer> StartAsync()
    {
        var issuer = new FakeIssuer(FreePorts.Take());
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>Takes a new key of another name; the old one is published no more.</summary>
    public void ChangeKey()
    {
        _key.Dispose();
        (_key, KeyName) = (RSA.Create(2048), $"{KeyName}+");
    }

    /// <summary>The public key as everybody can read it.</summary>
    public string PublicKey() => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>A token signed by its key, or by another.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="header">Changes the header.</param>
    /// <param name="key">Another key; null for its own.</param>
    public string Sign(JsonObject claims, Action<JsonObject>? header = null, RSA? key = null)
    {
        var head = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = KeyName };
        header?.Invoke(head);
        var text = $"{Part(head)}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString((key ?? _key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>A token with a signature made of a secret (HS256).</summary>
    public string SignBySecret(JsonObject claims, string secret)
    {
        var text = $"{Part(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = KeyName })}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>A token without a signature.</summary>
    public static string Unsigned(JsonObject claims) => $"{Part(new JsonObject { ["alg"] = "none", ["typ"] = "JWT" })}.{Part(claims)}.";

    /// <summary>The answer of a token endpoint.</summary>
    public static (int Status, string Body) Answer(string idToken) =>
        (200, new JsonObject { ["id_token"] = idToken, ["access_token"] = "access", ["token_type"] = "Bearer", ["expires_in"] = 3600 }.ToJsonString());

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static string Part(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private async Task HandleAsync(HttpContext context)
    {
        if (!IsUp)
        {
            context.Response.StatusCode = 503;
            return;
        }

        var (status, body) = context.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => (200, Document.ToJsonString()),
            "/keys" => (200, Keys()),
            "/me" => (200, UserInfo.ToJsonString()),
            "/token" => await ExchangeAsync(context.Request),
            _ => (404, "{}"),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }

    private async Task<(int, string)> ExchangeAsync(HttpRequest request)
    {
        ExchangeAuthorization = request.Headers.Authorization.ToString();
        var form = await request.ReadFormAsync();
        return Exchange(form.ToDictionary(field => field.Key, field => field.Value.ToString()));
    }

    private string Keys()
    {
        KeyReads++;
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = KeyName, ["n"] = Base64Url.EncodeToString(key.Modulus), ["e"] = Base64Url.EncodeToString(key.Exponent),
            }),
        }.ToJsonString();
    }
}
