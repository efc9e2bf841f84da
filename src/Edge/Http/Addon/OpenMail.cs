using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>Who wrote the mail that is open in Gmail, which the event does not say: its headers are read, and nothing else of it.</summary>
internal sealed class OpenMail : IDisposable
{
    private const int MaxAnswerBytes = 256 * 1024;
    private const int Longest = 998;
    private readonly HttpClient _http;

    public OpenMail(IOptions<AddonOptions> options) =>
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            BaseAddress = new Uri(options.Value.Gmail.TrimEnd('/') + "/"),
            Timeout = options.Value.Patience,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };

    /// <summary>Name and address of the sender; null when Google does not tell.</summary>
    public async Task<(string Name, string Address)?> SenderAsync(AddonEvent asked, CancellationToken ct)
    {
        if (asked.At("gmail", "messageId") is not { } id || asked.UserAccessToken is not { } token)
        {
            return null;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"gmail/v1/users/me/messages/{Uri.EscapeDataString(id)}?format=metadata&metadataHeaders=From");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (asked.At("gmail", "accessToken") is { } ofMessage)
            {
                // The scope is for the open mail alone, which this token names.
                request.Headers.TryAddWithoutValidation("X-Goog-Gmail-Access-Token", ofMessage);
            }

            using var answer = await _http.SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode)
            {
                return null;
            }

            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
            return new AddonEvent(json.RootElement).ListAt("payload", "headers").FirstOrDefault(static header => string.Equals(header.At("name"), "From", StringComparison.OrdinalIgnoreCase))?.At("value") is { } from
                ? Read(from)
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or FormatException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Reads <c>Name &lt;address&gt;</c> (RFC 5322 section 3.4); null when there is no address in it.</summary>
    public static (string Name, string Address)? Read(string from)
    {
        if (from.Length > Longest)
        {
            return null;
        }

        var (open, close) = (from.LastIndexOf('<'), from.LastIndexOf('>'));
        var (name, address) = open >= 0 && close > open ? (from[..open].Trim().Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal), from[(open + 1)..close].Trim()) : ("", from.Trim());
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < address.Length - 1 && !address.Any(char.IsWhiteSpace) ? (name, address) : null;
    }

    public void Dispose() => _http.Dispose();
}
