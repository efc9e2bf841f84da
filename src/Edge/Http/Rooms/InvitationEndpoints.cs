using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Broadcasts;
using RtcCluster.Edge.Http.Conversations;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Rooms;

/// <summary>Invitations to a conference: a message to each who is asked, by name, as a member of a group or from a list, and to each once.</summary>
internal static class InvitationEndpoints
{
    private const int AtOnce = 16;
    private const int Page = 500;

    // Three a minute in the long run (SendRate).
    private const int SecondsBetween = 20;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/invitations", InviteAsync).WithTags("Rooms").WithName("InviteToConference")
            .WithSummary("Invite users, groups and broadcast lists to a conference room: each gets one message with the number to call, however often they are named. Sent again under the same clientId nobody gets a second one.")
            .WithDescription("Who has blocked the caller gets none, and the caller is not told. At most 1,000 people; more are written to by a broadcast.")
            .ProducesProblem(429).ProducesValidationProblem();

    private static async Task<Results<Ok<InvitationSent>, ProblemHttpResult>> InviteAsync(
        Caller caller,
        IGrainFactory grains,
        IDirectory directory,
        IConversations conversations,
        IBroadcasts broadcasts,
        AuditTrail audit,
        HttpContext context,
        InvitationRequest request,
        CancellationToken ct)
    {
        if (await directory.FindLineAsync(caller.Tenant.Value, request.To, ct) is not { Kind: LineKind.Conference, Enabled: true })
        {
            return ApiProblem.Invalid("to is no number of a conference room.");
        }

        var (people, problem) = await PeopleAsync(caller, conversations, broadcasts, request, ct);
        if (problem is not null)
        {
            return problem;
        }

        if (people.Count > InvitationRequest.MostPeople)
        {
            return ApiProblem.Invalid($"At most {InvitationRequest.MostPeople} people are invited at once.");
        }

        if (!await grains.GetGrain<IInboxGrain>(caller.User.Key).MayInvite())
        {
            return ConversationEndpoints.Limited(context, SecondsBetween, "Too many invitations; wait a moment.");
        }

        await audit.WriteAsync(caller, "invitation.send", request.To, $"{people.Count} people");
        // The name of the broadcast says that it is left out where the caller is blocked.
        var text = $"{request.Text.Trim()}\ntel:{request.To}";
        foreach (var some in people.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(user => grains.GetGrain<IConversationGrain>(ConversationId.Direct(caller.Tenant, caller.User.Name, user).Key)
                .Send(new SendMessage(caller.User.Name, request.ClientId, text, Broadcast: request.ClientId))));
        }

        return TypedResults.Ok(new InvitationSent(people.Count));
    }

    private static async Task<(HashSet<string> People, ProblemHttpResult? Problem)> PeopleAsync(
        Caller caller, IConversations conversations, IBroadcasts broadcasts, InvitationRequest request, CancellationToken ct)
    {
        var tenant = caller.Tenant.Value;
        var people = request.Users.Where(GrainKey.IsPlainName).ToHashSet(StringComparer.Ordinal);
        foreach (var group in request.Groups)
        {
            if (ConversationId.Read(caller.User, group) is not { IsDirect: false } id
                || await conversations.FindOfAsync(tenant, caller.User.Name, id.Name, ct) is null
                || await conversations.FindAsync(tenant, id.Name, ct) is not var (_, members))
            {
                return (people, ApiProblem.NotFound("group"));
            }

            people.UnionWith(members);
        }

        foreach (var list in request.Lists)
        {
            if (!caller.Supervises || await BroadcastListEndpoints.FindAsync(caller, broadcasts, list, ct) is not { } found)
            {
                return (people, ApiProblem.NotFound("list"));
            }

            for (var after = ""; people.Count <= InvitationRequest.MostPeople + 1;)
            {
                var members = await broadcasts.ListMembersAsync(tenant, found.Id, after, Page, ct);
                people.UnionWith(members);
                if (members.Count < Page)
                {
                    break;
                }

                after = members[^1];
            }
        }

        people.Remove(caller.User.Name);
        return (people, null);
    }
}
