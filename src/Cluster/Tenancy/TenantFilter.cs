namespace RtcCluster.Cluster.Tenancy;

/// <summary>Keeps every grain call inside one tenant: nothing of a tenant is visible to another, whatever a caller got wrong.</summary>
/// <remarks>
/// Checked where the call arrives, because only that side cannot be left out by a caller. A grain of a tenant binds what it calls in turn: a call that
/// came without a tenant (a reminder, a system grain) gets the one of the key, so that a mistake further on is still seen.
/// </remarks>
internal sealed class TenantFilter : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (TenantScope.Of(context.TargetId) is not { } tenant)
        {
            await context.Invoke().ConfigureAwait(true);
            return;
        }

        Check(TenantScope.Current, tenant, context);
        using (TenantScope.Enter(tenant))
        {
            // The grain's scheduler must go on running the turn.
            await context.Invoke().ConfigureAwait(true);
        }
    }

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        // A timer's turn has no request context, but it has a grain, and that has a tenant.
        if (context.SourceId is { } source && TenantScope.Of(source) is { } own && TenantScope.Of(context.TargetId) is { } other)
        {
            Check(own, other, context);
        }

        return context.Invoke();
    }

    private static void Check(string? caller, string tenant, IGrainCallContext context)
    {
        if (caller is not null && !caller.Equals(tenant, StringComparison.Ordinal))
        {
            ClusterTelemetry.TenantMismatches.Add(1);
            throw new TenantMismatchException(caller, context.TargetId);
        }
    }
}
