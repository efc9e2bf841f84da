using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Queues;

/// <summary>Queues of the tenant: supervisors see who waits and why who was offered to whom, administrators set the rules.</summary>
internal static class QueueEndpoints
{
    private const string Kind = "queue";

    public static void Map(IEndpointRouteBuilder api)
    {
        var queues = api.MapGroup("/queues").WithTags("Queues");
        queues.MapGet("/", ListAsync).RequireAuthorization(Policies.Supervise).WithName("ListQueues").WithSummary("List queues by name, with their counts.");
        queues.MapGet("/{name}", GetAsync).RequireAuthorization(Policies.Supervise).WithName("GetQueue").WithSummary("One queue: its rules, who waits, who serves.");
        queues.MapPut("/{name}", PutAsync).RequireAuthorization(Policies.Administer).WithName("PutQueue")
            .WithSummary("Create a queue or change its rules, also while callers wait.").ProducesValidationProblem();
        queues.MapPut("/{name}/emergency", EmergencyAsync).RequireAuthorization(Policies.Supervise).WithName("SetQueueEmergency").WithSummary("Throw the emergency switch.");
        queues.MapGet("/{name}/assignments", ExplainAsync).RequireAuthorization(Policies.Supervise).WithName("ExplainQueue")
            .WithSummary("Why who was offered to whom: candidates, scores, rule and clock of the last assignments, newest first.");
    }

    private static async Task<Ok<IReadOnlyList<QueueModel>>> ListAsync(Caller caller, IGrainFactory grains, IDirectory directory, CancellationToken ct)
    {
        var names = (await directory.ListDocumentsAsync(caller.Tenant.Value, Kind, ct)).Select(document => document.Name);
        var views = await Task.WhenAll(names.Select(name => Queue(grains, caller, name).View()));
        return TypedResults.Ok<IReadOnlyList<QueueModel>>([.. views.OfType<QueueView>().Select(QueueModel.Of)]);
    }

    private static async Task<Results<Ok<QueueModel>, ProblemHttpResult>> GetAsync(Caller caller, IGrainFactory grains, string name) =>
        ApiId.IsName(name) && await Queue(grains, caller, name).View() is { } view ? TypedResults.Ok(QueueModel.Of(view)) : ApiProblem.NotFound("queue");

    private static async Task<Results<Ok<QueueModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, string name, QueueChange change, CancellationToken ct)
    {
        if (!GrainKey.IsPlainName(name))
        {
            return ApiProblem.Invalid("A queue's name is 1 to 64 of a-z, 0-9, dot, underscore and hyphen.");
        }

        foreach (var member in change.Members)
        {
            if (!ApiId.IsName(member.Agent) || await directory.FindUserAsync(caller.Tenant.Value, member.Agent, ct) is null)
            {
                return ApiProblem.Invalid($"Members: there is no user '{member.Agent}'.");
            }
        }

        await audit.WriteAsync(caller, "queue.save", name);
        var receipt = await Queue(grains, caller, name).Configure(change.ToRules(caller.Tenant));
        return ApiProblem.Of(receipt, "queue") is { } problem ? problem : await GetAsync(caller, grains, name);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EmergencyAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name, EmergencyChange change)
    {
        if (!ApiId.IsName(name) || await Queue(grains, caller, name).View() is null)
        {
            return ApiProblem.NotFound("queue");
        }

        await audit.WriteAsync(caller, "queue.emergency", name, change.On ? "on" : "off");
        await Queue(grains, caller, name).SetEmergency(change.On);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<IReadOnlyList<AssignmentModel>>, ProblemHttpResult>> ExplainAsync(Caller caller, IGrainFactory grains, string name, string? call)
    {
        if (!ApiId.IsName(name) || (call is not null && !ApiId.IsName(call)) || await Queue(grains, caller, name).View() is null)
        {
            return ApiProblem.NotFound("queue");
        }

        ImmutableArray<Assignment> kept = await Queue(grains, caller, name).Explain(call is null ? null : new CallId(caller.Tenant, call));
        return TypedResults.Ok<IReadOnlyList<AssignmentModel>>([.. kept.Select(AssignmentModel.Of)]);
    }

    private static IQueueGrain Queue(IGrainFactory grains, Caller caller, string name) => grains.GetGrain<IQueueGrain>(new QueueId(caller.Tenant, name).Key);
}

/// <summary>The emergency switch of a queue.</summary>
/// <param name="On">True: callers go where the rules say for an emergency.</param>
public sealed record EmergencyChange(bool On);
