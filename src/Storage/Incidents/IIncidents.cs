namespace RtcCluster.Storage.Incidents;

/// <summary>The cases of tenants. Their tenant's watch alone writes them.</summary>
public interface IIncidents
{
    /// <summary>Lists a tenant's cases, the latest first.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="userId">Only those about this user, <c>{tenant}/{name}</c>; null for all.</param>
    /// <param name="state">Only those that are so far; null for all.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Cases per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<Incident>> ListAsync(string tenantId, string? userId = null, IncidentState? state = null, string? cursor = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Finds a case.</summary>
    Task<Incident?> FindAsync(string tenantId, string id, CancellationToken ct = default);

    /// <summary>The open case of a rule about something; null when there is none.</summary>
    Task<Incident?> FindOpenAsync(string tenantId, string rule, string subject, CancellationToken ct = default);

    /// <summary>Writes a new case.</summary>
    Task AddAsync(Incident incident, CancellationToken ct = default);

    /// <summary>Changes a case that still has the version before; false when somebody else has changed it.</summary>
    Task<bool> SaveAsync(Incident incident, CancellationToken ct = default);
}
