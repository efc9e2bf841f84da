using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>What an agent did, as the agent's report tells of it.</summary>
internal sealed record WorkOccurrence(AgentWorkEntry Work, DateTimeOffset Over) : Occurrence<AgentTally>(Work.AgentId, Work.StartedAt, Over)
{
    public override void Share(AgentTally tally, Slot slot) => tally.Share(Work, slot.Share(Start, End));
}
