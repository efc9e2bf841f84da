using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RtcCluster.TestKit.Network;

namespace RtcCluster.TestKit.Google;

/// <summary>
/// Google's APIs on a port of 127.0.0.1, as their reference describes them: sign-in, tokens, the People API, when somebody is busy, meetings, mail that is sent and availability in Chat, with their errors, quotas, sync tokens and lists that lag behind writes.
/// Each account keeps what was asked of it, and fails where a test wants it to. <c>Google:BaseAddress</c> points at it.
/// </summary>
public sealed class FakeGoogle : IAsyncDisposable
{
    /// <summary>The client that it knows.</summary>
    public const string Client = "rtccluster-test.apps.googleusercontent.com";

    /// <summary>That client's secret.</summary>
    public const string Secret = "s3cret & more";

    private const string SendMail = "/gmail/v1/users/me/messages/send";
    private const string Scope = "https://www.googleapis.com/auth/";
    private static readonly string[] Served = ["/v1", "/calendar", "/v2/spaces", "/gmail"];
    private readonly WebApplication _app;
    private readonly FakeTokens _tokens;

    private FakeGoogle(int port, TimeProvider time)
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        Time = time;
        Directory = new FakePeople(time, "DOMAIN_PROFILE");
        _tokens = new FakeTokens(this);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address);
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Where it is.</summary>
    public string Address { get; }

    /// <summary>Its clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Accounts by id.</summary>
    public ConcurrentDictionary<string, FakeGoogleAccount> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>The directory of the company whose accounts these are.</summary>
    public FakePeople Directory { get; }

    /// <summary>The keys that it signs the tokens of add-ons with.</summary>
    public FakeSigner Signer { get; } = new();

    /// <summary>Mails that can be open in Gmail: whom they are from, by id. Each is read with the access token of the add-on's user and that of the mail, <c>mail-{id}</c>.</summary>
    public ConcurrentDictionary<string, string> Mails { get; } = new(StringComparer.Ordinal);

    /// <summary>While false it answers nothing but 503.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>While false the client and its secret are not taken.</summary>
    public bool KnowsClient { get; set; } = true;

    /// <summary>Starts one.</summary>
    /// <param name="time">Its clock; null: the system's.</param>
    /// <param name="port">Its port; 0 for a free one.</param>
    public static async Task<FakeGoogle> StartAsync(TimeProvider? time = null, int port = 0)
    {
        var google = new FakeGoogle(port == 0 ? FreePorts.Take() : port, time ?? TimeProvider.System);
        await google._app.StartAsync();
        return google;
    }

    /// <summary>Adds an account.</summary>
    public FakeGoogleAccount Add(string subject, string email)
    {
        var account = new FakeGoogleAccount(subject, email, Time);
        Accounts[subject] = account;
        return account;
    }

    /// <summary>A code as the browser gets it once the user has allowed it.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="way">Where the browser was sent to.</param>
    public string Allow(FakeGoogleAccount account, Uri way) => _tokens.Allow(account, way);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Signer.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsUp)
        {
            context.Response.StatusCode = 503;
            return;
        }

        if (request.Path == "/oauth2/v3/certs")
        {
            await FakeAnswer.Ok(Signer.Published()).WriteAsync(context);
            return;
        }

        if (request.Path != SendMail && request.Path.StartsWithSegments("/gmail/v1/users/me/messages", StringComparison.Ordinal, out var mail))
        {
            await Mail(request, mail.Value!.TrimStart('/')).WriteAsync(context);
            return;
        }

        if (!Served.Any(path => request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
        {
            await (await _tokens.AnswerAsync(request)).WriteAsync(context);
            return;
        }

        var (account, scopes) = _tokens.Of(request.Headers.Authorization.ToString());
        if (account is null)
        {
            await FakeAnswer.Error(401, "UNAUTHENTICATED", "ACCESS_TOKEN_EXPIRED").WriteAsync(context);
            return;
        }

        var fault = account.Hear($"{request.Method} {request.Path}{request.QueryString}");
        if (fault is { IsDone: false })
        {
            await fault.AnswerAsync(context);
            return;
        }

        var body = request.ContentLength is null or 0 ? null : await JsonNode.ParseAsync(request.Body) as JsonObject;
        await account.Before(request.Path.Value!);
        var answer = Answer(account, scopes, request, body);
        await (fault is null ? answer.WriteAsync(context) : fault.AnswerAsync(context));
    }

    private FakeAnswer Mail(HttpRequest request, string id)
    {
        var mayRead = request.Headers.Authorization.ToString().StartsWith("Bearer ya29.addon-", StringComparison.Ordinal) && request.Headers["X-Goog-Gmail-Access-Token"] == $"mail-{id}";
        return !mayRead ? FakeAnswer.Error(403, "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
            : Mails.TryGetValue(id, out var from)
                ? FakeAnswer.Ok(new JsonObject { ["id"] = id, ["payload"] = new JsonObject { ["headers"] = new JsonArray(new JsonObject { ["name"] = "From", ["value"] = from }) } })
                : FakeAnswer.Error(404, "NOT_FOUND");
    }

    private FakeAnswer Answer(FakeGoogleAccount account, IReadOnlyList<string> scopes, HttpRequest request, JsonObject? body)
    {
        if (account.Spend() is { } wait)
        {
            return FakeAnswer.Throttled(wait);
        }

        var path = request.Path.Value!;
        return (request.Method, path) switch
        {
            (_, "/v1/people:listDirectoryPeople") => With("directory.readonly", () => Locked(Directory, () => Directory.List(request.Query, "people"))),
            (_, "/calendar/v3/freeBusy") => With("calendar.events.freebusy", () => account.FreeBusy(body!)),
            ("POST", "/v2/spaces") => With("meetings.space.created", () => account.Meetings.Create(account.Subject)),
            ("POST", SendMail) => With("gmail.send", () => account.Outbox.Send(account.Email, body)),
            _ when path.StartsWith("/v1/users/me/availability", StringComparison.Ordinal) => With("chat.users.availability", () => account.Availability.Answer(request.Method, path, body)),
            _ => With("contacts", () => Locked(account.People, () => account.People.Answer(request, body))),
        };

        FakeAnswer With(string scope, Func<FakeAnswer> answer) => scopes.Contains(Scope + scope) ? answer() : FakeAnswer.Error(403, "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    }

    private static FakeAnswer Locked(FakePeople gate, Func<FakeAnswer> answer)
    {
        lock (gate)
        {
            return answer();
        }
    }
}

/// <summary>A request that fails.</summary>
internal sealed record FakeFault(string What, int Status, string Reason, int? RetryAfter, bool IsDone, string? Body = null)
{
    public async Task AnswerAsync(HttpContext context)
    {
        if (Status == 0)
        {
            context.Abort();
            return;
        }

        if (RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (Body is not null)
        {
            context.Response.StatusCode = Status;
            await context.Response.WriteAsync(Body);
            return;
        }

        await FakeAnswer.Error(Status, Status switch { 429 => "RESOURCE_EXHAUSTED", 400 => "INVALID_ARGUMENT", 403 => "PERMISSION_DENIED", 404 => "NOT_FOUND", _ => "INTERNAL" }, Reason).WriteAsync(context);
    }
}
