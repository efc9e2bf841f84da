namespace RtcCluster.Storage.History;

/// <summary>Reads of the call log.</summary>
public interface ICallLogQuery
{
    /// <summary>Lists calls, the latest first.</summary>
    /// <param name="filter">Which calls.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Calls per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<CallLogEntry>> ListAsync(CallLogFilter filter, string? cursor = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Finds the entry of a call of the tenant.</summary>
    Task<CallLogEntry?> FindAsync(string tenantId, string callId, CancellationToken ct = default);

    /// <summary>Finds the entry of a call that a user took part in, <c>{tenant}/{name}</c>: not one of a time when somebody else had the name.</summary>
    Task<CallLogEntry?> FindOfAsync(string tenantId, string userId, string callId, CancellationToken ct = default);

    /// <summary>Counts the calls that a filter lets through.</summary>
    Task<long> CountAsync(CallLogFilter filter, CancellationToken ct = default);
}
