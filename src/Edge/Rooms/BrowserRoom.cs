using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Edge.Hub;

namespace RtcCluster.Edge.Rooms;

/// <summary>A browser that watches a conference room.</summary>
/// <param name="Device">The browser.</param>
/// <param name="Member">Its user, who is told only while they are in the room; null for a supervisor, who always is.</param>
internal sealed record BrowserRoom(PhoneDevice Device, UserId? Member) : IRoomWatcher
{
    /// <summary>Whether a user is in a room.</summary>
    public static bool IsIn(RoomNews news, UserId user) => news.Members.Any(member => member.Who.User == user);

    /// <summary>The room as browsers see it.</summary>
    public static RoomUpdate Of(RoomNews news) => new(
        news.Room.Name,
        news.Locked,
        [.. news.Members.Select(member => new RoomMemberCard(
            member.Call.Name, member.Who.Number, member.Who.Name, member.Who.User?.Name, member.IsModerator, member.IsMuted, member.Since))]);

    /// <inheritdoc/>
    public void Changed(RoomNews news)
    {
        if (Member is not { } user || IsIn(news, user))
        {
            Device.Tell(client => client.RoomsChanged([Of(news)]));
        }
    }
}
