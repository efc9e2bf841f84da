using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Broadcasts;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Conversations;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Broadcasts;

/// <summary>Broadcasts: a message to everybody on a list, once each.</summary>
internal static class BroadcastEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/broadcast-lists/{list}/messages", SendAsync).WithTags("Broadcasts").RequireAuthorization(Policies.Supervise).WithName("SendBroadcast")
            .WithSummary("Send a message to everybody on the list, to each as one from the sender alone. Sent again under the same clientId it is the same broadcast.")
            .WithDescription("The answer comes before the last member has it: how far it is says the broadcast, and the hub. It goes on after a crash. Who is on the list when their turn comes gets it.")
            .ProducesProblem(429).ProducesValidationProblem();
        var broadcasts = api.MapGroup("/broadcasts").WithTags("Broadcasts").RequireAuthorization(Policies.Supervise);
        broadcasts.MapGet("/", ListAsync).WithName("ListBroadcasts").WithSummary("The own broadcasts, for administrators those of everybody, the latest first.");
        broadcasts.MapGet("/{broadcast}", GetAsync).WithName("GetBroadcast").WithSummary("How far a broadcast is.");
    }

    private static async Task<Results<Accepted<BroadcastModel>, ProblemHttpResult>> SendAsync(
        Caller caller, IGrainFactory grains, IBroadcasts store, IDirectory directory, AuditTrail audit, HttpContext context, string list, BroadcastRequest request, CancellationToken ct)
    {
        if (await BroadcastListEndpoints.FindAsync(caller, store, list, ct) is not { } found)
        {
            return ApiProblem.NotFound("list");
        }

        if (string.IsNullOrWhiteSpace(request.Text))
        {
            return ApiProblem.Invalid("text says nothing.");
        }

        if (request.Prompt is { } prompt && (!PromptId.IsName(prompt) || await directory.FindDocumentAsync(caller.Tenant.Value, PromptFile.Kind, prompt, ct) is null))
        {
            return ApiProblem.Invalid("There is no such prompt.");
        }

        if (!await grains.GetGrain<IInboxGrain>(caller.User.Key).MaySend())
        {
            return ConversationEndpoints.Limited(context);
        }

        // Nobody else's clientId leads to this one.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.User.Key}/{found.Id}/{request.ClientId}")))[..32];
        await audit.WriteAsync(caller, "broadcast.send", id, $"to {found.Id}");
        await grains.GetGrain<IBroadcastGrain>(IBroadcastGrain.KeyOf(caller.Tenant, id)).Begin(new BroadcastOrder(found.Id, caller.User.Name, request.Text, request.Prompt));
        return await store.FindAsync(caller.Tenant.Value, id, ct) is { } begun
            ? TypedResults.Accepted($"/api/v1/broadcasts/{id}", BroadcastModel.Of(begun))
            : ApiProblem.NotFound("broadcast");
    }

    private static async Task<Results<Ok<PageModel<BroadcastModel>>, ProblemHttpResult>> ListAsync(Caller caller, IBroadcasts store, string? cursor, int? limit, CancellationToken ct) =>
        PageModel.Of(await store.ListAsync(caller.Tenant.Value, caller.Role >= UserRole.Administrator ? null : caller.User.Name, cursor, PageModel.Limit(limit), ct), BroadcastModel.Of);

    private static async Task<Results<Ok<BroadcastModel>, ProblemHttpResult>> GetAsync(Caller caller, IGrainFactory grains, IBroadcasts store, string broadcast, CancellationToken ct)
    {
        if (!GrainKey.IsPlainName(broadcast) || await store.FindAsync(caller.Tenant.Value, broadcast, ct) is not { } found
            || (found.Sender != caller.User.Name && caller.Role < UserRole.Administrator))
        {
            return ApiProblem.NotFound("broadcast");
        }

        if (found.State == BroadcastState.Running)
        {
            // Whoever asks need not wait for the reminder.
            await grains.GetGrain<IBroadcastGrain>(IBroadcastGrain.KeyOf(caller.Tenant, broadcast)).Progress();
        }

        return TypedResults.Ok(BroadcastModel.Of(found));
    }
}
