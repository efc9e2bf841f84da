namespace RtcCluster.Storage.History;

/// <summary>Says that a <see cref="CallHistory"/> is committed, and what of it was new.</summary>
/// <param name="Written">Ledger events that were new.</param>
/// <param name="Repeated">Ledger events that were stored before with the same content.</param>
/// <param name="Refused">Ledger events whose number is taken by another content; the stored one stays. More than 0 means that a call had two owners.</param>
public readonly record struct HistoryReceipt(int Written, int Repeated, int Refused);
