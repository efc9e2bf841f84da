namespace RtcCluster.Storage.Conversations;

/// <summary>A conversation as one of its members sees it.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Member">The member.</param>
/// <param name="Last">The last message that the member sees; null without one, and when it has been erased.</param>
public sealed record ConversationView(Conversation Conversation, ConversationMember Member, ChatMessage? Last);
