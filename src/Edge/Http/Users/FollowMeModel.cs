using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Http.Users;

/// <summary>A number that is rung for a user whose own devices did not take a call.</summary>
public sealed record FollowMeModel
{
    /// <summary>An extension or a number outside.</summary>
    [StringLength(32)]
    public required string Number { get; init; }

    /// <summary>Seconds that it rings.</summary>
    [Range(5, 60)]
    public int Seconds { get; init; } = 20;
}
