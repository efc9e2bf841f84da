using System.Collections.Immutable;
using Orleans.Concurrency;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Incidents;

/// <summary>A company's watch: sees calls and sign-ins, and opens a case for what looks like an attack. Key: <c>{tenant}/incidents</c>.</summary>
[Alias("rtc.IIncidentGrain")]
public interface IIncidentGrain : IGrainWithStringKey
{
    /// <summary>Something happened. What is lost on the way is not seen: nobody waits for the watch.</summary>
    [Alias("Observe"), OneWay]
    Task Observe(ImmutableArray<IncidentSignal> signals);

    /// <summary>A user was deleted: where they signed in is forgotten.</summary>
    [Alias("Forget")]
    Task Forget(UserId user);

    /// <summary>Somebody looked into a case: it was one, or it was none; a case that was none blocks nobody any longer.</summary>
    /// <param name="incident">The case.</param>
    /// <param name="isConfirmed">Whether it was one.</param>
    /// <param name="reason">Why; shown to whom it is about.</param>
    /// <param name="by">Who says so.</param>
    [Alias("Decide")]
    Task<ConfigureReceipt> Decide(string incident, bool isConfirmed, string reason, UserId by);

    /// <summary>Blocks the calls outside of the user whom a case is about, or lets them pass again.</summary>
    /// <param name="incident">The case.</param>
    /// <param name="until">Until when (UTC); null: no longer.</param>
    [Alias("Block")]
    Task<ConfigureReceipt> Block(string incident, DateTimeOffset? until);

    /// <summary>Whom a case is about says why it is none; once.</summary>
    /// <param name="incident">The case.</param>
    /// <param name="user">Who says so: nobody else's case is there.</param>
    /// <param name="text">Why.</param>
    [Alias("Appeal")]
    Task<ConfigureReceipt> Appeal(string incident, UserId user, string text);

    /// <summary>The key of a tenant's.</summary>
    static string KeyOf(TenantId tenant) => GrainKey.Join(tenant, "incidents");
}
