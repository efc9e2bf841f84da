using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Agents;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Queues;

/// <summary>What is done to a queue that works: supervisors move its members and compute its decisions anew, administrators delete it.</summary>
internal static class QueueActEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var queue = api.MapGroup("/queues/{name}").WithTags("Queues").RequireAuthorization(Policies.Supervise);
        queue.MapDelete("/", DeleteAsync).RequireAuthorization(Policies.Administer).WithName("DeleteQueue")
            .WithSummary("Delete a queue that no line leads to; who waits is sent away, who talks goes on.");
        queue.MapPut("/members/{user}", PutMemberAsync).WithName("PutQueueMember").WithSummary("Make a user a member of the queue, or change how they are one.").ProducesValidationProblem();
        queue.MapDelete("/members/{user}", DeleteMemberAsync).WithName("DeleteQueueMember").WithSummary("Take a member out of the queue; a call goes on.");
        queue.MapPost("/replay", ReplayAsync).WithName("ReplayQueue").WithSummary("Compute the last decisions anew from the journal, and compare.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name)
    {
        if (!await IsThereAsync(grains, caller, name))
        {
            return ApiProblem.NotFound("queue");
        }

        await audit.WriteAsync(caller, "queue.delete", name);
        return Of(await Queue(grains, caller, name).Remove(), "queue");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutMemberAsync(
        Caller caller, IDirectory directory, IGrainFactory grains, Supervised supervised, AuditTrail audit, string name, string user, MemberChange change, CancellationToken ct)
    {
        if (!await IsThereAsync(grains, caller, name) || !ApiId.IsName(user) || await directory.FindUserAsync(caller.Tenant.Value, user, ct) is null)
        {
            return ApiProblem.NotFound("queue or user");
        }

        if (!await supervised.IncludesAsync(caller, user, ct))
        {
            return ApiProblem.Forbidden(Supervised.NotTheirs);
        }

        await audit.WriteAsync(caller, "queue.member.add", name, user);
        return Of(await Queue(grains, caller, name).SetMember(new QueueMember(new UserId(caller.Tenant, user), change.Order, change.Weight)), "queue");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteMemberAsync(
        Caller caller, IGrainFactory grains, Supervised supervised, AuditTrail audit, string name, string user, CancellationToken ct)
    {
        if (!await IsThereAsync(grains, caller, name) || !ApiId.IsName(user))
        {
            return ApiProblem.NotFound("member");
        }

        if (!await supervised.IncludesAsync(caller, user, ct))
        {
            return ApiProblem.Forbidden(Supervised.NotTheirs);
        }

        await audit.WriteAsync(caller, "queue.member.remove", name, user);
        return Of(await Queue(grains, caller, name).RemoveMember(new UserId(caller.Tenant, user)), "member");
    }

    private static async Task<Results<Ok<QueueReplayReport>, ProblemHttpResult>> ReplayAsync(Caller caller, IGrainFactory grains, string name) =>
        await IsThereAsync(grains, caller, name) ? TypedResults.Ok(await Queue(grains, caller, name).Replay()) : ApiProblem.NotFound("queue");

    private static Results<NoContent, ProblemHttpResult> Of(ConfigureReceipt receipt, string what) =>
        ApiProblem.Of(receipt, what) is { } problem ? problem : TypedResults.NoContent();

    private static async Task<bool> IsThereAsync(IGrainFactory grains, Caller caller, string name) => ApiId.IsName(name) && await Queue(grains, caller, name).View() is not null;

    private static IQueueGrain Queue(IGrainFactory grains, Caller caller, string name) => grains.GetGrain<IQueueGrain>(new QueueId(caller.Tenant, name).Key);
}
