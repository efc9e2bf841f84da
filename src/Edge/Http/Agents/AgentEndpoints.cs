using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Agents;

/// <summary>Agents: administrators set what they can, supervisors see all of them and tell them what to do, an agent sees and does so for themselves.</summary>
internal static class AgentEndpoints
{
    // A list that finds few among many looks at so many pages of users, and gives the cursor to go on with.
    private const int MostPages = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents");
        agents.MapGet("/", ListAsync).RequireAuthorization(Policies.Supervise).WithName("ListAgents").WithSummary("List agents by name: those of a queue, in a state, with a skill, or whose name, address or extension has a text in it.")
            .WithDescription("A page may be shorter than its limit; the last one has no next.");
        agents.MapGet("/{user}", GetAsync).WithName("GetAgent").WithSummary("One agent; agents see themselves alone.");
        agents.MapPut("/{user}", PutAsync).RequireAuthorization(Policies.Administer).WithName("PutAgent").WithSummary("Change an agent's skills, order of queues and rules.").ProducesValidationProblem();
        agents.MapPost("/{user}/state", SetStateAsync).WithName("SetAgentState").WithSummary("Log an agent in or out, pause them, or make them ready.").ProducesValidationProblem();
    }

    private static async Task<Results<Ok<PageModel<AgentModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IDirectory directory, IGrainFactory grains, string? queue, string? status, string? skill, string? search, string? cursor, int? limit, CancellationToken ct)
    {
        var wanted = default(AgentStatus);
        if (status is not null && !(Enum.TryParse(status, ignoreCase: true, out wanted) && Enum.IsDefined(wanted)))
        {
            return ApiProblem.Invalid($"status is one of {string.Join(", ", Enum.GetNames<AgentStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
        }

        var filter = new AgentFilter(queue, status is null ? null : wanted, skill);
        var found = new List<AgentModel>();
        var next = cursor;
        for (var page = 0; page < MostPages; page++)
        {
            var users = await directory.ListUsersAsync(caller.Tenant.Value, search, next, PageModel.Limit(limit) - found.Count, ct);
            if (!users.CursorAccepted)
            {
                return ApiProblem.Invalid("The cursor is not one that this list gave out.");
            }

            var views = await Task.WhenAll(users.Items.Select(user => Grain(grains, caller, user.Name).View()));
            found.AddRange(users.Items.Zip(views).Where(seen => filter.Shows(seen.Second)).Select(seen => AgentModel.Of(seen.First, seen.Second)));
            next = users.Next;
            if (next is null || found.Count >= PageModel.Limit(limit))
            {
                break;
            }
        }

        return TypedResults.Ok(new PageModel<AgentModel>(found, next));
    }

    private static async Task<Results<Ok<AgentModel>, ProblemHttpResult>> GetAsync(Caller caller, IDirectory directory, IGrainFactory grains, string user, CancellationToken ct) =>
        await FindAsync(caller, directory, grains, user, ct) is { } agent ? TypedResults.Ok(agent) : ApiProblem.NotFound("agent");

    private static async Task<Results<Ok<AgentModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IDirectory directory, IGrainFactory grains, AuditTrail audit, string user, AgentChange change, CancellationToken ct)
    {
        if (await FindAsync(caller, directory, grains, user, ct) is null)
        {
            return ApiProblem.NotFound("agent");
        }

        if (change.QueueOrder?.All(queue => ApiId.IsName(queue ?? "")) is false)
        {
            return ApiProblem.Invalid("QueueOrder: names of queues.");
        }

        if (ApiProblem.Of(await Grain(grains, caller, user).Configure(change.ToSettings(caller.Tenant)), "agent") is { } problem)
        {
            return problem;
        }

        await audit.WriteAsync(caller, "agent.save", user);
        return await GetAsync(caller, directory, grains, user, ct);
    }

    private static async Task<Results<Ok<AgentStateReceipt>, ProblemHttpResult>> SetStateAsync(
        Caller caller, IDirectory directory, IGrainFactory grains, AuditTrail audit, string user, AgentStateChange change, CancellationToken ct)
    {
        if (await FindAsync(caller, directory, grains, user, ct) is null)
        {
            return ApiProblem.NotFound("agent");
        }

        var receipt = await TellAsync(Grain(grains, caller, user), change);
        if (receipt.Status is AgentReceiptStatus.Conflict or AgentReceiptStatus.Invalid)
        {
            var why = receipt.Text ?? "The agent is not in a state for that.";
            return receipt.Status == AgentReceiptStatus.Conflict ? ApiProblem.Conflict(why) : ApiProblem.Invalid(why);
        }

        // What agents do themselves is in their own times; what others do to them has to be provable.
        if (caller.User.Name != user)
        {
            await audit.WriteAsync(caller, "agent.state", user, string.Join(' ', new[] { change.State.ToString(), change.Reason, change.Force ? "by force" : null }.OfType<string>()));
        }

        return await FindAsync(caller, directory, grains, user, ct) is { } agent
            ? TypedResults.Ok(new AgentStateReceipt(receipt.Status == AgentReceiptStatus.AfterCall, agent))
            : ApiProblem.NotFound("agent");
    }

    private static async Task<AgentReceipt> TellAsync(IAgentGrain agent, AgentStateChange change)
    {
        switch (change.State)
        {
            case AgentWish.Paused:
                return await agent.Pause(change.Reason ?? "");
            case AgentWish.LoggedOut:
                return await agent.LogOut(change.Force);
            default:
                await agent.LogIn();
                return await agent.Ready();
        }
    }

    // Whose agent it is, is nobody else's business.
    private static async Task<AgentModel?> FindAsync(Caller caller, IDirectory directory, IGrainFactory grains, string user, CancellationToken ct) =>
        (caller.Supervises || caller.User.Name == user) && ApiId.IsName(user) && await directory.FindUserAsync(caller.Tenant.Value, user, ct) is { } entry
            ? AgentModel.Of(entry, await Grain(grains, caller, user).View())
            : null;

    private static IAgentGrain Grain(IGrainFactory grains, Caller caller, string user) => grains.GetGrain<IAgentGrain>(new UserId(caller.Tenant, user).Key);
}
