using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace RtcCluster.TestKit.Google;

/// <summary>How an account is in Google Chat (Chat API v1, users.availability): what its user chose there, and what an app marked.</summary>
/// <param name="time">The clock.</param>
public sealed class FakeAvailability(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<string> _marked = new();
    private string _state = "AWAY";
    private DateTimeOffset? _until;

    /// <summary>What was marked, in order, as <c>ACTIVE</c>, <c>AWAY</c> or <c>DO_NOT_DISTURB</c>.</summary>
    public IReadOnlyCollection<string> Marked => _marked;

    /// <summary>How it is at present.</summary>
    public string State
    {
        get
        {
            lock (_lock)
            {
                if (_until <= time.GetUtcNow())
                {
                    (_state, _until) = ("AWAY", null);
                }

                return _state;
            }
        }
    }

    /// <summary>The user chooses it in Google Chat.</summary>
    /// <param name="state">How they are.</param>
    /// <param name="until">Until when; null for as long as they like.</param>
    public void Choose(string state, DateTimeOffset? until = null)
    {
        lock (_lock)
        {
            (_state, _until) = (state, until);
        }
    }

    internal FakeAnswer Answer(string method, string path, JsonObject? body)
    {
        const string Path = "/v1/users/me/availability";
        if (method == "POST" && path.StartsWith($"{Path}:markAs", StringComparison.Ordinal))
        {
            var state = path[$"{Path}:markAs".Length..] switch { "Active" => "ACTIVE", "Away" => "AWAY", "DoNotDisturb" => "DO_NOT_DISTURB", _ => null };
            DateTimeOffset? until = body?["ttl"]?.ToString() is { } ttl ? time.GetUtcNow() + TimeSpan.FromSeconds(double.Parse(ttl.TrimEnd('s'), CultureInfo.InvariantCulture))
                : body?["expireTime"]?.ToString() is { } at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)
                : null;
            if (state is null || (state != "AWAY" && until is null))
            {
                return FakeAnswer.Error(400, "INVALID_ARGUMENT");
            }

            Choose(state, until);
            _marked.Enqueue(state);
        }
        else if (method != "GET" || path != Path)
        {
            return FakeAnswer.Error(404, "NOT_FOUND");
        }

        var answer = new JsonObject { ["name"] = "users/me/availability", ["state"] = State };
        if (State == "DO_NOT_DISTURB" && _until is { } end)
        {
            answer["doNotDisturbMetadata"] = new JsonObject { ["expirationTime"] = end.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
        }

        return FakeAnswer.Ok(answer);
    }
}
