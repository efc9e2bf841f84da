using RtcCluster.Cluster.Tenancy;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Edge.Http.Authentication;

/// <summary>Lets a bearer token through only while its session is good and its user may sign in, and enters the user's tenant.</summary>
/// <remarks>
/// Both are read at each request, so that a revoked session or a disabled user is shut out at once on every edge, whatever the token says. The
/// role comes from the directory too: a token never carries rights.
/// </remarks>
internal sealed class SessionGate(RequestDelegate next, EdgeMetrics metrics)
{
    public async Task InvokeAsync(HttpContext context, SessionCheck sessions)
    {
        if (context.User.Identity is not { IsAuthenticated: true })
        {
            // Without a token, or with one whose time is over: the hub refuses it.
            CountRefused(context, "token");
            await next(context);
            return;
        }

        var caller = await sessions.FindAsync(context.User, context.RequestAborted).WaitAsync(DatabaseOutage.Patience);
        if (caller is null)
        {
            CountRefused(context, "session");
            await ApiProblem.Make(StatusCodes.Status401Unauthorized, "session-ended", "The session has ended; sign in again.").ExecuteAsync(context);
            return;
        }

        context.Features.Set(caller);
        using (TenantScope.Enter(caller.Tenant.Value))
        {
            await next(context);
        }
    }

    private void CountRefused(HttpContext context, string reason)
    {
        if (context.Request.Path.StartsWithSegments(PhoneHubHosting.Path, StringComparison.Ordinal))
        {
            metrics.HubRefused(reason);
        }
    }
}
