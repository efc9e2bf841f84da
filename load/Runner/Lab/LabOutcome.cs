namespace RtcCluster.Load.Runner.Lab;

/// <summary>What became of one call, as its agents saw it.</summary>
/// <param name="Call">Its id; empty when dialling failed.</param>
/// <param name="State">Where the fault met it.</param>
/// <param name="Lost">Why it was lost; null when it lived.</param>
/// <param name="Action">From the fault to the effect of the next action at both ends.</param>
/// <param name="Refusals">Times that the action was refused before it was taken.</param>
/// <param name="Spoken">Packets that count, both directions, across the fault.</param>
/// <param name="Missing">Packets of them that were not heard.</param>
/// <param name="HungUpAt">When an agent hung up (UTC).</param>
/// <param name="Others">Other calls that belong to it: a consultation, the other members of a conference.</param>
internal sealed record LabOutcome(
    string Call, LabState State, string? Lost, TimeSpan Action, int Refusals, long Spoken, long Missing, DateTimeOffset HungUpAt, IReadOnlyList<string> Others)
{
    /// <summary>The longest that a packet that counts took from mouth to ear; of a mix, whose packets are nobody's, it is not known.</summary>
    public TimeSpan Latest { get; init; }
}
