using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Hub;

/// <summary>Stands before every method of the phone hub: the session is still good, the connection has attached, the rate is a person's; enters the tenant.</summary>
internal sealed partial class HubGate(SessionCheck sessions, EdgeClock clock, EdgeMetrics metrics, EdgeHost edge, ILogger<HubGate> log) : IHubFilter
{
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var caller = context.Context.User is { } principal ? await sessions.FindAsync(principal, context.Context.ConnectionAborted) : null;
        if (caller is null)
        {
            metrics.HubRefused("session");
            context.Context.Abort();
            return;
        }

        HubGuest.Admit(context.Context, caller);
        await next(context);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var guest = HubGuest.Find(invocation.Context);
        if (guest is null)
        {
            throw new HubException("The session has ended; sign in again.");
        }

        if (!guest.Rate.TryTake(clock.Now))
        {
            metrics.HubRefused("rate");
            throw new HubException("Too many requests; wait a moment.");
        }

        if (await sessions.FindAsync(invocation.Context.User!, invocation.Context.ConnectionAborted) is not { } caller)
        {
            metrics.HubRefused("session");
            invocation.Context.Abort();
            throw new HubException("The session has ended; sign in again.");
        }

        guest.Caller = caller;
        if (guest.Device is null && invocation.HubMethodName != nameof(PhoneHub.Attach))
        {
            throw new HubException("Attach first.");
        }

        using (TenantScope.Enter(caller.Tenant.Value))
        {
            using var span = WishOf(caller.Tenant, invocation);
            try
            {
                return await next(invocation);
            }
            catch (Exception e) when (GrainFailure.IsTransient(e))
            {
                metrics.GrainFailed("hub");
                LogFailed(Pii.Text(invocation.HubMethodName), Pii.Text(e.Message));
                throw new HubException("The cluster cannot do it now; try again.");
            }
        }
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next) =>
        HubGuest.Find(context.Context) is null ? Task.CompletedTask : next(context, exception);

    private Activity? WishOf(TenantId tenant, HubInvocationContext invocation) =>
        EdgeSpans.Wanted && invocation.HubMethodArguments is [var request] && CallOf(request) is { } call && ApiId.IsName(call)
            ? edge.Phones?.Wish(new CallId(tenant, call), invocation.HubMethodName)
            : null;

    private static string? CallOf(object? request) => request switch
    {
        AnswerRequest r => r.CallId,
        CallRequest r => r.CallId,
        MuteRequest r => r.CallId,
        TransferRequest r => r.CallId,
        ParkRequest r => r.CallId,
        ConsultRequest r => r.CallId,
        ConsultedRequest r => r.CallId,
        SuperviseRequest r => r.CallId,
        DtmfRequest r => r.CallId,
        _ => null,
    };

    [LoggerMessage(2401, LogLevel.Warning, "Hub method {Method} failed: {Problem}")]
    private partial void LogFailed(Pii<string> method, Pii<string> problem);
}
