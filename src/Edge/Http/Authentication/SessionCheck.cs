using System.Security.Claims;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Edge.Http.Authentication;

/// <summary>Says who is behind a token now: while its session is good and its user may sign in.</summary>
internal sealed class SessionCheck(ISessionStore sessions)
{
    /// <summary>The caller; null when the session has ended or the user may not sign in.</summary>
    public async Task<Caller?> FindAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        var id = principal.FindFirstValue(ClaimTypes.NameIdentifier);
        var sid = principal.FindFirstValue(Caller.SessionClaim);
        if (id is null || sid is null || !GrainKey.TrySplit(id, out _, out _))
        {
            return null;
        }

        if (await sessions.FindRoleAsync(sid, id, ct) is not { } role)
        {
            return null;
        }

        await sessions.TouchAsync(sid, ct);
        return new Caller(new UserId(id), role, sid);
    }
}
