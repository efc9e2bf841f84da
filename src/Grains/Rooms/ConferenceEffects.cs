using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Grains.Rooms;

/// <summary>What a turn of a room wants beside the changed state.</summary>
/// <param name="Save">True when the state has to be written before anybody is told.</param>
/// <param name="Tells">What calls are told, in order; each may come twice.</param>
/// <param name="Receipt">The answer to a call at the door.</param>
/// <param name="Status">The answer to a wish.</param>
internal sealed record ConferenceEffects(bool Save, IReadOnlyList<RoomTell> Tells, RoomReceipt? Receipt = null, RoomActStatus Status = RoomActStatus.Done);

/// <summary>A message to a call that is in the room.</summary>
/// <param name="Call">The call.</param>
/// <param name="Ticket">Which stay.</param>
/// <param name="Order">What is wanted of it.</param>
internal sealed record RoomTell(CallId Call, long Ticket, RoomOrder Order);
