using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Conversations;

namespace RtcCluster.Edge.Http.Conversations;

/// <summary>A conversation as the signed-in user sees it.</summary>
/// <param name="Id"><c>@</c> and the other's name, or the id of a group.</param>
/// <param name="Name">What a group is called; empty for two users.</param>
/// <param name="Owner">The user who changes a group; empty for two users.</param>
/// <param name="ReadNumber">The user has read up to this number.</param>
/// <param name="Unread">Messages of others that the user has not read.</param>
/// <param name="LastAt">When something was last said (UTC).</param>
/// <param name="Last">The last message; null without one.</param>
internal sealed record ConversationModel(string Id, string Name, string Owner, long ReadNumber, int Unread, DateTimeOffset LastAt, MessageCard? Last)
{
    public static ConversationModel Of(ConversationView view)
    {
        var (conversation, member, last) = view;
        var id = new ConversationId(new TenantId(conversation.TenantId), conversation.Id);
        return new(id.NameFor(member.UserName), conversation.Name, conversation.Owner, member.ReadNumber, member.Unread, member.LastAt, last is null ? null : CardOf(id, last, member.UserName));
    }

    public static MessageCard CardOf(ConversationId id, ChatMessage message, string reader) =>
        new(id.NameFor(reader), message.Number, message.Sender, message.ClientId, message.Text, message.At, message.Prompt is not null, message.BroadcastId);
}

/// <summary>A conversation with who takes part.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Members">Names of users.</param>
internal sealed record ConversationDetail(ConversationModel Conversation, IReadOnlyList<string> Members);

/// <summary>A group as it shall be.</summary>
public sealed record GroupChange
{
    /// <summary>What it is called.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>Names of users; its owner is in it anyway.</summary>
    [MaxLength(GroupSettings.MostMembers)]
    public IReadOnlyList<string> Members { get; init; } = [];
}

/// <summary>A message to be sent.</summary>
public sealed record MessageRequest
{
    /// <summary>Made by the client for each message: 8 to 64 letters, digits and dashes. Sent again it is the same message.</summary>
    [Required, RegularExpression("^[A-Za-z0-9-]{8,64}$")]
    public required string ClientId { get; init; }

    /// <summary>What it says; plain text.</summary>
    [Required, StringLength(ChatMessage.LongestText, MinimumLength = 1)]
    public required string Text { get; init; }
}

/// <summary>How far somebody has read.</summary>
/// <param name="Number">The number of the last message that was read.</param>
public sealed record ReadRequest([property: Range(0, long.MaxValue)] long Number);
