namespace RtcCluster.Storage.Conversations;

/// <summary>A message as it is stored.</summary>
/// <param name="Message">The message with its number.</param>
/// <param name="IsNew">False when it was there already.</param>
public sealed record AddedMessage(ChatMessage Message, bool IsNew);
