using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>A talk with a caller, of whose holds the agent's report tells.</summary>
internal sealed record TalkOccurrence(QueueVisitEntry Visit) : Occurrence<AgentTally>(Visit.AgentId!, Visit.OfferedAt, Visit.EndedAt)
{
    public override void Share(AgentTally tally, Slot slot) => tally.Hold(Visit.Holds.Sum(held => slot.Share(held.From, held.To)));
}
