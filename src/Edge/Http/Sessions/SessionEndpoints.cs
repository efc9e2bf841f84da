using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Edge.Http.Sessions;

/// <summary>The signed-in user's sign-in sessions.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Sign-in");
        sessions.MapGet("/", ListAsync).WithName("ListSessions").WithSummary("Where you are signed in, last used first.");
        sessions.MapDelete("/{id}", RevokeAsync).WithName("RevokeSession").WithSummary("End a session; its tokens are refused from now on.");
        sessions.MapDelete("/", RevokeOthersAsync).WithName("RevokeOtherSessions").WithSummary("End every session but this one.");
    }

    private static async Task<Ok<IReadOnlyList<SessionModel>>> ListAsync(Caller caller, ISessionStore sessions, CancellationToken ct)
    {
        var list = await sessions.ListAsync(caller.User.Key, ct);
        return TypedResults.Ok<IReadOnlyList<SessionModel>>(
            [.. list.Select(s => new SessionModel(s.Id, s.CreatedAt, s.LastUsedAt, s.Address, s.UserAgent, s.Id == caller.Session))]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(Caller caller, ISessionStore sessions, string id, CancellationToken ct) =>
        await sessions.RevokeAsync(caller.User.Key, id, ct) ? TypedResults.NoContent() : ApiProblem.NotFound("session");

    private static async Task<NoContent> RevokeOthersAsync(Caller caller, ISessionStore sessions, CancellationToken ct)
    {
        await sessions.RevokeAllAsync(caller.User.Key, caller.Session, ct);
        return TypedResults.NoContent();
    }
}

/// <summary>A sign-in session.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When the user signed in.</param>
/// <param name="LastUsedAt">When it was last used, to the minute.</param>
/// <param name="Address">Where from.</param>
/// <param name="UserAgent">Browser or program.</param>
/// <param name="Current">True for the session of this request.</param>
internal sealed record SessionModel(string Id, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, string Address, string UserAgent, bool Current);
