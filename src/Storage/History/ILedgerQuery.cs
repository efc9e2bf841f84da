namespace RtcCluster.Storage.History;

/// <summary>Reads of the ledger as history holds it.</summary>
public interface ILedgerQuery
{
    /// <summary>Lists the events of a call of the tenant in order.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="callId">The call.</param>
    /// <param name="after">Only events with a higher number.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<LedgerRow>> ListAsync(string tenantId, string callId, long after = 0, CancellationToken ct = default);
}
