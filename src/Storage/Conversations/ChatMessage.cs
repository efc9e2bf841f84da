namespace RtcCluster.Storage.Conversations;

/// <summary>A message of a conversation.</summary>
public sealed record ChatMessage
{
    /// <summary>Longest text, in UTF-16 code units.</summary>
    public const int LongestText = 4_000;

    /// <summary>Its id, unique on the cluster.</summary>
    public required string Id { get; init; }

    /// <summary>The message's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Its place in the conversation, from 1 on; given by the store.</summary>
    public long Number { get; init; }

    /// <summary>The user who wrote it.</summary>
    public required string Sender { get; init; }

    /// <summary>The sender's name for it: what is sent again under the same name is the same message.</summary>
    public required string ClientId { get; init; }

    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <summary>A prompt of the tenant that goes with it; null without.</summary>
    public string? Prompt { get; init; }

    /// <summary>The broadcast that it came by; null for one that a person wrote to this conversation alone.</summary>
    public string? BroadcastId { get; init; }

    /// <summary>When it was stored (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True when the other one has blocked the sender, who alone sees it then.</summary>
    public bool IsBlocked { get; init; }
}
