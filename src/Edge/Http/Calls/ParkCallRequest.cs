using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Http.Calls;

/// <summary>Parks a call.</summary>
internal sealed record ParkCallRequest
{
    /// <summary>The number of the slot; null for any that is free.</summary>
    [StringLength(32, MinimumLength = 1)]
    public string? Slot { get; init; }
}
