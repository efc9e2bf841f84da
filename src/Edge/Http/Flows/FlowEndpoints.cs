using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Flows;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Flows;

/// <summary>Flows of the tenant: what callers of a menu go through, in versions, and a tester that walks along every edge.</summary>
internal static class FlowEndpoints
{
    private const string Kind = "flow";

    public static void Map(IEndpointRouteBuilder api)
    {
        var flows = api.MapGroup("/flows").WithTags("Flows").RequireAuthorization(Policies.Administer);
        flows.MapGet("/", ListAsync).WithName("ListFlows").WithSummary("List flows by name.");
        flows.MapGet("/{name}", GetAsync).WithName("GetFlow").WithSummary("One flow: its steps, in the newest or an older version.");
        flows.MapGet("/{name}/versions", VersionsAsync).WithName("ListFlowVersions").WithSummary("Every version that was saved, newest first.");
        flows.MapPut("/{name}", PutAsync).WithName("PutFlow")
            .WithSummary("Create or change a flow. It is not saved while anything is wrong with it; errors name the step. With version, not over somebody else's change.");
        flows.MapPost("/{name}/test", TestAsync).WithName("TestFlow").WithSummary("Walk along every edge of a flow without saving it.");
        flows.MapDelete("/{name}", DeleteAsync).WithName("DeleteFlow").WithSummary("Delete a flow.");
    }

    private static async Task<Ok<IReadOnlyList<FlowSummary>>> ListAsync(Caller caller, IDirectory directory, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<FlowSummary>>([.. (await directory.ListDocumentsAsync(caller.Tenant.Value, Kind, ct)).Select(FlowSummary.Of)]);

    private static async Task<Results<Ok<FlowModel>, ProblemHttpResult>> GetAsync(Caller caller, IGrainFactory grains, string name, int? version) =>
        FlowId.IsName(name) && await Flow(grains, caller, name).View(version) is { } view ? TypedResults.Ok(FlowModel.Of(view)) : ApiProblem.NotFound("flow");

    private static async Task<Ok<IReadOnlyList<FlowSummary>>> VersionsAsync(Caller caller, IDirectory directory, string name, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<FlowSummary>>(
            FlowId.IsName(name) ? [.. (await directory.ListDocumentVersionsAsync(caller.Tenant.Value, Kind, name, ct)).OrderByDescending(kept => kept.Version).Select(FlowSummary.Of)] : []);

    private static async Task<Results<Ok<FlowModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, AuditTrail audit, string name, FlowDefinition flow, int? version)
    {
        if (!FlowId.IsName(name))
        {
            return ApiProblem.Invalid("A flow's name is 1 to 64 of a-z, 0-9, dot, underscore and hyphen.");
        }

        await audit.WriteAsync(caller, "flow.save", name, $"{flow.Steps.Length} steps");
        var receipt = await Flow(grains, caller, name).Configure(flow, version, caller.User.Name);
        return Problem(receipt) is { } problem ? problem : await GetAsync(caller, grains, name, null);
    }

    private static async Task<Results<Ok<FlowReport>, ProblemHttpResult>> TestAsync(Caller caller, IGrainFactory grains, string name, FlowDefinition flow) =>
        FlowId.IsName(name) ? TypedResults.Ok(await Flow(grains, caller, name).Test(flow)) : ApiProblem.NotFound("flow");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name)
    {
        if (!FlowId.IsName(name))
        {
            return ApiProblem.NotFound("flow");
        }

        await audit.WriteAsync(caller, "flow.delete", name);
        return Problem(await Flow(grains, caller, name).Remove()) is { } problem ? problem : TypedResults.NoContent();
    }

    private static ProblemHttpResult? Problem(FlowReceipt receipt) => receipt.Status switch
    {
        FlowStatus.Saved => null,
        FlowStatus.NotFound => ApiProblem.NotFound("flow"),
        FlowStatus.Conflict => ApiProblem.Conflict("The flow was changed by somebody else; read it again."),
        _ => TypedResults.Problem(
            receipt.Problems.FirstOrDefault(),
            statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?> { ["code"] = "invalid", ["problems"] = receipt.Problems.ToArray() }),
    };

    private static IFlowGrain Flow(IGrainFactory grains, Caller caller, string name) => grains.GetGrain<IFlowGrain>(new FlowId(caller.Tenant, name).Key);
}

/// <summary>A flow, as lists show it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The number of the version.</param>
/// <param name="ChangedAt">When it was saved (UTC).</param>
/// <param name="ChangedBy">By whom; empty for the system.</param>
internal sealed record FlowSummary(string Name, int Version, DateTimeOffset ChangedAt, string ChangedBy)
{
    public static FlowSummary Of(Document document) => new(document.Name, document.Version, document.ChangedAt, document.ChangedBy);
}

/// <summary>A flow with its steps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The number of the version; give it back when saving, and nobody else's change is lost.</param>
/// <param name="ChangedAt">When it was saved (UTC).</param>
/// <param name="ChangedBy">By whom; empty for the system.</param>
/// <param name="Definition">The steps.</param>
internal sealed record FlowModel(string Name, int Version, DateTimeOffset ChangedAt, string ChangedBy, FlowDefinition Definition)
{
    public static FlowModel Of(FlowView view) => new(view.Name, view.Version, view.ChangedAt, view.ChangedBy, view.Definition);
}
