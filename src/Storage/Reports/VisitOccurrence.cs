using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>A visit to a queue, as the queue's report tells of it.</summary>
internal sealed record VisitOccurrence(QueueVisitEntry Visit, TimeSpan WrapUp) : Occurrence<QueueTally>(Visit.QueueId, Visit.OfferedAt, Visit.EndedAt)
{
    public override void Count(QueueTally tally) => tally.Count(Visit, WrapUp);

    public override void Share(QueueTally tally, Slot slot) => tally.Share(Visit, slot);
}
