using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace RtcCluster.TestKit.Google;

/// <summary>The contacts of an account as the People API has them: revisions, sync tokens for seven days, and lists that show what was an hour ago if a test wants them to.</summary>
/// <param name="time">The clock.</param>
/// <param name="source">What keeps them: <c>CONTACT</c>, or <c>DOMAIN_PROFILE</c> for a directory.</param>
public sealed class FakePeople(TimeProvider time, string source = "CONTACT")
{
    private static readonly string[] Writable = ["names", "emailAddresses", "phoneNumbers", "organizations", "biographies", "memberships", "clientData"];
    private readonly Dictionary<string, List<State>> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);
    private long _revision;
    private int _names;

    /// <summary>How far lists are behind what was written.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>Names of the contacts that there are.</summary>
    public IReadOnlyList<string> Names => [.. _people.Where(static each => each.Value[^1].Person is not null).Select(static each => each.Key)];

    /// <summary>Labels by resource.</summary>
    public IReadOnlyDictionary<string, string> Groups => _groups;

    /// <summary>A contact as it is now; null when it is gone.</summary>
    public JsonObject? this[string name] => _people.GetValueOrDefault(name)?[^1].Person;

    /// <summary>Somebody makes a contact.</summary>
    /// <param name="person">What it says; names as <c>givenName</c> and <c>familyName</c>.</param>
    public string Add(JsonObject person)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"people/c{++_names}");
        Put(name, person);
        return name;
    }

    /// <summary>Somebody makes a contact with a name and a number.</summary>
    public string Add(string given, string family, string number, string type = "mobile") => Add(new JsonObject
    {
        ["names"] = new JsonArray(new JsonObject { ["givenName"] = given, ["familyName"] = family }),
        ["phoneNumbers"] = new JsonArray(new JsonObject { ["value"] = number, ["type"] = type }),
    });

    /// <summary>Somebody changes a contact.</summary>
    public void Change(string name, Action<JsonObject> change)
    {
        var person = (JsonObject)this[name]!.DeepClone();
        change(person);
        Put(name, person);
    }

    /// <summary>Somebody deletes a contact.</summary>
    public void Delete(string name) => _people[name].Add(new State(++_revision, time.GetUtcNow(), null));

    /// <summary>Somebody makes a label.</summary>
    public string AddGroup(string label)
    {
        var resource = string.Create(CultureInfo.InvariantCulture, $"contactGroups/g{++_names}");
        _groups[resource] = label;
        return resource;
    }

    internal FakeAnswer Answer(HttpRequest request, JsonObject? body)
    {
        var path = request.Path.Value!["/v1/".Length..];
        return (request.Method, path) switch
        {
            ("GET", "people/me/connections") => List(request.Query, "connections"),
            ("GET", "contactGroups") => FakeAnswer.Ok(new JsonObject { ["contactGroups"] = new JsonArray([.. ListGroups()]) }),
            ("POST", "contactGroups") => MakeGroup(body!),
            ("POST", "people:createContact") => Make(body!),
            ("PATCH", _) when Named(path, ":updateContact") is { } name => Update(name, body!, request.Query["updatePersonFields"].ToString()),
            ("DELETE", _) when Named(path, ":deleteContact") is { } name => Remove(name),
            ("GET", _) when Named(path, "") is { } name => this[name] is { } person ? FakeAnswer.Ok((JsonObject)person.DeepClone()) : NotFound(),
            _ => NotFound(),
        };
    }

    private static FakeAnswer NotFound() => FakeAnswer.Error(404, "NOT_FOUND");

    private static string? Named(string path, string verb) => path.StartsWith("people/c", StringComparison.Ordinal) && path.EndsWith(verb, StringComparison.Ordinal) ? path[..^verb.Length] : null;

    internal FakeAnswer List(IQueryCollection query, string field)
    {
        var size = int.Parse(query["pageSize"].ToString(), CultureInfo.InvariantCulture);
        var (sync, page) = (query["syncToken"].ToString(), query["pageToken"].ToString());
        long since = 0, until = VisibleRevision();
        var offset = 0;
        if (sync.Length > 0)
        {
            if (sync.Split(':') is not ["sync", var revision, var at])
            {
                return FakeAnswer.Error(400, "INVALID_ARGUMENT");
            }

            if (time.GetUtcNow().ToUnixTimeSeconds() - Number(at) > TimeSpan.FromDays(7).TotalSeconds)
            {
                return FakeAnswer.Error(400, "FAILED_PRECONDITION", "EXPIRED_SYNC_TOKEN");
            }

            since = Number(revision);
        }

        if (page.Length > 0)
        {
            if (page.Split(':') is not ["page", var revision, var from, var fields] || fields != Sum(query))
            {
                return FakeAnswer.Error(400, "INVALID_ARGUMENT");
            }

            (until, offset) = (Number(revision), (int)Number(from));
        }

        var met = _people.Select(each => (each.Key, State: each.Value.LastOrDefault(state => state.Revision <= until)))
            .Where(each => each.State is not null && each.State.Revision > since && (sync.Length > 0 || each.State.Person is not null)).ToList();
        var answer = new JsonObject
        {
            [field] = new JsonArray([.. met.Skip(offset).Take(size).Select(each => (JsonNode?)each.State!.Person?.DeepClone() ?? Deleted(each.Key))]),
            ["totalItems"] = met.Count,
            ["totalPeople"] = met.Count,
        };
        if (offset + size < met.Count)
        {
            answer["nextPageToken"] = string.Create(CultureInfo.InvariantCulture, $"page:{until}:{offset + size}:{Sum(query)}");
        }
        else
        {
            answer["nextSyncToken"] = string.Create(CultureInfo.InvariantCulture, $"sync:{until}:{(sync.Length > 0 ? Number(sync.Split(':')[2]) : time.GetUtcNow().ToUnixTimeSeconds())}");
        }

        return FakeAnswer.Ok(answer);
    }

    private long VisibleRevision()
    {
        var before = time.GetUtcNow() - Lag;
        return _people.Values.SelectMany(static states => states).Where(state => state.At <= before).Select(static state => state.Revision).DefaultIfEmpty().Max();
    }

    private static JsonObject Deleted(string name) => new() { ["resourceName"] = name, ["etag"] = "%gone", ["metadata"] = new JsonObject { ["deleted"] = true } };

    private FakeAnswer Make(JsonObject body)
    {
        var person = new JsonObject();
        foreach (var field in Writable.Where(body.ContainsKey))
        {
            person[field] = body[field]?.DeepClone();
        }

        return FakeAnswer.Ok((JsonObject)this[Add(person)]!.DeepClone());
    }

    private FakeAnswer Update(string name, JsonObject body, string fields)
    {
        if (this[name] is not { } there)
        {
            return NotFound();
        }

        if (body["etag"]?.ToString() != there["etag"]?.ToString())
        {
            return FakeAnswer.Error(400, "FAILED_PRECONDITION");
        }

        if (fields.Length == 0 || fields.Split(',').Any(field => !Writable.Contains(field)))
        {
            return FakeAnswer.Error(400, "INVALID_ARGUMENT");
        }

        Change(name, person =>
        {
            foreach (var field in fields.Split(','))
            {
                person[field] = body[field]?.DeepClone() ?? new JsonArray();
            }
        });
        return FakeAnswer.Ok((JsonObject)this[name]!.DeepClone());
    }

    private FakeAnswer Remove(string name)
    {
        if (this[name] is null)
        {
            return NotFound();
        }

        Delete(name);
        return FakeAnswer.Ok([]);
    }

    private FakeAnswer MakeGroup(JsonObject body)
    {
        var label = body["contactGroup"]!["name"]!.ToString();
        return _groups.ContainsValue(label) ? FakeAnswer.Error(409, "ALREADY_EXISTS") : FakeAnswer.Ok(Group(AddGroup(label), label));
    }

    private IEnumerable<JsonNode> ListGroups() =>
        _groups.Select(static each => Group(each.Key, each.Value)).Append(new JsonObject { ["resourceName"] = "contactGroups/myContacts", ["groupType"] = "SYSTEM_CONTACT_GROUP", ["name"] = "myContacts" });

    private static JsonObject Group(string resource, string label) => new() { ["resourceName"] = resource, ["groupType"] = "USER_CONTACT_GROUP", ["name"] = label, ["formattedName"] = label };

    private void Put(string name, JsonObject person)
    {
        var now = time.GetUtcNow();
        var etag = string.Create(CultureInfo.InvariantCulture, $"%etag{++_revision}");
        person["resourceName"] = name;
        person["etag"] = etag;
        person["metadata"] = new JsonObject
        {
            ["sources"] = new JsonArray(new JsonObject { ["type"] = source, ["id"] = name[8..], ["etag"] = $"#{etag}", ["updateTime"] = now.ToString("O", CultureInfo.InvariantCulture) }),
            ["objectType"] = "PERSON",
        };
        Complete(person);
        if (!_people.TryGetValue(name, out var states))
        {
            _people[name] = states = [];
        }

        states.Add(new State(_revision, now, person));
    }

    /// <summary>What Google adds by itself.</summary>
    private void Complete(JsonObject person)
    {
        foreach (var name in (person["names"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (name["unstructuredName"]?.ToString() is { } whole && name["givenName"] is null && name["familyName"] is null)
            {
                var parts = whole.Split(' ', 2);
                name["givenName"] = parts[0];
                name["familyName"] = parts.Length > 1 ? parts[1] : "";
            }

            name["displayName"] = $"{name["givenName"]} {name["familyName"]}".Trim();
            name["unstructuredName"] = name["displayName"]!.ToString();
        }

        foreach (var number in (person["phoneNumbers"] as JsonArray ?? []).OfType<JsonObject>().Where(static number => number["value"]!.ToString().StartsWith('+')))
        {
            number["canonicalForm"] = "+" + string.Concat(number["value"]!.ToString().Where(char.IsAsciiDigit));
        }

        if (person["memberships"] is not JsonArray { Count: > 0 })
        {
            person["memberships"] = new JsonArray(new JsonObject { ["contactGroupMembership"] = new JsonObject { ["contactGroupResourceName"] = "contactGroups/myContacts" } });
        }

        foreach (var entry in Writable.Where(person.ContainsKey).SelectMany(field => ((JsonArray)person[field]!).OfType<JsonObject>()))
        {
            entry["metadata"] = new JsonObject { ["primary"] = true, ["source"] = new JsonObject { ["type"] = source, ["id"] = person["resourceName"]!.ToString()[8..] } };
        }
    }

    private static string Sum(IQueryCollection query) => $"{query["personFields"]}{query["readMask"]}/{query["pageSize"]}/{query["syncToken"].ToString().Replace(':', '.')}".Replace(':', '.');

    private static long Number(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private sealed record State(long Revision, DateTimeOffset At, JsonObject? Person);
}
