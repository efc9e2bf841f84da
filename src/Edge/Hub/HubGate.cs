using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Edge.Hub;

/// <summary>Stands before every method of the phone hub: the session is still good, the connection has attached, the rate is a person's; enters the tenant.</summary>
/// <remarks>
/// While the directory is away whoever was let in goes on as who he was: a person in a call could not even hang up otherwise. Nobody can be barred in that
/// time either, for that is written to the directory; and it is not for ever, because an edge may be cut off from a directory that others can reach.
/// </remarks>
internal sealed partial class HubGate(SessionCheck sessions, EdgeClock clock, EdgeMetrics metrics, EdgeHost edge, IOptions<EdgeOptions> options, ILogger<HubGate> log) : IHubFilter
{
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (edge.IsCutOff)
        {
            // Behind a balancer the page finds another edge.
            metrics.HubRefused("cut-off");
            context.Context.Abort();
            return;
        }

        var caller = context.Context.User is { } principal ? await sessions.FindAsync(principal, context.Context.ConnectionAborted) : null;
        if (caller is null)
        {
            metrics.HubRefused("session");
            context.Context.Abort();
            return;
        }

        HubGuest.Admit(context.Context, caller, clock.Now);
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

        if (await FindAsync(invocation.Context, guest) is not { } caller)
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
                return Refusal(invocation.HubMethod.ReturnType) ?? throw new HubException("The cluster cannot do it now; try again.");
            }
        }
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next) =>
        HubGuest.Find(context.Context) is null ? Task.CompletedTask : next(context, exception);

    private async ValueTask<Caller?> FindAsync(HubCallerContext context, HubGuest guest)
    {
        try
        {
            var caller = await sessions.FindAsync(context.User!, context.ConnectionAborted).WaitAsync(DatabaseOutage.Patience);
            guest.CheckedAt = clock.Now;
            return caller;
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            metrics.GrainFailed("session");
            LogDirectoryAway(Pii.Text(e.Message));
            return clock.Now - guest.CheckedAt < DatabaseOutage.Trust.Ticks ? guest.Caller : throw new HubException("The cluster cannot do it now; try again.");
        }
    }

    // In the words of the method, where it has words for that: a page reads from them when to try again.
    private object? Refusal(Type answer)
    {
        var failure = HubFailures.Unavailable(options.Value.RetryAfterSeconds);
        return answer == typeof(Task<HubReceipt>) ? new HubReceipt(failure)
            : answer == typeof(Task<DialReceipt>) ? new DialReceipt("", failure)
            : answer == typeof(Task<ParkAnswer>) ? new ParkAnswer("", failure)
            : null;
    }

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

    [LoggerMessage(2403, LogLevel.Warning, "A session cannot be looked up; its connection goes on: {Problem}")]
    private partial void LogDirectoryAway(Pii<string> problem);

    [LoggerMessage(2401, LogLevel.Warning, "Hub method {Method} failed: {Problem}")]
    private partial void LogFailed(Pii<string> method, Pii<string> problem);
}
