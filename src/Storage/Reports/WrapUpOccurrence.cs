using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>A wrap-up, as the queue's report tells of it.</summary>
internal sealed record WrapUpOccurrence(AgentWorkEntry Work, DateTimeOffset Over) : Occurrence<QueueTally>(Work.QueueId!, Work.StartedAt, Over)
{
    public override void Share(QueueTally tally, Slot slot) => tally.WrapUp(slot.Share(Start, End));
}
