using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>An offer to an agent, as the agent's report tells of it: it counts, and what the agent did in it is told by the work.</summary>
internal sealed record OfferOccurrence(QueueOfferEntry Offer, TimeSpan Handling) : Occurrence<AgentTally>(Offer.AgentId, Offer.OfferedAt, Offer.OfferedAt)
{
    public override void Count(AgentTally tally) => tally.Count(Offer, Handling);
}
