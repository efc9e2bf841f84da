using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Hub;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.CallLog;

/// <summary>Calls that are over. Agents see those that they took part in, supervisors those of the tenant.</summary>
internal static class CallLogEndpoints
{
    private const int MostLooked = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        var log = api.MapGroup("/call-log").WithTags("Call log");
        log.MapGet("/", ListAsync).WithName("ListCallLog").WithSummary("List calls, the latest first.")
            .WithDescription("Without the numbers that colleagues do not show; a call whose party is found by such a number alone is not there, so that a page may be shorter than its limit; the last one has no next.");
        log.MapGet("/{call}", GetAsync).WithName("GetCallLogEntry").WithSummary("One call.");
        log.MapGet("/{call}/events", EventsAsync).WithName("ListCallEvents").WithSummary("The ledger of one call: every event with its number.");
    }

    private static async Task<Results<Ok<PageModel<CallLogModel>>, ProblemHttpResult>> ListAsync(
        Caller caller,
        ICallLogQuery query,
        VisibilityDesk visibility,
        DateTimeOffset? from,
        DateTimeOffset? to,
        string? party,
        string? result,
        CallDirection? direction,
        string? cursor,
        int? limit,
        CancellationToken ct)
    {
        var filter = new CallLogFilter
        {
            TenantId = caller.Tenant.Value,
            From = from,
            Until = to,
            Party = party,
            Result = result,
            Direction = direction,
            VisibleTo = caller.Supervises ? null : caller.User.Key,
        };
        for (var looked = 1; ; looked++)
        {
            var page = await query.ListAsync(filter, cursor, PageModel.Limit(limit), ct);
            var hidden = await HiddenAsync(caller, visibility, page.Items, ct);
            var found = hidden.Count == 0 || string.IsNullOrEmpty(party) ? page.Items : [.. page.Items.Where(entry => IsFound(entry, party, hidden))];
            // A page with nothing on it but more to come would say as well that there are calls with that number.
            if (found.Count > 0 || page.Next is null || looked == MostLooked)
            {
                return PageModel.Of(page with { Items = found }, entry => CallLogModel.Of(entry).Without(hidden));
            }

            cursor = page.Next;
        }
    }

    // Who looks for a number that is not shown does not learn who has it.
    private static bool IsFound(CallLogEntry entry, string party, IReadOnlySet<string> hidden) =>
        new[] { hidden.Contains(entry.FromNumber) ? "" : entry.FromNumber, entry.FromName, hidden.Contains(entry.ToNumber) ? "" : entry.ToNumber, entry.ToName }
            .Any(text => text.Contains(party, StringComparison.OrdinalIgnoreCase));

    private static async Task<Results<Ok<CallLogModel>, ProblemHttpResult>> GetAsync(Caller caller, ICallLogQuery query, VisibilityDesk visibility, string call, CancellationToken ct) =>
        await FindAsync(caller, query, call, ct) is { } entry
            ? TypedResults.Ok(CallLogModel.Of(entry).Without(await HiddenAsync(caller, visibility, [entry], ct)))
            : ApiProblem.NotFound("call");

    private static async Task<Results<Ok<IReadOnlyList<CallEventModel>>, ProblemHttpResult>> EventsAsync(
        Caller caller, ICallLogQuery query, ILedgerQuery ledger, VisibilityDesk visibility, string call, CancellationToken ct)
    {
        if (await FindAsync(caller, query, call, ct) is not { } entry)
        {
            return ApiProblem.NotFound("call");
        }

        var rows = await ledger.ListAsync(caller.Tenant.Value, entry.CallId, 0, ct);
        if (caller.Supervises)
        {
            return TypedResults.Ok<IReadOnlyList<CallEventModel>>([.. rows.Select(static row => CallEventModel.Of(row, ImmutableHashSet<string>.Empty))]);
        }

        // The ledger names more than the two of the entry: who was rung, who got it by transfer, who was asked.
        var shown = SupervisionHidden.From(rows);
        var hidden = await visibility.HiddenAsync(caller, shown.SelectMany(CallEventModel.Numbers).Append(entry.FromNumber).Append(entry.ToNumber), ct);
        return TypedResults.Ok<IReadOnlyList<CallEventModel>>([.. shown.Select(row => CallEventModel.Of(row, hidden))]);
    }

    private static Task<IReadOnlySet<string>> HiddenAsync(Caller caller, VisibilityDesk visibility, IEnumerable<CallLogEntry> entries, CancellationToken ct) =>
        visibility.HiddenAsync(caller, entries.SelectMany(entry => new[] { entry.FromNumber, entry.ToNumber }), ct);

    private static async Task<CallLogEntry?> FindAsync(Caller caller, ICallLogQuery query, string call, CancellationToken ct)
    {
        if (!ApiId.IsName(call))
        {
            return null;
        }

        var id = new CallId(caller.Tenant, call).Key;
        return caller.Supervises ? await query.FindAsync(caller.Tenant.Value, id, ct) : await query.FindOfAsync(caller.Tenant.Value, caller.User.Key, id, ct);
    }
}

