using System.Runtime.CompilerServices;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Reports;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>What happened, in figures, as JSON in pages or as CSV in one file. For supervisors and administrators.</summary>
internal static class ReportEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var reports = api.MapGroup("/reports").WithTags("Reports").RequireAuthorization(Policies.Supervise);
        Describe<QueueFiguresModel>(reports.MapGet("/queues", QueuesAsync).WithName("ReportQueues").WithSummary("Queues by interval: offered, handled, abandoned, service level, times."));
        Describe<AgentFiguresModel>(reports.MapGet("/agents", AgentsAsync).WithName("ReportAgents").WithSummary("Agents by interval: calls, time at work by what was done, occupancy."));
        Describe<CallFiguresModel>(reports.MapGet("/calls", CallsAsync).WithName("ReportCalls").WithSummary("Calls, the earliest first, with their visits to queues and their transfers."));
        Describe<LegModel>(reports.MapGet("/legs", LegsAsync).WithName("ReportLegs").WithSummary("Legs of calls, the earliest first."));
    }

    private static void Describe<T>(RouteHandlerBuilder endpoint) =>
        endpoint.Produces<PageModel<T>>(200, "application/json", "text/csv").ProducesProblem(400);

    private static Task<IResult> QueuesAsync(
        Caller caller, [AsParameters] ReportRequest request, IReportQuery query, IDirectory directory, TimeProvider time, HttpContext context, CancellationToken ct) =>
        AnswerAsync(caller, request, directory, time, context, "queues", QueueFiguresModel.Columns,
            async wish => PageModel.Of(await query.QueuesAsync(wish.Filter, wish.Calendar, wish.Cursor, wish.Limit, ct), QueueFiguresModel.Of),
            wish => MapAsync(query.QueuesAsync(wish.Filter, wish.Calendar, ct), QueueFiguresModel.Of), ct);

    private static Task<IResult> AgentsAsync(
        Caller caller, [AsParameters] ReportRequest request, IReportQuery query, IDirectory directory, TimeProvider time, HttpContext context, CancellationToken ct) =>
        AnswerAsync(caller, request, directory, time, context, "agents", AgentFiguresModel.Columns,
            async wish => PageModel.Of(await query.AgentsAsync(wish.Filter, wish.Calendar, wish.Cursor, wish.Limit, ct), AgentFiguresModel.Of),
            wish => MapAsync(query.AgentsAsync(wish.Filter, wish.Calendar, ct), AgentFiguresModel.Of), ct);

    private static Task<IResult> CallsAsync(
        Caller caller, [AsParameters] ReportRequest request, IReportQuery query, IDirectory directory, TimeProvider time, HttpContext context, CancellationToken ct) =>
        AnswerAsync(caller, request, directory, time, context, "calls", CallFiguresModel.Columns,
            async wish => PageModel.Of(await query.CallsAsync(wish.Filter, wish.Cursor, wish.Limit, ct), call => CallFiguresModel.Of(call, wish.Calendar.Zone)),
            wish => MapAsync(PagesAsync(cursor => query.CallsAsync(wish.Filter, cursor, PageModel.MaxLimit, ct), ct), call => CallFiguresModel.Of(call, wish.Calendar.Zone)), ct);

    private static Task<IResult> LegsAsync(
        Caller caller, [AsParameters] ReportRequest request, IReportQuery query, IDirectory directory, TimeProvider time, HttpContext context, CancellationToken ct) =>
        AnswerAsync(caller, request, directory, time, context, "legs", LegModel.Columns,
            async wish => PageModel.Of(await query.LegsAsync(wish.Filter, wish.Cursor, wish.Limit, ct), leg => LegModel.Of(leg, wish.Calendar.Zone)),
            wish => MapAsync(PagesAsync(cursor => query.LegsAsync(wish.Filter, cursor, PageModel.MaxLimit, ct), ct), leg => LegModel.Of(leg, wish.Calendar.Zone)), ct);

    private static async Task<IResult> AnswerAsync<T>(
        Caller caller,
        ReportRequest request,
        IDirectory directory,
        TimeProvider time,
        HttpContext context,
        string name,
        IReadOnlyList<CsvColumn<T>> columns,
        Func<ReportWish, Task<IResult>> page,
        Func<ReportWish, IAsyncEnumerable<T>> all,
        CancellationToken ct)
    {
        var zone = (await directory.FindTenantAsync(caller.Tenant.Value, ct))?.Settings.TimeZone ?? new TenantSettings().TimeZone;
        var (wish, problem) = request.Read(caller, context.Request.Headers.Accept.ToString(), zone, time.GetUtcNow());
        return wish is null ? ApiProblem.Invalid(problem!)
            : wish.Csv is not { } csv ? await page(wish)
            : new CsvResult<T>(FormattableString.Invariant($"{name}-{TimeZoneInfo.ConvertTime(wish.Filter.From, wish.Calendar.Zone):yyyyMMdd}"), csv, columns, all(wish));
    }

    private static async IAsyncEnumerable<TModel> MapAsync<T, TModel>(IAsyncEnumerable<T> rows, Func<T, TModel> map)
    {
        await foreach (var row in rows)
        {
            yield return map(row);
        }
    }

    private static async IAsyncEnumerable<T> PagesAsync<T>(Func<string?, Task<Page<T>>> page, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            ct.ThrowIfCancellationRequested();
            var read = await page(cursor);
            foreach (var row in read.Items)
            {
                yield return row;
            }

            cursor = read.Next;
        }
        while (cursor is not null);
    }
}
