namespace RtcCluster.Storage.History;

/// <summary>Reads the whole history for somebody who verifies it. May run beside the servers: a call is written in one transaction, so it is there whole or not at all.</summary>
public interface ILedgerAudit
{
    /// <summary>Every call of every tenant that the ledger or the call log knows, in the order of their ids, read in pages.</summary>
    /// <param name="ct">Ends it.</param>
    IAsyncEnumerable<StoredHistory> ReadAsync(CancellationToken ct = default);

    /// <summary>One call; null when neither the ledger nor the call log knows it.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<StoredHistory?> FindAsync(string callId, CancellationToken ct = default);

    /// <summary>Calls of which there are legs, visits, offers or transfers, but neither ledger nor entry.</summary>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<string>> OrphansAsync(CancellationToken ct = default);
}
