namespace RtcCluster.Load.Runner.Hub;

/// <summary>A decision of a queue, as it explains it itself.</summary>
/// <param name="Offer">Its number in the queue.</param>
/// <param name="Place">The place that was offered.</param>
internal sealed record QueueDecision(long Offer, long Place)
{
    /// <summary>Decisions out of order: a place was offered before one that was kept longer. Another offer of the same place, after an agent who did not answer, is none.</summary>
    public static int Inversions(IEnumerable<QueueDecision> decisions)
    {
        var (furthest, inversions) = (0L, 0);
        foreach (var place in decisions.OrderBy(static decision => decision.Offer).Select(static decision => decision.Place).Distinct())
        {
            inversions += place < furthest ? 1 : 0;
            furthest = Math.Max(furthest, place);
        }

        return inversions;
    }
}
