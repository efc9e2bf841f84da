using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Edge.Http.Rooms;

/// <summary>A conference room and who is in it.</summary>
/// <param name="Room">Its name.</param>
/// <param name="Name">Shown to people.</param>
/// <param name="AsksPin">Whether callers are asked for a PIN.</param>
/// <param name="Pin">The PIN of members; administrators only.</param>
/// <param name="ModeratorPin">The PIN of moderators; administrators only.</param>
/// <param name="MaxMembers">How many may be in it.</param>
/// <param name="Tones">Whether members hear a tone when somebody comes or goes.</param>
/// <param name="Language">The language that callers are spoken to in.</param>
/// <param name="Version">The version of the settings, 0 for a room that nobody has set up; give it back when saving, and nobody else's change is lost.</param>
/// <param name="Locked">Whether only moderators are let in now.</param>
/// <param name="Members">Who is in it, the longest first.</param>
internal sealed record RoomModel(
    string Room,
    string Name,
    bool AsksPin,
    string? Pin,
    string? ModeratorPin,
    int MaxMembers,
    bool Tones,
    string Language,
    int Version,
    bool Locked,
    IReadOnlyList<RoomMemberModel> Members)
{
    /// <summary>The room as its caller may see it.</summary>
    public static RoomModel Of(RoomView view, bool withPins) => new(
        view.Room.Name,
        view.Settings.Name,
        view.Settings.Pin is not null || view.Settings.ModeratorPin is not null,
        withPins ? view.Settings.Pin : null,
        withPins ? view.Settings.ModeratorPin : null,
        view.Settings.MaxMembers,
        view.Settings.Tones,
        view.Settings.Language,
        view.Version,
        view.Locked,
        [.. view.Members.Select(RoomMemberModel.Of)]);
}

/// <summary>A member of a room.</summary>
/// <param name="Call">The member's call.</param>
/// <param name="Number">The member's number.</param>
/// <param name="Name">The name, when it is known.</param>
/// <param name="Moderator">Whether the member may lock the room and mute others.</param>
/// <param name="Muted">Whether nobody hears the member.</param>
/// <param name="Since">When it came in (UTC).</param>
internal sealed record RoomMemberModel(string Call, string Number, string? Name, bool Moderator, bool Muted, DateTimeOffset Since)
{
    /// <summary>The member as others see it.</summary>
    public static RoomMemberModel Of(RoomMember member) =>
        new(member.Call.Name, member.Who.Number, member.Who.Name, member.IsModerator, member.IsMuted, member.Since);
}

/// <summary>Whether a member is heard.</summary>
/// <param name="Muted">True: nobody hears the member.</param>
internal sealed record RoomMemberChange(bool Muted);

/// <summary>Whether a room is locked.</summary>
/// <param name="Locked">True: only moderators are let in.</param>
internal sealed record RoomLockChange(bool Locked);
