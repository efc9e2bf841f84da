using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Metrics;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.TestKit.Rest;

/// <summary>The REST interface as a program of somebody else sees it: plain HTTP and JSON, no type of the product.</summary>
public sealed class RestClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly HttpClient _http;

    private RestClient(HttpClient http, string token)
    {
        _http = http;
        Token = token;
    }

    /// <summary>The access token.</summary>
    public string Token { get; }

    /// <summary>The HTTP client with the token, for what has no method here.</summary>
    public HttpClient Http => _http;

    /// <summary>Signs in and keeps the access token.</summary>
    public static async Task<RestClient> SignInAsync(Uri web, string email, string password)
    {
        var http = new HttpClient { BaseAddress = web };
        using var answer = await http.PostAsJsonAsync("api/v1/login", new { email, password });
        if (!answer.IsSuccessStatusCode)
        {
            var body = await answer.Content.ReadAsStringAsync();
            http.Dispose();
            throw new InvalidOperationException($"Login of {email}: {(int)answer.StatusCode} {body}");
        }

        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new RestClient(http, token!);
    }

    /// <summary>The whole call log that this user may see, all pages, newest first as the server gives it.</summary>
    public async Task<IReadOnlyList<CallLogItem>> CallLogAsync(string filter = "")
    {
        var all = new List<CallLogItem>();
        string? cursor = null;
        do
        {
            var page = await GetAsync<Page<CallLogItem>>($"api/v1/call-log?{filter}{(cursor is null ? string.Empty : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        return all;
    }

    /// <summary>Waits until the call log has an entry that fits, and gives all that fit: a test then sees a doubled one too.</summary>
    public Task<IReadOnlyList<CallLogItem>> WaitForCallLogAsync(string what, Func<CallLogItem, bool> fits, TimeSpan timeout, int count = 1) =>
        Eventually.GetAsync<IReadOnlyList<CallLogItem>>(
            $"{count} call log entries of {what}",
            timeout,
            async () => [.. (await CallLogAsync()).Where(fits)],
            entries => entries.Count >= count);

    public async Task<IReadOnlyList<RecordingItem>> RecordingsAsync() => (await GetAsync<Page<RecordingItem>>("api/v1/recordings?limit=500")).Items;

    /// <summary>Waits until the recording of that call is there and closed.</summary>
    public async Task<RecordingItem> WaitForRecordingAsync(string call, TimeSpan timeout)
    {
        var found = await Eventually.GetAsync(
            $"the finished recording of call {call}",
            timeout,
            async () => (await RecordingsAsync()).Where(recording => recording.Call == call).ToList(),
            recordings => recordings.Exists(recording => recording.EndedAt is not null));
        return found.Single();
    }

    /// <summary>The files that a recording consists of.</summary>
    public async Task<IReadOnlyList<RecordingSegmentItem>> SegmentsAsync(string recording) => (await GetAsync<SegmentedRecording>($"api/v1/recordings/{recording}")).Segments;

    /// <summary>The recording as sound: its segments, each at its time.</summary>
    public async Task<WavSound> AudioAsync(string recording)
    {
        var whole = new WavSound(0, []);
        foreach (var segment in await SegmentsAsync(recording))
        {
            var file = await _http.GetByteArrayAsync(new Uri(segment.Audio, UriKind.Relative));
            whole = whole.With(segment.ContentType == "audio/ogg" ? await OggFile.ReadAsync(file) : WavFile.Read(file), TimeSpan.FromSeconds(segment.StartSeconds));
        }

        return whole;
    }

    /// <summary>The calls now up that this user may see.</summary>
    public async Task<IReadOnlyList<JsonElement>> ActiveCallsAsync() => (await GetAsync<Page<JsonElement>>("api/v1/calls")).Items;

    /// <summary>The registered devices of every user, as JSON texts; for supervisors.</summary>
    public async Task<IReadOnlyList<string>> DevicesAsync() =>
        [.. (await GetAsync<Page<JsonElement>>("api/v1/devices/all?limit=500")).Items.Select(device => device.GetRawText())];

    /// <summary>POST with a JSON body; gives status and body.</summary>
    public async Task<(int Status, string Body)> PostAsync(string path, object? body = null)
    {
        using var answer = await _http.PostAsJsonAsync(path, body ?? new { });
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>PUT that must be taken.</summary>
    public async Task PutAsync(string path, object body)
    {
        using var answer = await _http.PutAsJsonAsync(path, body);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"PUT {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public async Task<PrometheusText> MetricsAsync() => new(await _http.GetStringAsync(new Uri("metrics", UriKind.Relative)));

    public void Dispose() => _http.Dispose();

    /// <summary>Reads a resource.</summary>
    public async Task<T> GetAsync<T>(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<T>(body, Json) ?? throw new InvalidOperationException($"GET {path}: null")
            : throw new InvalidOperationException($"GET {path}: {(int)answer.StatusCode} {body}");
    }

    private sealed record SegmentedRecording(IReadOnlyList<RecordingSegmentItem> Segments);

    private sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
}
