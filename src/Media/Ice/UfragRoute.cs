using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Ice;

/// <summary>Whose packet it is.</summary>
/// <param name="Status">Routed, or why it is dropped.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Slot">The leg; <see cref="ShardSlot.None"/> when it is dropped.</param>
/// <param name="Stun">Why a STUN message was refused.</param>
public readonly record struct UfragRoute(RouteStatus Status, PacketKind Kind, ShardSlot Slot, StunStatus Stun = StunStatus.Ok);
