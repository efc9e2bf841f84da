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
        sessions.MapDelete("/", RevokeOthersAsync).WithName("RevokeOtherSessions").WithSummary("End every session but this one; with everywhere=true this one too.");
    }

    private static async Task<Ok<IReadOnlyList<SessionModel>>> ListAsync(Caller caller, ISessionStore sessions, CancellationToken ct)
    {
        var list = await sessions.ListAsync(caller.User.Key, ct);
        return TypedResults.Ok<IReadOnlyList<SessionModel>>(
            [.. list.Select(s => SessionModel.Of(s, caller.Session))]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(Caller caller, ISessionStore sessions, string id, CancellationToken ct) =>
        await sessions.RevokeAsync(caller.User.Key, id, ct) ? TypedResults.NoContent() : ApiProblem.NotFound("session");

    private static async Task<NoContent> RevokeOthersAsync(Caller caller, ISessionStore sessions, CancellationToken ct, bool everywhere = false)
    {
        await sessions.RevokeAllAsync(caller.User.Key, everywhere ? null : caller.Session, ct);
        return TypedResults.NoContent();
    }
}

/// <summary>A sign-in session.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When the user signed in.</param>
/// <param name="LastUsedAt">When it was last used, to the minute.</param>
/// <param name="Address">Where from.</param>
/// <param name="UserAgent">Browser or program, as it names itself.</param>
/// <param name="Browser">What people call it, for example <c>Firefox</c>; empty when it does not say.</param>
/// <param name="System">What it runs on, for example <c>Windows</c>; empty when it does not say.</param>
/// <param name="Current">True for the session of this request.</param>
internal sealed record SessionModel(
    string Id, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, string Address, string UserAgent, string Browser, string System, bool Current)
{
    public static SessionModel Of(SignInSession session, string current)
    {
        var client = ClientName.Of(session.UserAgent);
        return new SessionModel(
            session.Id, session.CreatedAt, session.LastUsedAt, session.Address, session.UserAgent, client.Browser, client.System, session.Id == current);
    }
}
