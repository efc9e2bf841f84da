using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Google;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Google;

/// <summary>A meeting in Google Meet for who talks on the telephone: made by the user's own account, told to the others in the chat.</summary>
internal static class MeetEndpoints
{
    private const int MostNameLength = 64;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/calls/{call}/meet", MeetAsync).WithTags("Calls").WithName("MeetInCall")
            .WithSummary("Go on in Google Meet: your own account makes a meeting, and the others in the call who are users get its link as a chat message.")
            .WithDescription("Asked again for the same call soon after it is the same meeting, and nobody gets it twice; after a restart or long after it may be another one. 403 google-scope: you did not allow it; 409 google-unconnected, google-revoked, google-disabled, google-refused.")
            .Produces<MeetModel>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429).ProducesProblem(503);

    private static async Task<IResult> MeetAsync(Caller caller, HttpContext context, IGrainFactory grains, AuditTrail audit, string call)
    {
        if (!ApiId.IsName(call) || await grains.GetGrain<ICallGrain>(new CallId(caller.Tenant, call).Key).View() is not { } view)
        {
            return ApiProblem.NotFound("call");
        }

        if (view.Legs.FirstOrDefault(leg => !leg.Supervises && leg.Party.User == caller.User) is not { } own)
        {
            return caller.Supervises ? ApiProblem.Forbidden("You take no part in this call.") : ApiProblem.NotFound("call");
        }

        if (!IsTalking(own) || view.AnsweredAt is null)
        {
            return ApiProblem.Conflict("The call is not answered.");
        }

        await audit.WriteAsync(caller, "google.meet", call);
        var answer = await GoogleProblems.AskAsync(grains.GetGrain<IGoogleGrain>(IGoogleGrain.KeyOf(caller.User)).Meet(call));
        if (answer.Link is not { } link)
        {
            return GoogleProblems.Of(context, answer);
        }

        var others = view.Legs.Where(IsTalking).Select(static leg => leg.Party.User).OfType<UserId>().Where(user => user != caller.User && user.Tenant == caller.Tenant).Distinct().ToImmutableArray();
        return TypedResults.Ok(new MeetModel(link, await TellAsync(caller, grains, others, call, link)));
    }

    /// <summary>Whether all of them were told. A meeting is there even where they were not: the user has its link.</summary>
    private static async Task<bool> TellAsync(Caller caller, IGrainFactory grains, ImmutableArray<UserId> others, string call, Uri link)
    {
        var told = 0;
        foreach (var other in others)
        {
            if (!await grains.GetGrain<IInboxGrain>(caller.User.Key).MaySend())
            {
                break;
            }

            // The same meeting under the same name is told once.
            var name = $"meet-{link.AbsolutePath.Trim('/')}-{call}";
            var receipt = await grains.GetGrain<IConversationGrain>(ConversationId.Direct(caller.Tenant, caller.User.Name, other.Name).Key)
                .Send(new SendMessage(caller.User.Name, name.Length <= MostNameLength ? name : name[..MostNameLength], link.AbsoluteUri));
            told += receipt.Status == SendStatus.Sent ? 1 : 0;
        }

        return told > 0 && told == others.Length;
    }

    // A supervisor who listens is none of those who talk.
    private static bool IsTalking(LegView leg) => !leg.Supervises && leg.Phase == LegPhase.Answered;
}

/// <summary>A meeting that was made for a call.</summary>
/// <param name="Link">Where it is.</param>
/// <param name="IsSent">Whether the others in the call have the link as a chat message; false where they are no users.</param>
internal sealed record MeetModel(Uri Link, bool IsSent);
