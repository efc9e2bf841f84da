using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RtcCluster.TestKit.Issuers;

/// <summary>What a browser does to sign in with an account elsewhere: it keeps the ticket and the verifier, goes to the issuer, and brings back what that gives.</summary>
public sealed class BrowserSignIn : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _path;

    /// <summary>Begins in front of an edge.</summary>
    /// <param name="web">The edge's address.</param>
    /// <param name="token">Whose account is linked; null for a sign-in.</param>
    /// <param name="path">What it begins; null: a sign-in, or linking an account.</param>
    public BrowserSignIn(Uri web, string? token = null, string? path = null)
    {
        _http = new HttpClient { BaseAddress = web };
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        _path = path ?? (token is null ? "api/v1/login/issuer" : "api/v1/me/logins");
        RedirectUri = new Uri(web, "signed-in").ToString();
    }

    /// <summary>Where the issuer sends it back to.</summary>
    public string RedirectUri { get; init; }

    /// <summary>What it keeps for itself.</summary>
    public string Verifier { get; set; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the server gave it to keep.</summary>
    public string Ticket { get; set; } = "";

    /// <summary>Where it was sent to.</summary>
    public Uri Issuer { get; private set; } = new("about:blank");

    /// <summary>A parameter of that address.</summary>
    public string Asked(string name) => Query(Issuer).GetValueOrDefault(name, "");

    /// <summary>Asks the edge where to go.</summary>
    public async Task<(int Status, JsonElement Body)> StartAsync()
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        var (status, body) = await SendAsync($"{_path}/start", new { redirectUri = RedirectUri, codeChallenge = challenge });
        if (status == 200)
        {
            Issuer = new Uri(body.GetProperty("url").GetString()!);
            Ticket = body.GetProperty("ticket").GetString()!;
        }

        return (status, body);
    }

    /// <summary>Brings back what the issuer gave.</summary>
    /// <param name="code">The code.</param>
    /// <param name="state">The state; null for the one that was sent.</param>
    /// <param name="web">Another edge; null for the one that began it.</param>
    public Task<(int Status, JsonElement Body)> FinishAsync(string code = "code", string? state = null, Uri? web = null) =>
        SendAsync(web is null ? _path : new Uri(web, _path).ToString(), new { ticket = Ticket, state = state ?? Asked("state"), code, codeVerifier = Verifier });

    /// <summary>The parameters of an address.</summary>
    public static IReadOnlyDictionary<string, string> Query(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[^1].Replace('+', ' ')));
    }

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, JsonElement Body)> SendAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }
}
