using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>One call with everything that is linked to it.</summary>
/// <param name="Entry">The call-log entry.</param>
/// <param name="Visits">Its visits to queues, in order.</param>
/// <param name="Transfers">What changed its parties, in order.</param>
/// <param name="WrapUp">How long agents wrapped it up, all visits together.</param>
public sealed record CallFigures(CallLogEntry Entry, IReadOnlyList<QueueVisitEntry> Visits, IReadOnlyList<TransferEntry> Transfers, TimeSpan WrapUp);
