using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using RtcCluster.Load.Runner.Lab;
using RtcCluster.Load.Runner.Lab.Ledgers;
using RtcCluster.Load.Runner.Lab.Recordings;

namespace RtcCluster.Load.Runner.Hub;

/// <summary>Makes the users of a run over REST, signs them in, and takes them away again.</summary>
internal sealed class Administration : IDisposable
{
    private const int AtOnce = 4;
    private const int Attempts = 5;
    private const int PageSize = 500;
    private const int FirstExtension = 790_000;
    private const int FirstQueueLine = 780_000;
    private const int FirstRoomLine = 770_000;
    private const string Domain = "load.test";

    /// <summary>What the names of all users of a run begin with.</summary>
    public const string NamePrefix = "load-";

    private readonly HttpClient _http;
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));

    private Administration(HttpClient http) => _http = http;

    /// <summary>The administrator.</summary>
    public Account Account { get; private set; } = new("", "", "");

    /// <summary>The password of every user that it makes, at the web and at SIP.</summary>
    public string Password => _password;

    /// <summary>Signs the administrator in.</summary>
    public static async Task<Administration> SignInAsync(Uri web, string email, string password, CancellationToken ct)
    {
        var http = new HttpClient { BaseAddress = web };
        var administration = new Administration(http);
        try
        {
            administration.Account = new Account("administrator", "", await administration.TokenAsync(email, password, ct));
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", administration.Account.Token);
            return administration;
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Makes so many users, each with an extension and a token.</summary>
    /// <param name="count">How many.</param>
    /// <param name="recorded">Whether their calls are recorded.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Account[]> MakeAsync(int count, bool recorded, CancellationToken ct) => MakeAsync(count, _ => recorded, ct);

    /// <summary>Makes so many users, each with an extension and a token.</summary>
    /// <param name="count">How many.</param>
    /// <param name="recorded">Of each, whether the calls are recorded.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Account[]> MakeAsync(int count, Func<int, bool> recorded, CancellationToken ct)
    {
        var accounts = new Account[count];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
        {
            var (name, extension) = Names(i);
            var email = $"{name}@{Domain}";
            await PutAsync($"api/v1/users/{name}", new { email, displayName = $"Load {i}", extension, role = "Agent", password = _password }, stop);
            await PutAsync($"api/v1/lines/{extension}", new { name = $"Load {i}", kind = "User", target = name, recording = recorded(i) ? "All" : "Never" }, stop);
            accounts[i] = new Account(name, extension, await TokenAsync(email, _password, stop));
        });
        return accounts;
    }

    /// <summary>Signs a user in who is there already.</summary>
    public async Task<Account> SignInUserAsync(string name, string extension, string email, string password, CancellationToken ct) => new(name, extension, await TokenAsync(email, password, ct));

    /// <summary>Makes a queue that one user serves, and the number that leads to it, which is returned.</summary>
    public async Task<string> MakeQueueAsync(int number, Account agent, CancellationToken ct)
    {
        var (name, extension) = (QueueName(number), QueueLine(number));
        await PutAsync($"api/v1/queues/{name}", new { name, strategy = "longestIdle", members = new[] { new { agent = agent.Name } } }, ct);
        await PutAsync($"api/v1/lines/{extension}", new { name, kind = "Queue", target = name, recording = "Never" }, ct);
        return extension;
    }

    /// <summary>Makes a conference room that anybody may enter, and the number that leads to it, which is returned.</summary>
    public async Task<string> MakeRoomAsync(int number, CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"load-room-{number:000}");
        var extension = (FirstRoomLine + number).ToString(CultureInfo.InvariantCulture);
        await PutAsync($"api/v1/rooms/{name}", new { name, tones = false }, ct);
        await PutAsync($"api/v1/lines/{extension}", new { name, kind = "Conference", target = name, recording = "Never" }, ct);
        return extension;
    }

    /// <summary>Makes a queue whose callers may be called back, served by these users, and the number that leads to it, which is returned.</summary>
    public async Task<string> MakeCallBackQueueAsync(string name, IReadOnlyList<Account> agents, CancellationToken ct)
    {
        var rules = new
        {
            name,
            strategy = "longestIdle",
            members = agents.Select(static agent => new { agent = agent.Name }),
            announcements = new { placeAfter = "00:00:02", placeEvery = "00:00:15", language = "en-US" },
            callbacks = new { allowed = true, attempts = 1, retryAfter = "00:01:00" },
        };
        await PutAsync($"api/v1/queues/{name}", rules, ct);
        var number = QueueLine(0);
        await PutAsync($"api/v1/lines/{number}", new { name, kind = "Queue", target = name, recording = "Never" }, ct);
        return number;
    }

    /// <summary>Leads the demo's trunk, the only one, to a carrier at one address, whose calls are taken without digest.</summary>
    public async Task LeadTrunkAsync(System.Net.IPEndPoint carrier, CancellationToken ct)
    {
        var address = carrier.Address.ToString();
        await PutAsync("api/v1/trunks/carrier", new { peers = new[] { new { host = address, port = carrier.Port, transport = "Udp" } }, acceptFrom = new[] { address }, optionsSeconds = 0 }, ct);
    }

    /// <summary>An agent works from now on, and is not paused for a call that was not answered: the server may have died meanwhile.</summary>
    public async Task WorkAsync(Account agent, CancellationToken ct)
    {
        await PutAsync($"api/v1/agents/{agent.Name}/settings", new { pauseAfterMisses = 0 }, ct);
        await PutAsync($"api/v1/agents/{agent.Name}/state", new { state = "ready" }, ct);
    }

    /// <summary>The process in which a queue, an agent, a user, a room or a call lives; null when it is in none.</summary>
    public async Task<string?> OwnerAsync(string kind, string name, CancellationToken ct) =>
        (await _http.GetFromJsonAsync<JsonElement>(new Uri($"api/v1/cluster/owner?kind={kind}&name={name}", UriKind.Relative), ct)).GetProperty("member").GetString();

    /// <summary>A request as any other of an administrator: its status code, and the seconds of Retry-After, 0 without.</summary>
    public async Task<(int Code, double RetryAfter)> AskAsync(CancellationToken ct)
    {
        using var answer = await _http.GetAsync(new Uri("api/v1/queues", UriKind.Relative), ct);
        return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0);
    }

    /// <summary>Lets a number ring for longer than any outage of a lab.</summary>
    public Task RingLongAsync(Account account, CancellationToken ct) =>
        PutAsync($"api/v1/lines/{account.Extension}", new { name = account.Name, kind = "User", target = account.Name, recording = "Never", ringSeconds = 300 }, ct);

    /// <summary>How many calls are going on.</summary>
    public async Task<int> LiveCallsAsync(CancellationToken ct)
    {
        var calls = await _http.GetFromJsonAsync<JsonElement>(new Uri("api/v1/calls", UriKind.Relative), ct);
        return (calls.ValueKind == JsonValueKind.Array ? calls : calls.GetProperty("items")).GetArrayLength();
    }

    /// <summary>Has an edge drained, from the machine that it runs on.</summary>
    public async Task DrainAsync(string edge, CancellationToken ct)
    {
        using var answer = await _http.PostAsync(new Uri($"api/v1/admin/drain?edge={edge}", UriKind.Relative), null, ct);
        await RequireAsync($"Drain of {edge}", answer, ct);
    }

    /// <summary>How many calls an edge still carries; null when that is not known.</summary>
    public async Task<int?> CallsLeftAsync(string edge, CancellationToken ct) =>
        (await GlanceAsync<IReadOnlyList<EdgeGlance>>("api/v1/admin/drain", ct))?.FirstOrDefault(found => found.Edge == edge)?.Calls;

    /// <summary>A queue as supervisors see it; null when the server does not answer.</summary>
    public Task<QueueGlance?> QueueAsync(string name, CancellationToken ct) => GlanceAsync<QueueGlance>($"api/v1/queues/{name}", ct);

    /// <summary>The last decisions of a queue, newest first; null when the server does not answer.</summary>
    public Task<IReadOnlyList<QueueDecision>?> DecisionsAsync(string name, CancellationToken ct) => GlanceAsync<IReadOnlyList<QueueDecision>>($"api/v1/queues/{name}/assignments", ct);

    /// <summary>The call log, the latest first, all pages.</summary>
    public async Task<IReadOnlyList<LoggedCall>> CallLogAsync(CancellationToken ct)
    {
        var all = new List<LoggedCall>();
        for (string? cursor = ""; cursor is not null;)
        {
            var query = cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await _http.GetFromJsonAsync<Page<LoggedCall>>(new Uri($"api/v1/call-log?limit=100{query}", UriKind.Relative), ct);
            all.AddRange(page!.Items);
            cursor = page.Next;
        }

        return all;
    }

    /// <summary>All pages of the call log or a report since a time.</summary>
    public async Task<IReadOnlyList<T>> PagesAsync<T>(string what, DateTimeOffset since, CancellationToken ct)
    {
        var all = new List<T>();
        var query = $"api/v1/{what}?limit={PageSize}&from={Uri.EscapeDataString(since.ToString("o"))}&to={Uri.EscapeDataString(DateTimeOffset.UtcNow.AddMinutes(1).ToString("o"))}";
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _http.GetFromJsonAsync<Page<T>>(new Uri(cursor.Length == 0 ? query : $"{query}&cursor={Uri.EscapeDataString(cursor)}", UriKind.Relative), ct);
            all.AddRange(page!.Items);
            cursor = page.Next;
        }

        return all;
    }

    /// <summary>The ledger of a call.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> EventsAsync(string call, CancellationToken ct) =>
        await _http.GetFromJsonAsync<IReadOnlyList<LoggedEvent>>(new Uri($"api/v1/call-log/{call}/events", UriKind.Relative), ct) ?? [];

    /// <summary>Has the line of a user ring for so long.</summary>
    public Task RingForAsync(Account user, int seconds, CancellationToken ct) =>
        PutAsync($"api/v1/lines/{user.Extension}", new { name = user.Name, kind = "User", target = user.Name, recording = "Never", ringSeconds = seconds }, ct);

    /// <summary>Recordings that began since a time, each with its segments.</summary>
    public async Task<IReadOnlyList<StoredCall>> RecordingsAsync(DateTimeOffset since, CancellationToken ct)
    {
        var all = new List<StoredCall>();
        for (string? cursor = ""; cursor is not null;)
        {
            var query = cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await _http.GetFromJsonAsync<Page<StoredCall>>(new Uri($"api/v1/recordings?limit=100&from={Uri.EscapeDataString(since.ToString("o"))}{query}", UriKind.Relative), ct);
            foreach (var listed in page!.Items)
            {
                all.Add((await _http.GetFromJsonAsync<StoredCall>(new Uri($"api/v1/recordings/{listed.Id}", UriKind.Relative), ct))!);
            }

            cursor = page.Next;
        }

        return all;
    }

    /// <summary>Deletes them again.</summary>
    public Task DeleteAsync(int count, CancellationToken ct) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
        {
            var (name, extension) = Names(i);
            using var line = await _http.DeleteAsync(new Uri($"api/v1/lines/{extension}", UriKind.Relative), stop);
            using var user = await _http.DeleteAsync(new Uri($"api/v1/users/{name}", UriKind.Relative), stop);
        });

    /// <summary>Makes so many queues, the agents spread over them, each with a line.</summary>
    /// <returns>The numbers of the lines.</returns>
    public async Task<string[]> MakeQueuesAsync(int count, IReadOnlyList<Account> agents, TimeSpan wrapUp, CancellationToken ct)
    {
        var lines = new string[count];
        for (var i = 0; i < count; i++)
        {
            var members = agents.Where((_, agent) => agent % count == i).Select(agent => new { agent = agent.Name }).ToList();
            lines[i] = QueueLine(i);
            await PutAsync($"api/v1/queues/{QueueName(i)}", new { name = $"Load {i}", members, wrapUp = new { time = wrapUp } }, ct);
            await PutAsync($"api/v1/lines/{lines[i]}", new { name = $"Load {i}", kind = "Queue", target = QueueName(i), recording = "Never" }, ct);
        }

        return lines;
    }

    /// <summary>When which call was offered to an agent, as the queues remember it: the last 256 of each.</summary>
    public async Task<List<(string Call, DateTimeOffset At)>> AssignmentsAsync(int queues, CancellationToken ct)
    {
        var assignments = new List<(string, DateTimeOffset)>();
        for (var i = 0; i < queues; i++)
        {
            var kept = await _http.GetFromJsonAsync<JsonElement>(new Uri($"api/v1/queues/{QueueName(i)}/assignments", UriKind.Relative), ct);
            assignments.AddRange(kept.EnumerateArray().Select(made => (made.GetProperty("call").GetString() ?? "", made.GetProperty("at").GetDateTimeOffset())));
        }

        return assignments;
    }

    /// <summary>Deletes the queues again.</summary>
    public async Task DeleteQueuesAsync(int count, CancellationToken ct)
    {
        for (var i = 0; i < count; i++)
        {
            using var line = await _http.DeleteAsync(new Uri($"api/v1/lines/{QueueLine(i)}", UriKind.Relative), ct);
            using var queue = await _http.DeleteAsync(new Uri($"api/v1/queues/{QueueName(i)}", UriKind.Relative), ct);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string QueueName(int i) => string.Create(CultureInfo.InvariantCulture, $"load-{i:000}");

    /// <summary>The number that leads to a queue.</summary>
    public static string QueueLine(int i) => (FirstQueueLine + i).ToString(CultureInfo.InvariantCulture);

    private static (string Name, string Extension) Names(int i) =>
        (string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{i:0000}"), (FirstExtension + i).ToString(CultureInfo.InvariantCulture));

    private async Task PutAsync(string path, object body, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await _http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, ct);
            if (answer is not { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta: { } pause } || attempt == Attempts)
            {
                await RequireAsync($"PUT {path}", answer, ct);
                return;
            }

            // A cluster that has just started on a busy machine says so, and says when to ask again.
            await Task.Delay(pause, ct);
        }
    }

    private async Task<T?> GlanceAsync<T>(string path, CancellationToken ct)
        where T : class
    {
        try
        {
            return await _http.GetFromJsonAsync<T>(new Uri(path, UriKind.Relative), ct);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException)
        {
            return null;
        }
    }

    private async Task<string> TokenAsync(string email, string password, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("api/v1/login", UriKind.Relative)) { Content = JsonContent.Create(new { email, password }) };
        using var answer = await _http.SendAsync(request, ct);
        await RequireAsync($"Sign-in of {email}", answer, ct);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("accessToken").GetString()!;
    }

    private static async Task RequireAsync(string what, HttpResponseMessage answer, CancellationToken ct)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{what}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}");
        }
    }

    private sealed record EdgeGlance(string Edge, int Calls);

    private sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
}
