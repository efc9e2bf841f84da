using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Edges;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Http.Drains;

/// <summary>Draining of edges, for whoever runs the platform: an administrator who reaches the listener of administration, or the machine itself where there is none.</summary>
/// <remarks>Without a name the edge that is asked is meant. All companies have calls at an edge, so being the administrator of one of them is not enough.</remarks>
internal static class DrainEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var drain = api.MapGroup("/admin/drain").WithTags("Administration").WithMetadata(AdministrationOnly.Mark).RequireAuthorization(Policies.Administer).AddEndpointFilter(OnlyPlatform);
        drain.MapGet("", ListAsync).WithName("ListDrains").WithSummary("Every edge: whether it takes nothing new, and what it still carries.");
        drain.MapPost("", HoldAsync).WithName("DrainEdge").WithSummary("An edge takes nothing new from now on, and its calls go to others; it stays so until it is told otherwise or starts anew.");
        drain.MapDelete("", ReleaseAsync).WithName("UndrainEdge").WithSummary("An edge takes calls again; those that have gone stay where they are.");
    }

    private static async Task<Ok<IReadOnlyList<DrainModel>>> ListAsync(IGrainFactory grains)
    {
        var edges = await EdgesAsync(grains);
        var states = await Task.WhenAll(edges.Select(edge => grains.GetGrain<IEdgeGrain>(edge.Edge.Value).Drain(null)));
        return TypedResults.Ok<IReadOnlyList<DrainModel>>([.. states.Select(DrainModel.Of).OrderBy(static state => state.Edge, StringComparer.Ordinal)]);
    }

    private static async Task<Results<Accepted<DrainModel>, ProblemHttpResult>> HoldAsync(Caller caller, IGrainFactory grains, EdgeIdentity identity, AuditTrail audit, string? edge = null)
    {
        if (await FindAsync(grains, identity, edge) is not { } found)
        {
            return ApiProblem.NotFound("edge");
        }

        await audit.WriteAsync(caller, "edge.drain", found.Name);
        return TypedResults.Accepted("/api/v1/admin/drain", DrainModel.Of(await grains.GetGrain<IEdgeGrain>(found.Edge.Value).Drain(true)));
    }

    private static async Task<Results<Ok<DrainModel>, ProblemHttpResult>> ReleaseAsync(Caller caller, IGrainFactory grains, EdgeIdentity identity, AuditTrail audit, string? edge = null)
    {
        if (await FindAsync(grains, identity, edge) is not { } found)
        {
            return ApiProblem.NotFound("edge");
        }

        await audit.WriteAsync(caller, "edge.undrain", found.Name);
        return TypedResults.Ok(DrainModel.Of(await grains.GetGrain<IEdgeGrain>(found.Edge.Value).Drain(false)));
    }

    // A proxy on the same machine makes everybody's requests come from it.
    private static bool IsOfThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !http.Request.Headers.ContainsKey("Forwarded") && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Via");

    /// <summary>Lets whoever runs the platform pass, and refuses everybody else.</summary>
    internal static async ValueTask<object?> OnlyPlatform(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.RequestServices.GetRequiredService<IOptions<WebOptions>>().Value.AdminUrl is not null || IsOfThisMachine(http)
            ? await next(context)
            : ApiProblem.Forbidden("Edges are drained from Web:AdminUrl, or from the machine itself where there is none.");
    }

    private static async Task<EdgeInfo?> FindAsync(IGrainFactory grains, EdgeIdentity identity, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return identity.Info;
        }

        // Of two with one name the younger lives.
        return (await EdgesAsync(grains)).Where(edge => edge.Name == name).MaxBy(static edge => edge.StartedAt);
    }

    private static async Task<IReadOnlyList<EdgeInfo>> EdgesAsync(IGrainFactory grains) => await grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List();
}
