namespace RtcCluster.Contracts.Hub;

/// <summary>What is new in the conversations of the signed-in user.</summary>
/// <param name="Messages">Messages that came, of each conversation in the order of their numbers; the own ones of other pages too.</param>
/// <param name="Conversations">Conversations that are otherwise than before: read on another page, other members, closed.</param>
/// <param name="Broadcasts">How far the user's broadcasts are.</param>
/// <param name="Missed">True when something may not have been told: ask for all that came after what is known.</param>
public sealed record InboxUpdate(MessageCard[] Messages, string[] Conversations, BroadcastCard[] Broadcasts, bool Missed = false);
