using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Grains.Rooms;

/// <summary>What can happen to a room.</summary>
internal abstract record ConferenceInput
{
    /// <summary>
    /// A call is at the door; <paramref name="Privileged"/> says that it is a supervisor's or an administrator's, <paramref name="Barred"/> that its caller has
    /// given too many wrong PINs.
    /// </summary>
    public sealed record Knocked(RoomEntry Entry, RoomSettings Settings, bool Privileged, bool Barred = false) : ConferenceInput;

    /// <summary>A call has left.</summary>
    public sealed record Left(CallId Call, long Ticket) : ConferenceInput;

    /// <summary>Somebody wants something.</summary>
    public sealed record Wished(RoomWish Wish, RoomActor By) : ConferenceInput;

    /// <summary>The edge that mixed is gone, and with it all who were in the room.</summary>
    public sealed record AnchorGone : ConferenceInput;

    /// <summary>The edge that mixes is to be left for another one, as one of the calls in the room was told.</summary>
    public sealed record AnchorLeaves(EdgeId From, EdgeId To, CallId Call) : ConferenceInput;

    /// <summary>What is wanted of the calls is said again: it may have been lost, and a call that is over may not have said so.</summary>
    public sealed record Refreshed : ConferenceInput;
}
