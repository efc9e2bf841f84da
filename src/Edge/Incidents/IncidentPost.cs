using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Incidents;

/// <summary>Tells companies' watches who signs in and who fails to. Nobody waits for it.</summary>
internal sealed class IncidentPost(IGrainFactory grains, PlaceTable places, EdgeClock clock, EdgeMetrics metrics)
{
    // Whoever fails faster than all people together is known for what it is by the first thousand.
    private const int MostPerSecond = 1_000;
    private readonly TellLimit _limit = new(MostPerSecond);

    /// <summary>A person has signed in. It is always told: of those there are no more than people, and it may be the one that an attack was for.</summary>
    public void SignedIn(UserId user, string source, string session) =>
        Send(user.Tenant, new SignedIn(clock.Utc, source, user, session, places.Find(source)));

    /// <summary>A person's password was wrong.</summary>
    public void Failed(UserId user, string source) => Tell(user.Tenant, new SignInFailed(clock.Utc, source, user.Name, Exists: true, IsSip: false));

    /// <summary>A telephone's password was wrong, or there is no such account.</summary>
    public void Failed(TenantId tenant, string source, string account, bool exists) => Tell(tenant, new SignInFailed(clock.Utc, source, account, exists, IsSip: true));

    private void Tell(TenantId tenant, IncidentSignal signal)
    {
        if (!_limit.MayTell(tenant, clock.Now))
        {
            metrics.GrainFailed("incident-limit");
            return;
        }

        Send(tenant, signal);
    }

    private void Send(TenantId tenant, IncidentSignal signal)
    {
        using (TenantScope.Enter(tenant.Value))
        {
            grains.GetGrain<IIncidentGrain>(IIncidentGrain.KeyOf(tenant)).Observe([signal]).Ignore();
        }
    }
}
