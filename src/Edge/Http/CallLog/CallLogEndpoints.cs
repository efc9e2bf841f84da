using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.CallLog;

/// <summary>Calls that are over. Agents see those that they took part in, supervisors those of the tenant.</summary>
internal static class CallLogEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var log = api.MapGroup("/call-log").WithTags("Call log");
        log.MapGet("/", ListAsync).WithName("ListCallLog").WithSummary("List calls, the latest first.");
        log.MapGet("/{call}", GetAsync).WithName("GetCallLogEntry").WithSummary("One call.");
        log.MapGet("/{call}/events", EventsAsync).WithName("ListCallEvents").WithSummary("The ledger of one call: every event with its number.");
    }

    private static async Task<Results<Ok<PageModel<CallLogModel>>, ProblemHttpResult>> ListAsync(
        Caller caller,
        ICallLogQuery query,
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
        return PageModel.Of(await query.ListAsync(filter, cursor, PageModel.Limit(limit), ct), CallLogModel.Of);
    }

    private static async Task<Results<Ok<CallLogModel>, ProblemHttpResult>> GetAsync(Caller caller, ICallLogQuery query, string call, CancellationToken ct) =>
        await FindAsync(caller, query, call, ct) is { } entry ? TypedResults.Ok(CallLogModel.Of(entry)) : ApiProblem.NotFound("call");

    private static async Task<Results<Ok<IReadOnlyList<CallEventModel>>, ProblemHttpResult>> EventsAsync(
        Caller caller, ICallLogQuery query, ILedgerQuery ledger, string call, CancellationToken ct)
    {
        if (await FindAsync(caller, query, call, ct) is not { } entry)
        {
            return ApiProblem.NotFound("call");
        }

        var rows = await ledger.ListAsync(caller.Tenant.Value, entry.CallId, 0, ct);
        return TypedResults.Ok<IReadOnlyList<CallEventModel>>([.. (caller.Supervises ? rows : SupervisionHidden.From(rows)).Select(CallEventModel.Of)]);
    }

    private static async Task<CallLogEntry?> FindAsync(Caller caller, ICallLogQuery query, string call, CancellationToken ct)
    {
        if (!ApiId.IsName(call))
        {
            return null;
        }

        var entry = await query.FindAsync(caller.Tenant.Value, new CallId(caller.Tenant, call).Key, ct);
        return entry is not null && (caller.Supervises || entry.Participants.Contains(caller.User.Key)) ? entry : null;
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
    IReadOnlyList<string> Recordings)
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
        [.. entry.RecordingIds.Select(ApiId.Of)]);
}

/// <summary>One event of a call's ledger.</summary>
/// <param name="Number">1 for the first, without gaps.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Data">What it says.</param>
internal sealed record CallEventModel(long Number, DateTimeOffset At, string Kind, JsonElement? Data)
{
    public static CallEventModel Of(LedgerRow row) => new(row.Number, row.At, row.Kind, Parse(row.Payload));

    private static JsonElement? Parse(byte[] payload)
    {
        if (payload.Length == 0)
        {
            return null;
        }

        using var document = JsonDocument.Parse(payload);
        return document.RootElement.Clone();
    }
}
