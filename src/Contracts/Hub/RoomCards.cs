namespace RtcCluster.Contracts.Hub;

/// <summary>Who is in a conference room now.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="Locked">Whether only moderators are let in.</param>
/// <param name="Members">Who is in it, the longest first.</param>
public sealed record RoomUpdate(string Room, bool Locked, RoomMemberCard[] Members);

/// <summary>A member of a conference room.</summary>
/// <param name="CallId">The member's call.</param>
/// <param name="Number">The member's number.</param>
/// <param name="Name">The name, when it is known. Not to be trusted as HTML.</param>
/// <param name="User">The user's name, when it is one of this company.</param>
/// <param name="Moderator">Whether the member may lock the room and mute others.</param>
/// <param name="Muted">Whether nobody hears the member.</param>
/// <param name="Since">When it came in (UTC).</param>
public sealed record RoomMemberCard(string CallId, string Number, string? Name, string? User, bool Moderator, bool Muted, DateTimeOffset Since);
