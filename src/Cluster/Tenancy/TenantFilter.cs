namespace RtcCluster.Cluster.Tenancy;

/// <summary>Keeps every grain call inside one tenant: nothing of a tenant is visible to another, whatever a caller got wrong.</summary>
/// <remarks>
/// Checked where the call arrives, because only that side cannot be left out by a caller. A grain of a tenant binds what it calls in turn: a call that
/// came without a tenant (a reminder, a system grain) gets the one of the key, so that a mistake further on is still seen.
/// </remarks>
internal sealed class TenantFilter : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        var tenant = TenantScope.Prefix(context.TargetId);
        if (tenant.IsEmpty)
        {
            return context.Invoke();
        }

        // A timer's turn has no request context, but it has a grain, and that has a tenant.
        if (context.SourceId is { } source && TenantScope.Prefix(source) is { IsEmpty: false } own && !own.SequenceEqual(tenant))
        {
            throw Mismatch(TenantScope.Of(source)!, context);
        }

        if (TenantScope.Current is not { } caller)
        {
            return InvokeFor(TenantScope.Of(context.TargetId)!, context);
        }

        return TenantScope.Is(tenant, caller) ? context.Invoke() : throw Mismatch(caller, context);
    }

    private static async Task InvokeFor(string tenant, IIncomingGrainCallContext context)
    {
        using (TenantScope.Enter(tenant))
        {
            // The grain's scheduler must go on running the turn.
            await context.Invoke().ConfigureAwait(true);
        }
    }

    private static TenantMismatchException Mismatch(string caller, IGrainCallContext context)
    {
        ClusterTelemetry.TenantMismatches.Add(1);
        return new TenantMismatchException(caller, context.TargetId);
    }
}
