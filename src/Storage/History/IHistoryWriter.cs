namespace RtcCluster.Storage.History;

/// <summary>The process's only way into the history: many calls share one transaction, and nobody is told before it is committed.</summary>
public interface IHistoryWriter
{
    /// <summary>
    /// Writes a call's history and completes after the commit. Twice is harmless. While the database fails it tries again for as long as
    /// the process runs; a content that the database will never take fails the task.
    /// </summary>
    /// <param name="history">What to write.</param>
    /// <param name="ct">Ends the wait, not the write: what was handed over may be committed all the same.</param>
    /// <exception cref="HistoryRefusedException">The database cannot take this content.</exception>
    /// <exception cref="HistoryClosedException">The process stops; the caller keeps its ledger and sends it again after the restart.</exception>
    Task<HistoryReceipt> WriteAsync(CallHistory history, CancellationToken ct = default);

    /// <summary>Completes when everything that was handed over before is committed or has failed.</summary>
    Task FlushAsync(CancellationToken ct = default);
}
