using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace RtcCluster.Grains.Google;

/// <summary>Asks Google: bounded in number, time and size, without redirections; what went wrong is one of <see cref="GoogleFault"/>.</summary>
internal sealed class GoogleHttp : IDisposable
{
    // A page of 500 contacts with 2 kB each is 1 MB.
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private readonly HttpClient _http;
    // Small: people make meetings, send e-mails and connect seldom, and wait for it.
    private const int MaxConcurrentNow = 8;
    private const int MaxConcurrentAccounts = 4;
    private static readonly TimeSpan LongestQueue = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _roomNow = new(MaxConcurrentNow);

    // Whoever connects or disconnects waits for no e-mails of others.
    private readonly SemaphoreSlim _roomOfAccounts = new(MaxConcurrentAccounts);
    private readonly GoogleRules _rules;
    private readonly GoogleMetrics _metrics;
    private readonly TimeProvider _time;

    public GoogleHttp(IOptions<GoogleRules> rules, GoogleMetrics metrics, TimeProvider time)
    {
        _time = time;
        _rules = rules.Value;
        _room = new SemaphoreSlim(_rules.MaxConcurrent);
        _metrics = metrics;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <summary>Sends JSON, or nothing, with an access token, and gives the answer.</summary>
    /// <param name="api">Which API, for the counter.</param>
    /// <param name="method">The method.</param>
    /// <param name="address">Where.</param>
    /// <param name="token">The access token.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="isNow">Whether somebody waits for it: comparisons that take all the room do not hold it up.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="GoogleException">It did not do it.</exception>
    public async Task<JsonObject> SendAsync(string api, HttpMethod method, Uri address, string token, JsonObject? body, bool isNow, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await SendAsync(isNow ? _roomNow : _room, api, request, mayBeEmpty: method == HttpMethod.Delete, ct);
    }

    /// <summary>Sends a form, as the token endpoint takes it.</summary>
    /// <param name="api">Which API, for the counter.</param>
    /// <param name="address">Where.</param>
    /// <param name="form">The form.</param>
    /// <param name="isNow">Whether somebody waits for it: comparisons that take all the room do not hold it up.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="GoogleException">It did not do it.</exception>
    public async Task<JsonObject> PostAsync(string api, Uri address, IReadOnlyDictionary<string, string> form, bool isNow, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        return await SendAsync(isNow ? _roomNow : _room, api, request, mayBeEmpty: false, ct);
    }

    /// <summary>As <see cref="PostAsync"/>, for somebody who connects or disconnects an account: neither comparisons nor errands that take all their room hold it up.</summary>
    /// <param name="api">Which API, for the counter.</param>
    /// <param name="address">Where.</param>
    /// <param name="form">The form.</param>
    /// <param name="mayBeEmpty">Whether an answer without a body is one.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="GoogleException">It did not do it.</exception>
    public async Task<JsonObject> PostOfAccountAsync(string api, Uri address, IReadOnlyDictionary<string, string> form, bool mayBeEmpty, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        return await SendAsync(_roomOfAccounts, api, request, mayBeEmpty, ct);
    }

    public void Dispose()
    {
        _http.Dispose();
        _room.Dispose();
        _roomNow.Dispose();
        _roomOfAccounts.Dispose();
    }

    private async Task<JsonObject> SendAsync(SemaphoreSlim room, string api, HttpRequestMessage request, bool mayBeEmpty, CancellationToken ct)
    {
        await EnterAsync(room, api, ct);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(_rules.Patience);
            using var answer = await _http.SendAsync(request, limit.Token);
            var bytes = await answer.Content.ReadAsByteArrayAsync(limit.Token);
            var json = bytes.Length == 0 && mayBeEmpty ? [] : Parsed(bytes);
            if (answer.IsSuccessStatusCode && json is not null)
            {
                _metrics.Asked(api, "done");
                return json;
            }

            var fault = Read((int)answer.StatusCode, json, RetryAfter(answer));
            _metrics.Asked(api, fault.Fault.ToString().ToLowerInvariant());
            throw fault;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            _metrics.Asked(api, "away");
            throw new GoogleException(GoogleFault.Away, "It did not answer in time.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            _metrics.Asked(api, "away");
            throw new GoogleException(GoogleFault.Away, e.Message);
        }
        finally
        {
            room.Release();
        }
    }

    private async Task EnterAsync(SemaphoreSlim room, string api, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(LongestQueue, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            await room.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            _metrics.Asked(api, "away");
            throw new GoogleException(GoogleFault.Away, "Too many requests wait for it.");
        }
    }

    /// <summary>What an error means: its status, and the reasons of google.rpc.ErrorInfo or of the older form of errors.</summary>
    internal static GoogleException Read(int status, JsonObject? json, TimeSpan? retryAfter)
    {
        // RFC 6749 section 5.2: the token endpoint's errors are one word.
        if (json?["error"] is JsonValue word)
        {
            return word.ToString() switch
            {
                "invalid_grant" => new GoogleException(GoogleFault.Revoked, "invalid_grant"),
                var other => new GoogleException(status >= 500 || status == 429 ? GoogleFault.Away : GoogleFault.Refused, other, retryAfter),
            };
        }

        var error = json?["error"] as JsonObject;
        var reasons = Reasons(error).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var message = string.Create(CultureInfo.InvariantCulture, $"{status} {string.Join(' ', reasons)}");
        var fault = status switch
        {
            410 => GoogleFault.Expired,
            400 when reasons.Contains("EXPIRED_SYNC_TOKEN") => GoogleFault.Expired,
            400 when reasons.Contains("failedPrecondition") || reasons.Contains("FAILED_PRECONDITION") => GoogleFault.Changed,
            409 or 412 => GoogleFault.Changed,
            401 => GoogleFault.Unauthorized,
            404 => GoogleFault.Missing,
            429 => GoogleFault.Throttled,
            403 when reasons.Overlaps(["RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"]) => GoogleFault.Throttled,
            403 when reasons.Overlaps(["ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"]) => GoogleFault.Scope,
            403 => GoogleFault.Disabled,
            >= 400 and < 500 => GoogleFault.Refused,
            _ => GoogleFault.Away,
        };
        return new GoogleException(fault, message, retryAfter);
    }

    private static IEnumerable<string> Reasons(JsonObject? error)
    {
        if (error is null)
        {
            yield break;
        }

        if (error["status"] is JsonValue status)
        {
            yield return status.ToString();
        }

        foreach (var entry in new[] { error["details"], error["errors"] }.OfType<JsonArray>().SelectMany(static list => list).OfType<JsonObject>())
        {
            if (entry["reason"] is JsonValue reason)
            {
                yield return reason.ToString();
            }
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter?.Delta;

    private static JsonObject? Parsed(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
