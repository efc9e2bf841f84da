using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Trunks;

/// <summary>Connections to carriers and PBXs; for administrators.</summary>
internal static class TrunkEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var trunks = api.MapGroup("/trunks").WithTags("Trunks").RequireAuthorization(Policies.Administer);
        trunks.MapGet("/", ListAsync).WithName("ListTrunks").WithSummary("List trunks by name, with their health.");
        trunks.MapGet("/{name}", GetAsync).WithName("GetTrunk").WithSummary("One trunk, with its health.");
        trunks.MapPut("/{name}", PutAsync).WithName("PutTrunk").WithSummary("Create or change a trunk.").ProducesValidationProblem();
        trunks.MapDelete("/{name}", DeleteAsync).WithName("DeleteTrunk").WithSummary("Delete a trunk.");
    }

    private static async Task<Ok<IReadOnlyList<TrunkModel>>> ListAsync(Caller caller, IDirectory directory, IGrainFactory grains, CancellationToken ct)
    {
        var trunks = await directory.ListTrunksAsync(caller.Tenant.Value, ct);
        return TypedResults.Ok<IReadOnlyList<TrunkModel>>(
            await Task.WhenAll(trunks.Select(async trunk => TrunkModel.Of(trunk, await Grain(grains, caller, trunk.Name).Status()))));
    }

    private static async Task<Results<Ok<TrunkModel>, ProblemHttpResult>> GetAsync(
        Caller caller, IDirectory directory, IGrainFactory grains, string name, CancellationToken ct) =>
        await directory.FindTrunkAsync(caller.Tenant.Value, name, ct) is { } trunk
            ? TypedResults.Ok(TrunkModel.Of(trunk, await Grain(grains, caller, name).Status()))
            : ApiProblem.NotFound("trunk");

    private static async Task<Results<Ok<TrunkModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IDirectory directory, IGrainFactory grains, AuditTrail audit, string name, TrunkChange change, CancellationToken ct)
    {
        if (name.Length > 64 || !ApiId.IsName(name))
        {
            return ApiProblem.Invalid("A trunk's name is 1 to 64 of a-z, 0-9, dot, underscore and hyphen.");
        }

        await audit.WriteAsync(caller, "trunk.save", name);
        var receipt = await Grain(grains, caller, name).Configure(change.ToSettings());
        return ApiProblem.Of(receipt, "trunk") is { } problem ? problem : await GetAsync(caller, directory, grains, name, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name)
    {
        if (!ApiId.IsName(name))
        {
            return ApiProblem.NotFound("trunk");
        }

        await audit.WriteAsync(caller, "trunk.delete", name);
        return ApiProblem.Of(await Grain(grains, caller, name).Remove(), "trunk") is { } problem ? problem : TypedResults.NoContent();
    }

    private static ITrunkGrain Grain(IGrainFactory grains, Caller caller, string name) => grains.GetGrain<ITrunkGrain>(new TrunkId(caller.Tenant, name).Key);
}
