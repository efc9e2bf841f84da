using RtcCluster.Storage.Audits;

namespace RtcCluster.Storage.History;

/// <summary>The audit trail: only added to.</summary>
public interface IAuditLog
{
    /// <summary>Signs and adds a row, and completes after the commit.</summary>
    Task AddAsync(AuditRow row, CancellationToken ct = default);

    /// <summary>Lists rows, the latest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Rows per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<AuditEntry>> ListAsync(AuditFilter filter, string? cursor = null, int limit = 50, CancellationToken ct = default);
}
