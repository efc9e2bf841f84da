using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Edge.Http.Conversations;

/// <summary>How a group is called.</summary>
/// <param name="Own">True: the caller's own devices ring as well. False for a page that dials what the answer names.</param>
public sealed record GroupCallRequest(bool Own = true);

/// <summary>A group is being called.</summary>
/// <param name="To">What a member dials to come into the call.</param>
/// <param name="Others">Members who are not in it. Whether one of them has blocked the caller is not told.</param>
internal sealed record GroupCallStarted(string To, int Others);

/// <summary>The call of a group.</summary>
/// <param name="To">What a member dials to come into it.</param>
/// <param name="Members">Who is in it, the longest first; nobody when there is none.</param>
internal sealed record GroupCallModel(string To, IReadOnlyList<GroupCallMember> Members)
{
    public static GroupCallModel Of(RoomView view) =>
        new(view.Room.Name, [.. view.Members.Select(member => new GroupCallMember(member.Who.User?.Name, member.Who.Name, member.Since))]);
}

/// <summary>Somebody in the call of a group.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Name">What the user is called.</param>
/// <param name="Since">When the user came in (UTC).</param>
internal sealed record GroupCallMember(string? User, string? Name, DateTimeOffset Since);
