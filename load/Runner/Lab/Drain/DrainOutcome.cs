namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary>What became of one call.</summary>
/// <param name="Calls">Its id; of a conference those of all members.</param>
/// <param name="State">What it did.</param>
/// <param name="Lost">Why it was lost; null when it lived.</param>
/// <param name="Gap">The longest time without sound that any of its parties had.</param>
internal sealed record DrainOutcome(IReadOnlyList<string> Calls, DrainState State, string? Lost, TimeSpan Gap);
