using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>Computes decisions anew from what was journalled, and compares.</summary>
internal static class QueueReplay
{
    /// <summary>Applies inputs to a state; what it decided in them comes back.</summary>
    /// <param name="state">The state before the first input; it is changed.</param>
    /// <param name="inputs">The inputs, in order.</param>
    public static List<Assignment> Run(QueueState state, IEnumerable<JournalEntry> inputs)
    {
        var decisions = new List<Assignment>();
        foreach (var entry in inputs)
        {
            var before = state.Offers;
            QueueMachine.Apply(state, entry.Input, entry.At);
            decisions.AddRange(state.Assignments.Where(made => made.Offer > before));
        }

        return decisions;
    }

    /// <summary>Compares what was decided with what is decided now; only what both know of is compared.</summary>
    public static QueueReplayReport Compare(int inputs, IReadOnlyCollection<Assignment> made, IReadOnlyCollection<Assignment> again)
    {
        var known = made.ToDictionary(decision => decision.Offer);
        var common = again.Where(decision => known.ContainsKey(decision.Offer)).ToList();
        return new QueueReplayReport(inputs, common.Count, common.Count(decision => AreSame(known[decision.Offer], decision)));
    }

    /// <summary>True when two decisions are the same in everything that they looked at.</summary>
    public static bool AreSame(Assignment one, Assignment other) =>
        one with { Candidates = [] } == other with { Candidates = [] } && one.Candidates.SequenceEqual(other.Candidates);
}
