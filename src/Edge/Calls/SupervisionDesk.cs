using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Agents;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Calls;

/// <summary>Takes what supervisors want of calls of others. Nobody listens unnoticed by the audit trail: the row comes first, and without it nothing happens.</summary>
internal sealed class SupervisionDesk(IGrainFactory grains, Supervised supervised, IAuditLog audit, EdgeClock clock)
{
    /// <summary>What became of it: Forbidden to whoever is no supervisor of the agent, NotFound for a call of another company.</summary>
    /// <param name="caller">Who wants it.</param>
    /// <param name="call">The call's name within the caller's company.</param>
    /// <param name="mode">What is wanted.</param>
    /// <param name="agent">Whom it is about; null for the call's agent, or for the one of the caller's teams.</param>
    /// <param name="address">Where the request came from, for the audit trail.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IntentReceipt> SuperviseAsync(Caller caller, string call, SupervisorMode mode, string? agent, string address, CancellationToken ct = default)
    {
        if (!caller.Supervises)
        {
            return new IntentReceipt(IntentStatus.Forbidden, "Only supervisors may do that.");
        }

        var id = new CallId(caller.Tenant, call);
        var grain = grains.GetGrain<ICallGrain>(id.Key);
        if (await grain.View() is not { } view)
        {
            return new IntentReceipt(IntentStatus.NotFound, "No such call is going on.");
        }

        if (mode != SupervisorMode.Leave && await supervised.OfAsync(caller, ct) is { } theirs)
        {
            agent ??= view.Legs.Select(leg => leg.Party.User?.Name).FirstOrDefault(user => user is not null && theirs.Contains(user));
            if (agent is null || !theirs.Contains(agent))
            {
                return new IntentReceipt(IntentStatus.Forbidden, Supervised.NotTheirs);
            }
        }

        await audit.AddAsync(
            new AuditRow
            {
                TenantId = caller.Tenant.Value,
                At = clock.Utc,
                Actor = caller.User.Key,
                Action = $"call.supervise.{mode}",
                Target = id.Key,
                Address = address,
            },
            ct);
        return await grain.Act(new SuperviseIntent(caller.User, true, mode, agent is null ? null : new UserId(caller.Tenant, agent)));
    }
}
