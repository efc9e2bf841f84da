using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Rights;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Rights;

namespace RtcCluster.Edge.Http.Rights;

/// <summary>Bundles of what is kept: everybody's own, and administrators' of legal cases that two have approved.</summary>
internal static class ExportEndpoints
{
    private const string Zip = "application/zip";

    public static void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/me/exports").WithTags("Rights");
        own.MapGet("/", ListAsync).WithName("ListMyExports").WithSummary("Your bundles, the latest first.");
        own.MapPost("/", AskAsync).WithName("AskMyExport").WithSummary("Ask for a bundle of all that is kept of you; one that is being made already instead of another.");
        own.MapGet("/{export}/file", FileAsync).WithName("GetMyExport").WithSummary("Download a bundle: a ZIP archive with a signed manifest.").Produces(200, contentType: Zip).ProducesProblem(404);
        own.MapDelete("/{export}", DeleteAsync).WithName("DeleteMyExport").WithSummary("Erase a bundle before its time is over.");
        var cases = api.MapGroup("/legal-cases/{id}/exports").WithTags("Legal cases").RequireAuthorization(Policies.Administer);
        cases.MapGet("/", ListOfCaseAsync).WithName("ListLegalCaseExports").WithSummary("Bundles of a case, the latest first.");
        cases.MapPost("/", AskOfCaseAsync).WithName("AskLegalCaseExport").WithSummary("Ask for a bundle of all that a case covers; two people must have approved the case.").ProducesProblem(404).ProducesProblem(409);
        cases.MapGet("/{export}/file", FileOfCaseAsync).WithName("GetLegalCaseExport").WithSummary("Download a bundle of a case.").Produces(200, contentType: Zip).ProducesProblem(404);
    }

    private static async Task<Ok<IReadOnlyList<ExportModel>>> ListAsync(Caller caller, IDataExports exports, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<ExportModel>>([.. (await exports.ListOfAsync(caller.Tenant.Value, caller.User.Name, ct)).Select(ExportModel.Of)]);

    private static async Task<Ok<ExportModel>> AskAsync(Caller caller, IDataExports exports, ExportMaker maker, AuditTrail audit, CancellationToken ct)
    {
        await audit.WriteAsync(caller, "export.ask", caller.User.Name);
        var asked = await exports.AskAsync(caller.Tenant.Value, caller.User.Name, caller.User.Key, ct);
        maker.Asked();
        return TypedResults.Ok(ExportModel.Of(asked));
    }

    private static async Task<IResult> FileAsync(Caller caller, IDataExports exports, AuditTrail audit, HttpContext context, string export, CancellationToken ct) =>
        await FindAsync(caller, exports, export, ct) is { } found ? await SendAsync(caller, exports, audit, context, found, ct) : ApiProblem.NotFound("bundle");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IDataExports exports, AuditTrail audit, string export, CancellationToken ct)
    {
        if (await FindAsync(caller, exports, export, ct) is not { } found)
        {
            return ApiProblem.NotFound("bundle");
        }

        await audit.WriteAsync(caller, "export.erase", found.Id);
        await exports.EraseAsync(found, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<IReadOnlyList<ExportModel>>, ProblemHttpResult>> ListOfCaseAsync(Caller caller, ILegalCases cases, IDataExports exports, string id, CancellationToken ct) =>
        ApiId.IsName(id) && await cases.FindAsync(caller.Tenant.Value, id, ct) is { } held
            ? TypedResults.Ok<IReadOnlyList<ExportModel>>([.. (await exports.ListOfCaseAsync(caller.Tenant.Value, held.Id, ct)).Select(ExportModel.Of)])
            : ApiProblem.NotFound("legal case");

    private static async Task<Results<Ok<ExportModel>, ProblemHttpResult>> AskOfCaseAsync(
        Caller caller, ILegalCases cases, IDataExports exports, ExportMaker maker, AuditTrail audit, string id, CancellationToken ct)
    {
        if (!ApiId.IsName(id) || await cases.FindAsync(caller.Tenant.Value, id, ct) is not { } held)
        {
            return ApiProblem.NotFound("legal case");
        }

        if (held.State is not (LegalCaseState.Active or LegalCaseState.Releasing))
        {
            return ApiProblem.Conflict("A case is exported once a second person has approved it, and until it is released.");
        }

        await audit.WriteAsync(caller, "legal.export", held.Id);
        var asked = await exports.AskOfCaseAsync(caller.Tenant.Value, held.Id, caller.User.Key, ct);
        maker.Asked();
        return TypedResults.Ok(ExportModel.Of(asked));
    }

    private static async Task<IResult> FileOfCaseAsync(Caller caller, IDataExports exports, AuditTrail audit, HttpContext context, string id, string export, CancellationToken ct) =>
        ApiId.IsName(id) && ApiId.IsName(export) && await exports.FindAsync(caller.Tenant.Value, export, ct) is { CaseId: { } of } found && of == id
            ? await SendAsync(caller, exports, audit, context, found, ct)
            : ApiProblem.NotFound("bundle");

    private static async Task<IResult> SendAsync(Caller caller, IDataExports exports, AuditTrail audit, HttpContext context, DataExport export, CancellationToken ct)
    {
        var access = audit.RowOf(caller, export.CaseId is null ? "export.download" : "legal.download", export.Id, export.CaseId ?? export.UserName);
        if (await exports.OpenAsync(export, access, ct) is not { } stream)
        {
            return ApiProblem.NotFound("bundle");
        }

        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.ContentLength = export.Bytes;
        return TypedResults.Stream(stream, Zip, $"{(export.CaseId is null ? export.UserName : "case")}-{export.Id}.zip");
    }

    private static async Task<DataExport?> FindAsync(Caller caller, IDataExports exports, string export, CancellationToken ct) =>
        ApiId.IsName(export) && await exports.FindAsync(caller.Tenant.Value, export, ct) is { CaseId: null } found && found.UserName == caller.User.Name ? found : null;
}
