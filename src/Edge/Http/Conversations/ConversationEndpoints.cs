using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Prompts;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Conversations;

/// <summary>Conversations of the signed-in user. Those of others are not there, for administrators neither.</summary>
internal static class ConversationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var conversations = api.MapGroup("/conversations").WithTags("Conversations");
        conversations.MapGet("/", ListAsync).WithName("ListConversations").WithSummary("The own conversations, the one in which something was said last at the front.");
        conversations.MapPost("/", CreateAsync).WithName("CreateGroup").WithSummary("Make a group; one's own from then on.").ProducesValidationProblem();
        conversations.MapGet("/{conversation}", GetAsync).WithName("GetConversation")
            .WithSummary("One conversation: @ and a user's name for the one with that user, or a group's id.");
        conversations.MapPut("/{conversation}", PutAsync).WithName("PutGroup").WithSummary("Its owner: give a group another name, other members. Who is new sees what is said from then on.").ProducesValidationProblem();
        conversations.MapDelete("/{conversation}", CloseAsync).WithName("CloseGroup").WithSummary("Its owner: close a group. What was said is kept as long as the company's rules say, and nobody sees it.");
        conversations.MapPost("/{conversation}/leave", LeaveAsync).WithName("LeaveGroup").WithSummary("Leave a group.");
        conversations.MapGet("/{conversation}/call", GroupCallEndpoints.GetAsync).WithName("GetGroupCall").WithSummary("The call of a group: who is in it, and what its members dial to come in.");
        conversations.MapPost("/{conversation}/calls", GroupCallEndpoints.CallAsync).WithName("CallGroup")
            .WithSummary("Call a group: all its members are rung, and whoever answers comes into the group's call. Who comes later dials what the answer names.");
        conversations.MapGet("/{conversation}/messages", MessagesAsync).WithName("ListMessages")
            .WithSummary("Messages by number: the first ones after a number, or the last ones, those before a number.")
            .WithDescription("A page that was away asks for what came after the last number that it has. Numbers grow; some may be missing.");
        conversations.MapPost("/{conversation}/messages", SendAsync).WithName("SendMessage")
            .WithSummary("Send a message. Sent again under the same clientId it is the same message.").ProducesProblem(429).ProducesValidationProblem();
        conversations.MapGet("/{conversation}/messages/{number}/audio", AudioAsync).WithName("GetMessageAudio").WithSummary("The sound that goes with a message.")
            .Produces(200, contentType: "audio/wav").ProducesProblem(404);
        conversations.MapPut("/{conversation}/read", ReadAsync).WithName("ReadConversation").WithSummary("Say up to which number one has read.").ProducesValidationProblem();

        var blocked = api.MapGroup("/me/blocked-users").WithTags("Conversations");
        blocked.MapGet("/", BlockedAsync).WithName("ListBlockedUsers").WithSummary("Users of whom one wants no messages. Those whose calls one has blocked count as well.");
        blocked.MapPut("/{user}", static (Caller caller, IConversations store, IDirectory directory, string user, CancellationToken ct) => BlockAsync(caller, store, directory, user, true, ct))
            .WithName("BlockUser").WithSummary("Want no messages of a user; the user is not told.");
        blocked.MapDelete("/{user}", static (Caller caller, IConversations store, IDirectory directory, string user, CancellationToken ct) => BlockAsync(caller, store, directory, user, false, ct))
            .WithName("UnblockUser").WithSummary("Want them again. What was sent meanwhile does not come after all.");
    }

    private static async Task<Results<Ok<PageModel<ConversationModel>>, ProblemHttpResult>> ListAsync(Caller caller, IConversations store, string? cursor, int? limit, CancellationToken ct) =>
        PageModel.Of(await store.ListAsync(caller.Tenant.Value, caller.User.Name, cursor, PageModel.Limit(limit), ct), ConversationModel.Of);

    private static async Task<Results<Created<ConversationDetail>, ProblemHttpResult>> CreateAsync(
        Caller caller, IGrainFactory grains, IConversations store, AuditTrail audit, GroupChange change, CancellationToken ct)
    {
        var id = new ConversationId(caller.Tenant, $"g{Guid.CreateVersion7():n}");
        await audit.WriteAsync(caller, "group.create", id.Name, $"{change.Members.Count} members");
        var receipt = await Grain(grains, id).Configure(new GroupSettings(change.Name, [.. change.Members]), caller.User.Name);
        return ApiProblem.Of(receipt, "group") is { } problem ? problem
            : await DetailAsync(caller, store, id, ct) is { } made ? TypedResults.Created($"/api/v1/conversations/{id.Name}", made)
            : ApiProblem.NotFound("group");
    }

    private static async Task<Results<Ok<ConversationDetail>, ProblemHttpResult>> GetAsync(Caller caller, IConversations store, string conversation, CancellationToken ct) =>
        ConversationId.Read(caller.User, conversation) is { } id && await DetailAsync(caller, store, id, ct) is { } detail ? TypedResults.Ok(detail) : ApiProblem.NotFound("conversation");

    private static async Task<Results<Ok<ConversationDetail>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IConversations store, AuditTrail audit, string conversation, GroupChange change, CancellationToken ct)
    {
        // The grain would make a group that is not there.
        if (ConversationId.Read(caller.User, conversation) is not { IsDirect: false } id || await store.FindOfAsync(caller.Tenant.Value, caller.User.Name, id.Name, ct) is not { } view)
        {
            return ApiProblem.NotFound("group");
        }

        if (view.Conversation.Owner != caller.User.Name)
        {
            return ApiProblem.Forbidden("Its owner changes a group.");
        }

        await audit.WriteAsync(caller, "group.save", id.Name, $"{change.Members.Count} members");
        var receipt = await Grain(grains, id).Configure(new GroupSettings(change.Name, [.. change.Members]), caller.User.Name);
        return ApiProblem.Of(receipt, "group") is { } problem ? problem : await GetAsync(caller, store, conversation, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> CloseAsync(
        Caller caller, IGrainFactory grains, IConversations store, AuditTrail audit, string conversation, CancellationToken ct)
    {
        if (ConversationId.Read(caller.User, conversation) is not { IsDirect: false } id || await store.FindOfAsync(caller.Tenant.Value, caller.User.Name, id.Name, ct) is not { } view)
        {
            return ApiProblem.NotFound("group");
        }

        if (view.Conversation.Owner != caller.User.Name)
        {
            return ApiProblem.Forbidden("Its owner closes a group; others leave it.");
        }

        await audit.WriteAsync(caller, "group.close", id.Name);
        return ApiProblem.Of(await Grain(grains, id).Close(caller.User.Name), "group") is { } problem ? problem : TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> LeaveAsync(Caller caller, IGrainFactory grains, string conversation) =>
        ConversationId.Read(caller.User, conversation) is not { IsDirect: false } id ? ApiProblem.NotFound("group")
        : ApiProblem.Of(await Grain(grains, id).Leave(caller.User.Name), "group") is { } problem ? problem
        : TypedResults.NoContent();

    private static async Task<Results<Ok<IReadOnlyList<MessageCard>>, ProblemHttpResult>> MessagesAsync(
        Caller caller, IConversations store, string conversation, long? after, long? before, int? limit, CancellationToken ct) =>
        ConversationId.Read(caller.User, conversation) is { } id
            && await store.ListMessagesAsync(caller.Tenant.Value, caller.User.Name, id.Name, after, before, PageModel.Limit(limit), ct) is { } messages
            ? TypedResults.Ok<IReadOnlyList<MessageCard>>([.. messages.Select(message => ConversationModel.CardOf(id, message, caller.User.Name))])
            : ApiProblem.NotFound("conversation");

    private static async Task<Results<Ok<MessageCard>, ProblemHttpResult>> SendAsync(
        Caller caller, IGrainFactory grains, HttpContext context, string conversation, MessageRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Text))
        {
            return ApiProblem.Invalid("text says nothing.");
        }

        if (ConversationId.Read(caller.User, conversation) is not { } id)
        {
            return ApiProblem.NotFound("conversation");
        }

        if (!await grains.GetGrain<IInboxGrain>(caller.User.Key).MaySend())
        {
            return Limited(context);
        }

        var receipt = await Grain(grains, id).Send(new SendMessage(caller.User.Name, request.ClientId, request.Text));
        return receipt.Message is { } message ? TypedResults.Ok(message) : ApiProblem.NotFound(receipt.Status == SendStatus.Gone ? "user" : "conversation");
    }

    private static async Task<IResult> AudioAsync(
        Caller caller, IConversations store, IDirectory directory, IBlobStore blobs, string conversation, string number, CancellationToken ct) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at > 0 && ConversationId.Read(caller.User, conversation) is { } id
            && await store.ListMessagesAsync(caller.Tenant.Value, caller.User.Name, id.Name, at - 1, null, 1, ct) is [{ Prompt: { } prompt } message] && message.Number == at
            ? await PromptEndpoints.AudioAsync(caller, directory, blobs, prompt, ct)
            : ApiProblem.NotFound("sound");

    private static async Task<Results<NoContent, ProblemHttpResult>> ReadAsync(Caller caller, IGrainFactory grains, string conversation, ReadRequest request) =>
        ConversationId.Read(caller.User, conversation) is { } id && await Grain(grains, id).Read(caller.User.Name, request.Number) ? TypedResults.NoContent() : ApiProblem.NotFound("conversation");

    private static async Task<Ok<IReadOnlyList<string>>> BlockedAsync(Caller caller, IConversations store, CancellationToken ct) =>
        TypedResults.Ok(await store.ListBlockedAsync(caller.Tenant.Value, caller.User.Name, ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> BlockAsync(Caller caller, IConversations store, IDirectory directory, string user, bool isBlocked, CancellationToken ct)
    {
        if (!GrainKey.IsPlainName(user) || user == caller.User.Name || (isBlocked && await directory.FindUserAsync(caller.Tenant.Value, user, ct) is null))
        {
            return ApiProblem.NotFound("user");
        }

        return await store.SetBlockedAsync(caller.Tenant.Value, caller.User.Name, user, isBlocked, ct)
            ? TypedResults.NoContent()
            : ApiProblem.Invalid($"At most {IConversations.MostBlocked} users can be blocked.");
    }

    /// <summary>Whoever sends more than a person can waits a second.</summary>
    public static ProblemHttpResult Limited(HttpContext context, int seconds = 1, string why = "Too many messages; wait a moment.")
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return ApiProblem.Make(StatusCodes.Status429TooManyRequests, "limited", why);
    }

    private static async Task<ConversationDetail?> DetailAsync(Caller caller, IConversations store, ConversationId id, CancellationToken ct) =>
        await store.FindOfAsync(caller.Tenant.Value, caller.User.Name, id.Name, ct) is { } view && await store.FindAsync(caller.Tenant.Value, id.Name, ct) is var (_, members)
            ? new ConversationDetail(ConversationModel.Of(view), members)
            : null;

    private static IConversationGrain Grain(IGrainFactory grains, ConversationId id) => grains.GetGrain<IConversationGrain>(id.Key);
}
