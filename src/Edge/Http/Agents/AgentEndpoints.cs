using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Agents;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Agents;

/// <summary>Agents at work in queues: everybody sees and changes the own state, supervisors that of others, which is audited.</summary>
internal static class AgentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents");
        agents.MapGet("/{name}", GetAsync).WithName("GetAgent").WithSummary("What an agent is doing.");
        agents.MapPut("/{name}/state", PutStateAsync).WithName("PutAgentState")
            .WithSummary("Log an agent in or out of the queues, pause with a reason, or take calls again; after the call when there is one.").ProducesValidationProblem();
        agents.MapPut("/{name}/disposition", PutDispositionAsync).WithName("PutDisposition").WithSummary("Say what the last call, or the present one, came to.");
        agents.MapPut("/{name}/settings", PutSettingsAsync).RequireAuthorization(Policies.Administer).WithName("PutAgentSettings")
            .WithSummary("Set skills, order of queues and pauses of an agent.").ProducesValidationProblem();
    }

    private static async Task<Results<Ok<AgentModel>, ProblemHttpResult>> GetAsync(Caller caller, IGrainFactory grains, IDirectory directory, string name, CancellationToken ct) =>
        await ProblemAsync(caller, directory, name, ct) is { } problem ? problem : TypedResults.Ok(AgentModel.Of(await Agent(grains, caller, name).View()));

    private static async Task<Results<Ok<AgentModel>, ProblemHttpResult>> PutStateAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, AgentDesk desk, Supervised supervised, AuditTrail audit, string name, AgentStateChange change, CancellationToken ct)
    {
        if (await ProblemAsync(caller, directory, name, ct) is { } problem)
        {
            return problem;
        }

        if (caller.User.Name != name)
        {
            if (!await supervised.IncludesAsync(caller, name, ct))
            {
                return ApiProblem.Forbidden(Supervised.NotTheirs);
            }

            await audit.WriteAsync(caller, "agent.state", new UserId(caller.Tenant, name).Key, JsonSerializer.Serialize(change, JsonSerializerOptions.Web));
        }

        var receipt = await desk.WishAsync(new UserId(caller.Tenant, name), change.State, change.Reason, change.Force);
        return Of(receipt) is { } refused ? refused : TypedResults.Ok(AgentModel.Of(await Agent(grains, caller, name).View()));
    }

    private static async Task<Results<Ok<AgentModel>, ProblemHttpResult>> PutDispositionAsync(Caller caller, IGrainFactory grains, AgentDesk desk, string name, DispositionChange change)
    {
        // What a call came to is said by who had it.
        if (caller.User.Name != name)
        {
            return ApiProblem.Forbidden("Only the agent says what a call came to.");
        }

        return Of(await desk.DisposeAsync(caller.User, change.Disposition)) is { } refused ? refused : TypedResults.Ok(AgentModel.Of(await Agent(grains, caller, name).View()));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutSettingsAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, string name, AgentSettingsChange change, CancellationToken ct)
    {
        if (await ProblemAsync(caller, directory, name, ct) is { } unknown)
        {
            return unknown;
        }

        await audit.WriteAsync(caller, "agent.settings", name, $"{change.Skills.Count} skills, {change.QueueOrder.Count} queues");
        return ApiProblem.Of(await Agent(grains, caller, name).Configure(change.ToSettings(caller.Tenant)), "agent") is { } problem ? problem : TypedResults.NoContent();
    }

    private static async Task<ProblemHttpResult?> ProblemAsync(Caller caller, IDirectory directory, string name, CancellationToken ct) =>
        caller.User.Name != name && !caller.Supervises ? ApiProblem.Forbidden("Agents see and change their own state; supervisors that of others.")
        : !ApiId.IsName(name) || await directory.FindUserAsync(caller.Tenant.Value, name, ct) is null ? ApiProblem.NotFound("agent")
        : null;

    private static ProblemHttpResult? Of(AgentReceipt receipt) => receipt.Status switch
    {
        AgentReceiptStatus.Done or AgentReceiptStatus.AfterCall => null,
        AgentReceiptStatus.Conflict => ApiProblem.Conflict(receipt.Text ?? "The agent is not in a state for that."),
        _ => ApiProblem.Invalid(receipt.Text ?? "A value is not acceptable."),
    };

    private static IAgentGrain Agent(IGrainFactory grains, Caller caller, string name) => grains.GetGrain<IAgentGrain>(new UserId(caller.Tenant, name).Key);
}
