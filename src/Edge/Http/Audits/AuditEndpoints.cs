using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Reports;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.Audits;

/// <summary>Who did what to whom; for administrators.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").RequireAuthorization(Policies.Administer).WithTags("Audit");
        audit.MapGet("", ListAsync).WithName("ListAudit").WithSummary("What was done, the latest first.");
        audit.MapGet("/export", ExportAsync).WithName("ExportAudit").WithSummary("What was done, as one file: CSV, or JSON with a line for each row. That it was exported is a row, too.")
            .Produces(200, contentType: "text/csv", additionalContentTypes: "application/jsonl").ProducesProblem(400);
    }

    private static async Task<Results<Ok<PageModel<AuditModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IAuditLog audit, [AsParameters] AuditRequest request, string? cursor, int? limit, CancellationToken ct) =>
        request.Problem is { } problem
            ? ApiProblem.Invalid(problem)
            : PageModel.Of(await audit.ListAsync(request.For(caller), cursor, PageModel.Limit(limit), ct), AuditModel.Of);

    private static async Task<IResult> ExportAsync(
        Caller caller, IAuditLog audit, AuditTrail trail, TimeProvider time, [AsParameters] AuditRequest request, string? format, string? separator, bool? bom, CancellationToken ct)
    {
        var problem = request.Problem
            ?? (format is not (null or "csv" or "jsonl") ? "format: csv or jsonl." : separator is not (null or "," or ";") ? "separator: a comma or a semicolon." : null);
        if (problem is not null)
        {
            return ApiProblem.Invalid(problem);
        }

        await trail.WriteAsync(caller, "audit.export", format ?? "csv");
        var name = FormattableString.Invariant($"audit-{time.GetUtcNow():yyyyMMdd}");
        var rows = RowsAsync(audit, request.For(caller), ct);
        return format == "jsonl" ? new JsonLinesResult<AuditModel>(name, rows) : new CsvResult<AuditModel>(name, new CsvFormat((separator ?? ",")[0], bom ?? false), AuditModel.Columns, rows);
    }

    private static async IAsyncEnumerable<AuditModel> RowsAsync(IAuditLog audit, AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = await audit.ListAsync(filter, cursor, PageModel.MaxLimit, ct);
            foreach (var entry in page.Items)
            {
                yield return AuditModel.Of(entry);
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
