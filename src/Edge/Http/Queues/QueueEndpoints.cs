using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Queues;

/// <summary>Queues: administrators set their rules, supervisors look into them, throw the emergency switch and move members.</summary>
internal static class QueueEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var queues = api.MapGroup("/queues").WithTags("Queues").RequireAuthorization(Policies.Supervise);
        queues.MapGet("/", ListAsync).WithName("ListQueues").WithSummary("List queues by name, with their rules.");
        queues.MapGet("/{name}", GetAsync).WithName("GetQueue").WithSummary("One queue, with its rules.");
        queues.MapPut("/{name}", PutAsync).RequireAuthorization(Policies.Administer).WithName("PutQueue")
            .WithSummary("Create a queue or change its rules, while callers wait in it too.").ProducesValidationProblem();
        queues.MapDelete("/{name}", DeleteAsync).RequireAuthorization(Policies.Administer).WithName("DeleteQueue")
            .WithSummary("Delete a queue that no line leads to; who waits is sent away.");
        queues.MapGet("/{name}/view", ViewAsync).WithName("ViewQueue").WithSummary("Who waits, who serves, and the counts.");
        queues.MapPut("/{name}/emergency", SetEmergencyAsync).WithName("SetQueueEmergency").WithSummary("Throw the emergency switch.");
        queues.MapPut("/{name}/members/{user}", PutMemberAsync).WithName("PutQueueMember").WithSummary("Make an agent a member of the queue.").ProducesValidationProblem();
        queues.MapDelete("/{name}/members/{user}", DeleteMemberAsync).WithName("DeleteQueueMember").WithSummary("Take an agent out of the queue; a call goes on.");
        queues.MapGet("/{name}/assignments", ExplainAsync).WithName("ExplainQueue").WithSummary("Why callers were offered to agents, the latest first: of one call, or the last 256.");
        queues.MapPost("/{name}/replay", ReplayAsync).WithName("ReplayQueue").WithSummary("Compute the last decisions anew from the journal, and compare.");
    }

    private static async Task<Ok<IReadOnlyList<QueueModel>>> ListAsync(Caller caller, IDirectory directory, IGrainFactory grains, CancellationToken ct)
    {
        var documents = await directory.ListDocumentsAsync(caller.Tenant.Value, "queue", ct);
        var views = await Task.WhenAll(documents.Select(document => Grain(grains, caller, document.Name).View()));
        return TypedResults.Ok<IReadOnlyList<QueueModel>>([.. views.OfType<QueueView>().Select(QueueModel.Of)]);
    }

    private static async Task<Results<Ok<QueueModel>, ProblemHttpResult>> GetAsync(Caller caller, IGrainFactory grains, string name) =>
        await FindAsync(caller, grains, name) is { } view ? TypedResults.Ok(QueueModel.Of(view)) : ApiProblem.NotFound("queue");

    private static async Task<Results<Ok<QueueModel>, ProblemHttpResult>> PutAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name, QueueChange change)
    {
        if (name.Length > 64 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-'))
        {
            return ApiProblem.Invalid("A queue's name is 1 to 64 of a-z, 0-9, dot, underscore and hyphen.");
        }

        if (ApiProblem.Of(await Grain(grains, caller, name).Configure(change.ToRules(caller.Tenant)), "queue") is { } problem)
        {
            return problem;
        }

        await audit.WriteAsync(caller, "queue.save", name);
        return await GetAsync(caller, grains, name);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name)
    {
        if (!ApiId.IsName(name))
        {
            return ApiProblem.NotFound("queue");
        }

        if (ApiProblem.Of(await Grain(grains, caller, name).Remove(), "queue") is { } problem)
        {
            return problem;
        }

        await audit.WriteAsync(caller, "queue.delete", name);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<QueueViewModel>, ProblemHttpResult>> ViewAsync(Caller caller, IGrainFactory grains, string name) =>
        await FindAsync(caller, grains, name) is { } view ? TypedResults.Ok(QueueViewModel.Of(view)) : ApiProblem.NotFound("queue");

    private static async Task<Results<NoContent, ProblemHttpResult>> SetEmergencyAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name, EmergencyChange change)
    {
        if (await FindAsync(caller, grains, name) is null)
        {
            return ApiProblem.NotFound("queue");
        }

        await Grain(grains, caller, name).SetEmergency(change.On);
        await audit.WriteAsync(caller, "queue.emergency", name, change.On ? "on" : "off");
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutMemberAsync(
        Caller caller, IDirectory directory, IGrainFactory grains, AuditTrail audit, string name, string user, MemberChange change, CancellationToken ct)
    {
        if (!ApiId.IsName(name) || await directory.FindUserAsync(caller.Tenant.Value, user, ct) is null)
        {
            return ApiProblem.NotFound("queue or user");
        }

        var receipt = await Grain(grains, caller, name).SetMember(new QueueMember(new UserId(caller.Tenant, user), change.Order, change.Weight));
        if (ApiProblem.Of(receipt, "queue") is { } problem)
        {
            return problem;
        }

        await audit.WriteAsync(caller, "queue.member.add", name, user);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteMemberAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name, string user)
    {
        if (!ApiId.IsName(name) || !ApiId.IsName(user))
        {
            return ApiProblem.NotFound("member");
        }

        if (ApiProblem.Of(await Grain(grains, caller, name).RemoveMember(new UserId(caller.Tenant, user)), "member") is { } problem)
        {
            return problem;
        }

        await audit.WriteAsync(caller, "queue.member.remove", name, user);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<IReadOnlyList<AssignmentModel>>, ProblemHttpResult>> ExplainAsync(Caller caller, IGrainFactory grains, string name, string? call)
    {
        if (!ApiId.IsName(name) || (call is not null && !ApiId.IsName(call)))
        {
            return ApiProblem.NotFound("queue or call");
        }

        var made = await Grain(grains, caller, name).Explain(call is null ? null : new CallId(caller.Tenant, call));
        return TypedResults.Ok<IReadOnlyList<AssignmentModel>>([.. made.Select(AssignmentModel.Of)]);
    }

    private static async Task<Results<Ok<QueueReplayReport>, ProblemHttpResult>> ReplayAsync(Caller caller, IGrainFactory grains, string name) =>
        await FindAsync(caller, grains, name) is null ? ApiProblem.NotFound("queue") : TypedResults.Ok(await Grain(grains, caller, name).Replay());

    private static async Task<QueueView?> FindAsync(Caller caller, IGrainFactory grains, string name) =>
        ApiId.IsName(name) ? await Grain(grains, caller, name).View() : null;

    private static IQueueGrain Grain(IGrainFactory grains, Caller caller, string name) => grains.GetGrain<IQueueGrain>(new QueueId(caller.Tenant, name).Key);
}
