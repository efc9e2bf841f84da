using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.Runtime.MembershipService.SiloMetadata;
using RtcCluster.Cluster.Membership;
using RtcCluster.Contracts.Edges;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Drains;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Http.Nodes;

/// <summary>The processes of the cluster and what they carry, for whoever runs the platform; draining is beside it.</summary>
internal static class NodeEndpoints
{
    // Who has just died has not been missed yet: nobody waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder api) => api.MapGroup("/admin/nodes").WithTags("Administration").WithMetadata(AdministrationOnly.Mark)
        .RequireAuthorization(Policies.Administer).AddEndpointFilter(DrainEndpoints.OnlyPlatform)
        .MapGet("", ListAsync).WithName("ListNodes").WithSummary("Every silo and edge: version, start, lease, and what it carries.");

    private static async Task<Ok<IReadOnlyList<NodeModel>>> ListAsync(IGrainFactory grains, ClusterMembership membership, ISiloMetadataCache told)
    {
        var started = (await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true)).ToDictionary(static entry => entry.SiloAddress, static entry => entry.StartTime);
        var nodes = await Task.WhenAll(membership.Live(ClusterRoles.Core | ClusterRoles.Edge).Select(async member => new NodeModel(
            member.Name,
            MemberName.Words(member.Roles),
            member.Address.Endpoint.ToString(),
            member.Address.Generation,
            MemberVersion.Of(told, member.Address),
            started.TryGetValue(member.Address, out var at) ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null,
            member.Roles.HasFlag(ClusterRoles.Edge) ? await AskAsync(grains, member) : null)));
        return TypedResults.Ok<IReadOnlyList<NodeModel>>([.. nodes.OrderBy(static node => node.Edge is not null).ThenBy(static node => node.Name, StringComparer.Ordinal)]);
    }

    private static async Task<EdgeNodeModel> AskAsync(IGrainFactory grains, Member member)
    {
        try
        {
            var edge = await grains.GetGrain<IEdgeGrain>(member.EdgeKey).Drain(null).WaitAsync(Patience);
            return new EdgeNodeModel(true, edge.LeaseAge?.TotalSeconds, edge.Draining, edge.Stopping, edge.Calls, edge.Legs, edge.Browsers);
        }
        catch (Exception e) when (e is TimeoutException || GrainFailure.IsTransient(e))
        {
            return EdgeNodeModel.Silent;
        }
    }
}
