using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Rooms;

/// <summary>What somebody wants of a room.</summary>
[GenerateSerializer, Immutable, Alias("rtc.RoomWish")]
public abstract record RoomWish;

/// <summary>A member is to be heard or not. What a moderator has muted only a moderator lets speak again.</summary>
/// <param name="Call">The member's call.</param>
/// <param name="Muted">Whether nobody hears it.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomMute")]
public sealed record RoomMute([property: Id(0)] CallId Call, [property: Id(1)] bool Muted) : RoomWish;

/// <summary>A member is to leave.</summary>
/// <param name="Call">The member's call.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomRemove")]
public sealed record RoomRemove([property: Id(0)] CallId Call) : RoomWish;

/// <summary>Nobody but moderators comes in any more, or everybody again. The last member takes the lock along.</summary>
/// <param name="Locked">Whether it is locked.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomLock")]
public sealed record RoomLock([property: Id(0)] bool Locked) : RoomWish;

/// <summary>Who wants it.</summary>
/// <param name="User">The user, when it is wanted at a desk.</param>
/// <param name="Call">The member's call, when it is wanted with the keys of a telephone.</param>
/// <param name="Privileged">True for supervisors and administrators, who need not be in the room.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomActor")]
public sealed record RoomActor([property: Id(0)] UserId? User, [property: Id(1)] CallId? Call = null, [property: Id(2)] bool Privileged = false);

/// <summary>What came of a wish.</summary>
[GenerateSerializer, Alias("rtc.RoomActStatus")]
public enum RoomActStatus
{
    /// <summary>It is so; also when it was so before.</summary>
    Done = 0,

    /// <summary>There is no such member.</summary>
    NotFound = 1,

    /// <summary>Who wants it is no moderator.</summary>
    Forbidden = 2,
}
