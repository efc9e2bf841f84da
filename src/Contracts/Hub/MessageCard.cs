namespace RtcCluster.Contracts.Hub;

/// <summary>A message of a conversation.</summary>
/// <param name="Conversation">The conversation as the reader calls it: <c>@</c> and the other's name, or a group's id.</param>
/// <param name="Number">Its place in the conversation: it grows, and some may be missing.</param>
/// <param name="Sender">The user who wrote it.</param>
/// <param name="ClientId">The sender's name for it.</param>
/// <param name="Text">What it says; plain text.</param>
/// <param name="At">When it was stored (UTC).</param>
/// <param name="HasSound">Whether a sound goes with it: <c>GET /api/v1/conversations/{conversation}/messages/{number}/audio</c>.</param>
/// <param name="Broadcast">The broadcast that it came by; null for one that was written to this conversation alone.</param>
[GenerateSerializer, Immutable, Alias("rtc.MessageCard")]
public sealed record MessageCard(
    [property: Id(0)] string Conversation,
    [property: Id(1)] long Number,
    [property: Id(2)] string Sender,
    [property: Id(3)] string ClientId,
    [property: Id(4)] string Text,
    [property: Id(5)] DateTimeOffset At,
    [property: Id(6)] bool HasSound = false,
    [property: Id(7)] string? Broadcast = null);
