using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace RtcCluster.TestKit.Google;

/// <summary>An account of <see cref="FakeGoogle"/>.</summary>
/// <param name="subject">Its id.</param>
/// <param name="email">Its address.</param>
/// <param name="time">The clock.</param>
public sealed class FakeGoogleAccount(string subject, string email, TimeProvider time)
{
    private readonly List<FakeFault> _faults = [];
    private readonly Queue<DateTimeOffset> _served = new();
    private readonly ConcurrentQueue<string> _asked = new();

    /// <summary>Its id.</summary>
    public string Subject => subject;

    /// <summary>Its address.</summary>
    public string Email => email;

    /// <summary>Its contacts.</summary>
    public FakePeople People { get; } = new(time);

    /// <summary>Its meetings.</summary>
    public FakeMeetings Meetings { get; } = new();

    /// <summary>What it sent by Gmail.</summary>
    public FakeOutbox Outbox { get; } = new();

    /// <summary>How its user is in Google Chat.</summary>
    public FakeAvailability Availability { get; } = new(time);

    /// <summary>What the APIs were asked, method, path and query.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>When its calendar says that the user is busy.</summary>
    public ConcurrentQueue<(DateTimeOffset From, DateTimeOffset Until)> Busy { get; } = new();

    /// <summary>Requests of the APIs in a minute; more get 429 with how long to wait.</summary>
    public int Quota { get; set; } = int.MaxValue;

    /// <summary>Awaited with the path before each answer of the APIs.</summary>
    public Func<string, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Scopes that its user does not allow.</summary>
    public HashSet<string> DeniedScopes { get; } = new(StringComparer.Ordinal);

    /// <summary>Refresh tokens that were given, and for what.</summary>
    public ConcurrentDictionary<string, string> RefreshTokens { get; } = new(StringComparer.Ordinal);

    internal ConcurrentDictionary<string, bool> DroppedAccess { get; } = new(StringComparer.Ordinal);

    internal string LastAccess { get; set; } = "";

    /// <summary>The user, or an administrator, takes all access away.</summary>
    public void Revoke() => RefreshTokens.Clear();

    /// <summary>Ends the last access token before its time.</summary>
    public void DropAccess() => DroppedAccess[LastAccess] = true;

    /// <summary>The next requests whose method, path and query contain a text fail.</summary>
    /// <param name="what">The text, for example <c>GET /v1/people/me/connections</c>.</param>
    /// <param name="status">The status; 0 breaks the connection.</param>
    /// <param name="reason">Of google.rpc.ErrorInfo.</param>
    /// <param name="times">How many.</param>
    /// <param name="retryAfter">Seconds, with a header.</param>
    /// <param name="isDone">Whether what was asked is done nevertheless.</param>
    public void Fail(string what, int status, string reason = "", int times = 1, int? retryAfter = null, bool isDone = false)
    {
        lock (_faults)
        {
            _faults.AddRange(Enumerable.Repeat(new FakeFault(what, status, reason, retryAfter, isDone), times));
        }
    }

    /// <summary>The next request whose method, path and query contain a text is answered with 200 and a body that is not the answer.</summary>
    /// <param name="what">The text.</param>
    /// <param name="body">The body.</param>
    /// <param name="times">How many.</param>
    public void Mislead(string what, string body, int times = 1)
    {
        lock (_faults)
        {
            _faults.AddRange(Enumerable.Repeat(new FakeFault(what, 200, "", null, IsDone: false, body), times));
        }
    }

    internal FakeAnswer FreeBusy(JsonObject asked)
    {
        var (from, until) = (At(asked, "timeMin"), At(asked, "timeMax"));
        return FakeAnswer.Ok(new JsonObject
        {
            ["kind"] = "calendar#freeBusy",
            ["calendars"] = new JsonObject
            {
                [asked["items"]![0]!["id"]!.ToString()] = new JsonObject
                {
                    ["busy"] = new JsonArray([.. Busy.Where(each => each.From < until && each.Until > from).Select(static each => (JsonNode)new JsonObject { ["start"] = Text(each.From), ["end"] = Text(each.Until) })]),
                },
            },
        });
    }

    private static DateTimeOffset At(JsonObject from, string name) => DateTimeOffset.Parse(from[name]!.ToString(), CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Keeps what was asked, and says how it fails.</summary>
    internal FakeFault? Hear(string what)
    {
        _asked.Enqueue(what);
        lock (_faults)
        {
            var at = _faults.FindIndex(fault => what.Contains(fault.What, StringComparison.Ordinal));
            if (at < 0)
            {
                return null;
            }

            var found = _faults[at];
            _faults.RemoveAt(at);
            return found;
        }
    }

    /// <summary>How long to wait, when the quota is used up.</summary>
    internal TimeSpan? Spend()
    {
        lock (_served)
        {
            var now = time.GetUtcNow();
            while (_served.TryPeek(out var at) && at <= now - TimeSpan.FromMinutes(1))
            {
                _served.Dequeue();
            }

            if (_served.Count >= Quota)
            {
                return _served.Peek() + TimeSpan.FromMinutes(1) - now;
            }

            _served.Enqueue(now);
            return null;
        }
    }
}
