using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Http.Queues;

/// <summary>How an agent is a member.</summary>
public sealed record MemberChange
{
    /// <summary>Place among the members, lowest first.</summary>
    [Range(0, 1_000_000)]
    public int Order { get; init; }

    /// <summary>Chance under the strategy weightedRandom.</summary>
    [Range(1, 1_000)]
    public int Weight { get; init; } = 1;
}
