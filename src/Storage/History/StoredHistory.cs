namespace RtcCluster.Storage.History;

/// <summary>Everything that the history holds of one call, as it lies there: nothing of it was made for the reader.</summary>
/// <param name="CallId">The call.</param>
/// <param name="History">Its ledger in order, its entry of the call log and what reports are made of; recordings and agents' work are not among it.</param>
public sealed record StoredHistory(string CallId, CallHistory History);