/// <summary>A call that is over, as the API shows it.</summary>
internal sealed record CallLogModel(
    string Id,
    CallDirection Direction,
    string From,
    string FromName,
    string To,
    string ToName,
    string? Line,
    string? Trunk,
    DateTimeOffset StartedAt,
    DateTimeOffset? RingingAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt,
    double TalkSeconds,
    string Result,
    int? SipCode,
    int? Q850,
    string Reason,
    string HangupBy,
    int Transfers,
    string? MergedInto,
    IReadOnlyList<string> Recordings,
    string RecordingNotice)
{
    public static CallLogModel Of(CallLogEntry entry) => new(
        ApiId.Of(entry.CallId),
        entry.Direction,
        entry.FromNumber,
        entry.FromName,
        entry.ToNumber,
        entry.ToName,
        entry.Line,
        ApiId.OfOrNull(entry.Trunk),
        entry.StartedAt,
        entry.RingingAt,
        entry.AnsweredAt,
        entry.EndedAt,
        entry.TalkMilliseconds / 1000.0,
        entry.Result,
        entry.EndSipCode,
        entry.EndQ850,
        entry.EndText,
        entry.HangupBy,
        entry.Transfers,
        ApiId.OfOrNull(entry.MergedInto),
        [.. entry.RecordingIds.Select(ApiId.Of)],
        entry.RecordingNotice);

    /// <summary>Without numbers that are not shown to whoever reads.</summary>
    public CallLogModel Without(IReadOnlySet<string> hidden) => hidden.Count == 0 ? this : this with
    {
        From = hidden.Contains(From) ? "" : From,
        To = hidden.Contains(To) ? "" : To,
        Line = Line is { } line && hidden.Contains(line[(line.LastIndexOf('/') + 1)..]) ? null : Line,
    };
}

/// <summary>One event of a call's ledger.</summary>
/// <param name="Number">1 for the first, without gaps.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Data">What it says.</param>
internal sealed record CallEventModel(long Number, DateTimeOffset At, string Kind, JsonElement? Data)
{
    public static CallEventModel Of(LedgerRow row, IReadOnlySet<string> hidden) => new(row.Number, row.At, row.Kind, Parse(row.Payload, hidden));

    /// <summary>What may be a number in a row, wherever <see cref="Of"/> would leave it out.</summary>
    public static IEnumerable<string> Numbers(LedgerRow row) => row.Payload.Length == 0 ? [] : Texts(JsonNode.Parse(row.Payload)).SelectMany(NumbersIn);

    private static JsonElement? Parse(byte[] payload, IReadOnlySet<string> hidden)
    {
        if (payload.Length == 0)
        {
            return null;
        }

        if (hidden.Count > 0)
        {
            return JsonSerializer.SerializeToElement(Without(JsonNode.Parse(payload), hidden));
        }

        using var document = JsonDocument.Parse(payload);
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(static one => Texts(one.Value)),
        JsonArray all => all.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    private static IEnumerable<string> NumbersIn(string text)
    {
        yield return text;
        yield return text[(text.LastIndexOf('/') + 1)..];
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at > 0; at = text.IndexOf('@', at + 1))
        {
            yield return text[(text.LastIndexOf(':', at) + 1)..at];
        }
    }

    // A number stands alone, behind the tenant as a line's key, or in an address.
    private static JsonNode? Without(JsonNode? node, IReadOnlySet<string> hidden) => node switch
    {
        JsonObject all => new JsonObject(all.Select(one => KeyValuePair.Create(one.Key, Without(one.Value, hidden)))),
        JsonArray all => new JsonArray([.. all.Select(one => Without(one, hidden))]),
        JsonValue value when value.TryGetValue<string>(out var text) && hidden.Any(number => text == number || text.EndsWith($"/{number}", StringComparison.Ordinal) || text.Contains($":{number}@", StringComparison.Ordinal)) => "",
        _ => node?.DeepClone(),
    };
}
