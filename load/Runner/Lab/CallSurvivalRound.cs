namespace RtcCluster.Load.Runner.Lab;

/// <summary>One cluster, one fault.</summary>
/// <param name="Killed">Who was killed.</param>
/// <param name="Outcomes">What became of each call.</param>
/// <param name="Differences">Where the call log tells something else than the parties; empty when it does not.</param>
internal sealed record CallSurvivalRound(string Killed, IReadOnlyList<LabOutcome> Outcomes, IReadOnlyList<string> Differences)
{
    /// <summary>Whether nothing was lost, so that nobody need look at the logs.</summary>
    public bool IsClean => Differences.Count == 0 && Outcomes.All(static outcome => outcome is { Lost: null, Missing: 0 });
}
