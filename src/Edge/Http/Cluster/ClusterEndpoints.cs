using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Cluster.Membership;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Cluster;

/// <summary>The processes of the cluster, and which of them holds what. For whoever looks for a fault, and for the labs.</summary>
internal static class ClusterEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var cluster = api.MapGroup("/cluster").WithTags("Cluster").RequireAuthorization(Policies.Administer);
        cluster.MapGet("/members", List).WithName("ListMembers").WithSummary("The processes that are members now, as this edge knows it.");
        cluster.MapGet("/owner", FindAsync).WithName("FindOwner")
            .WithSummary("The process in which a queue, an agent, a user, a room or a call lives now; member is null while it is not in memory.");
    }

    private static Ok<IReadOnlyList<MemberModel>> List(ClusterMembership membership) =>
        TypedResults.Ok<IReadOnlyList<MemberModel>>([.. membership.Live(ClusterRoles.Core | ClusterRoles.Edge).Select(MemberModel.Of).OrderBy(static member => member.Name, StringComparer.Ordinal)]);

    private static async Task<Results<Ok<OwnerModel>, ProblemHttpResult>> FindAsync(Caller caller, IGrainFactory grains, ClusterMembership membership, string kind, string name)
    {
        if (!Enum.TryParse(kind, ignoreCase: true, out OwnedKind owned) || !Enum.IsDefined(owned))
        {
            return ApiProblem.Invalid($"kind is one of {string.Join(", ", Enum.GetNames<OwnedKind>()).ToLowerInvariant()}.");
        }

        if (!ApiId.IsName(name))
        {
            return ApiProblem.NotFound("resource");
        }

        var owner = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(Grain(caller.Tenant, grains, owned, name));
        var member = owner is null ? null : membership.Live(ClusterRoles.Core | ClusterRoles.Edge).FirstOrDefault(live => live.Address.Equals(owner));
        return TypedResults.Ok(new OwnerModel(owned, name, member?.Name));
    }

    private static IAddressable Grain(TenantId tenant, IGrainFactory grains, OwnedKind kind, string name) => kind switch
    {
        OwnedKind.Queue => grains.GetGrain<IQueueGrain>(new QueueId(tenant, name).Key),
        OwnedKind.Agent => grains.GetGrain<IAgentGrain>(new UserId(tenant, name).Key),
        OwnedKind.User => grains.GetGrain<IUserGrain>(new UserId(tenant, name).Key),
        OwnedKind.Room => grains.GetGrain<IConferenceGrain>(new RoomId(tenant, name).Key),
        _ => grains.GetGrain<ICallGrain>(new CallId(tenant, name).Key),
    };
}
