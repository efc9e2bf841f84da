using RtcCluster.Load.Runner.Lab.Recordings;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>One cluster, whose first edge died.</summary>
/// <param name="Outcomes">What became of each call.</param>
/// <param name="Differences">Where the call log tells something else than the parties; empty when it does not.</param>
/// <param name="Recordings">What is stored of those that were recorded and lived.</param>
/// <param name="Recorded">How many that were.</param>
/// <param name="Ended">Of each call that was lost: how long after the edge's death the log says that it ended.</param>
/// <param name="Processors">Seconds of processor time that each process of the cluster and the generator took from the death until all had hung up.</param>
internal sealed record EdgeLossRound(
    IReadOnlyList<EdgeOutcome> Outcomes, IReadOnlyList<string> Differences, IReadOnlyList<KilledCall> Recordings, int Recorded, IReadOnlyDictionary<string, TimeSpan> Ended,
    IReadOnlyDictionary<string, double> Processors);
