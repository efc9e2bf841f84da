using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Rooms;

/// <summary>A call at a room's door.</summary>
/// <param name="Call">The call.</param>
/// <param name="Leg">The leg in it.</param>
/// <param name="Caller">Who it is.</param>
/// <param name="Anchor">The edge that carries the call's media; the first one's becomes the room's.</param>
/// <param name="Ticket">What the room said the first time; 0 the first time.</param>
/// <param name="Pin">The digits that were pressed; null when nobody was asked yet.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomEntry")]
public sealed record RoomEntry(
    [property: Id(0)] CallId Call,
    [property: Id(1)] LegId Leg,
    [property: Id(2)] Party Caller,
    [property: Id(3)] EdgeId Anchor,
    [property: Id(4)] long Ticket = 0,
    [property: Id(5)] string? Pin = null)
{
    /// <summary>Leaves the PIN out.</summary>
    public override string ToString() => $"{nameof(RoomEntry)} {{ {Call}, {Leg}, {Ticket} }}";
}

/// <summary>What a room answers to a call at its door.</summary>
[GenerateSerializer, Alias("rtc.RoomEntryStatus")]
public enum RoomEntryStatus
{
    /// <summary>The call is in.</summary>
    Entered = 0,

    /// <summary>The caller is to be asked for the PIN.</summary>
    PinNeeded = 1,

    /// <summary>It is not the PIN.</summary>
    WrongPin = 2,

    /// <summary>A moderator has locked the room.</summary>
    Locked = 3,

    /// <summary>There is no place left.</summary>
    Full = 4,

    /// <summary>The call was taken out of the room, or has never been at its door.</summary>
    Unknown = 5,

    /// <summary>The room cannot be asked at present; made by the call.</summary>
    Unavailable = 6,

    /// <summary>The caller has given too many wrong PINs and is asked no more for a while.</summary>
    Barred = 7,
}

/// <summary>What came of a call at a room's door.</summary>
/// <param name="Status">Whether it is in.</param>
/// <param name="Ticket">Names this stay in everything that is said of it.</param>
/// <param name="Anchor">The edge that mixes.</param>
/// <param name="IsModerator">Whether the member may lock the room and mute others.</param>
/// <param name="Tones">Whether the others hear a tone.</param>
/// <param name="Language">The language that the caller is spoken to in (BCP 47).</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomReceipt")]
public sealed record RoomReceipt(
    [property: Id(0)] RoomEntryStatus Status,
    [property: Id(1)] long Ticket = 0,
    [property: Id(2)] EdgeId Anchor = default,
    [property: Id(3)] bool IsModerator = false,
    [property: Id(4)] bool Tones = true,
    [property: Id(5)] string Language = "");
