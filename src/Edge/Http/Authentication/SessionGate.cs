using System.Security.Claims;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Edge.Http.Authentication;

/// <summary>Lets a bearer token through only while its session is good and its user may sign in, and enters the user's tenant.</summary>
/// <remarks>
/// Both are read at each request, so that a revoked session or a disabled user is shut out at once on every edge, whatever the token says. The
/// role comes from the directory too: a token never carries rights.
/// </remarks>
internal sealed class SessionGate(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, ISessionStore sessions, IDirectory directory)
    {
        if (context.User.Identity is not { IsAuthenticated: true })
        {
            await next(context);
            return;
        }

        var caller = await FindAsync(context.User, sessions, directory, context.RequestAborted);
        if (caller is null)
        {
            await ApiProblem.Make(StatusCodes.Status401Unauthorized, "session-ended", "The session has ended; sign in again.").ExecuteAsync(context);
            return;
        }

        context.Features.Set(caller);
        using (TenantScope.Enter(caller.Tenant.Value))
        {
            await next(context);
        }
    }

    private static async Task<Caller?> FindAsync(ClaimsPrincipal principal, ISessionStore sessions, IDirectory directory, CancellationToken ct)
    {
        var id = principal.FindFirstValue(ClaimTypes.NameIdentifier);
        var sid = principal.FindFirstValue(Caller.SessionClaim);
        if (id is null || sid is null || !GrainKey.TrySplit(id, out _, out _))
        {
            return null;
        }

        var session = await sessions.FindAsync(sid, ct);
        if (session is not { RevokedAt: null } || session.UserId != id)
        {
            return null;
        }

        var user = new UserId(id);
        var entry = await directory.FindUserAsync(user.Tenant.Value, user.Name, ct);
        if (entry is not { Disabled: false })
        {
            return null;
        }

        await sessions.TouchAsync(sid, ct);
        return new Caller(user, entry.Role, sid);
    }
}
