namespace RtcCluster.Storage.Retention;

/// <summary>What sweeps did.</summary>
public interface IRetentionLog
{
    /// <summary>Adds a receipt for what was erased past a sweep.</summary>
    Task AddAsync(RetentionReceipt receipt, CancellationToken ct = default);

    /// <summary>The last sweeps of a tenant, the latest first.</summary>
    Task<IReadOnlyList<RetentionSweep>> ListSweepsAsync(string tenantId, CancellationToken ct = default);

    /// <summary>Receipts of a tenant, the latest first.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Receipts per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<RetentionReceipt>> ListReceiptsAsync(string tenantId, string? cursor = null, int limit = 50, CancellationToken ct = default);
}
