namespace RtcCluster.Storage.History;

/// <summary>Reads of the recordings' catalogue.</summary>
public interface IRecordingQuery
{
    /// <summary>Lists recordings, the latest first.</summary>
    /// <param name="filter">Which recordings.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Recordings per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<RecordingEntry>> ListAsync(RecordingFilter filter, string? cursor = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Finds a recording of the tenant.</summary>
    Task<RecordingEntry?> FindAsync(string tenantId, string recordingId, CancellationToken ct = default);

    /// <summary>Finds a recording of a call that a user took part in, <c>{tenant}/{name}</c>: not one of a time when somebody else had the name.</summary>
    Task<RecordingEntry?> FindOfAsync(string tenantId, string userId, string recordingId, CancellationToken ct = default);
}
