using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>Speaks to the issuer: bounded in time and size, without redirections.</summary>
internal sealed class IssuerClient : IDisposable
{
    private const int MaxAnswerBytes = 256 * 1024;
    private readonly HttpClient _http;
    private readonly IssuerRules _rules;

    public IssuerClient(IssuerRules rules)
    {
        _rules = rules;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            Timeout = rules.Options.Patience,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <summary>Reads a JSON document.</summary>
    /// <param name="address">Where.</param>
    /// <param name="accessToken">With whose token; null without.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<JsonDocument> GetAsync(Uri address, string? accessToken, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = accessToken is null ? null : new AuthenticationHeaderValue("Bearer", accessToken);
        var (status, json) = await SendAsync(request, ct);
        if (status == 200 && json is not null)
        {
            return json;
        }

        json?.Dispose();
        throw new IssuerAwayException($"It answered {status}.");
    }

    /// <summary>Exchanges a code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5); null when the issuer refuses it.</summary>
    public async Task<JsonDocument?> ExchangeAsync(IssuerDocument document, string code, string redirectUri, string verifier, CancellationToken ct)
    {
        var options = _rules.Options;
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirectUri, ["code_verifier"] = verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, document.Token);
        if (options.ClientSecret.Length > 0 && document.TakesBasic)
        {
            // RFC 6749 section 2.3.1: both parts are form-encoded first.
            var pair = $"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(options.ClientSecret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        else
        {
            form["client_id"] = options.ClientId;
            if (options.ClientSecret.Length > 0)
            {
                form["client_secret"] = options.ClientSecret;
            }
        }

        request.Content = new FormUrlEncodedContent(form);
        var (status, json) = await SendAsync(request, ct);
        if (status == 200 && json is not null)
        {
            return json;
        }

        using (json)
        {
            // Section 5.2. A client that it does not know is a mistake of ours, which no other code mends.
            return status == 400 && Error(json) is "invalid_grant" or "invalid_request" ? null : throw new IssuerAwayException($"It answered {status} {Error(json)} to a code.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Error(JsonDocument? json) =>
        json?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
            ? error.GetString()!
            : "";

    private async Task<(int Status, JsonDocument? Json)> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var answer = await _http.SendAsync(request, ct);
            var bytes = await answer.Content.ReadAsByteArrayAsync(ct);
            return ((int)answer.StatusCode, Parsed(bytes));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new IssuerAwayException("It did not answer in time.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new IssuerAwayException(e.Message);
        }
    }

    private static JsonDocument? Parsed(byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
