namespace RtcCluster.Storage.Broadcasts;

/// <summary>A message to everybody on a list, and how far it is.</summary>
public sealed record Broadcast
{
    /// <summary>The broadcast's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Its id within the tenant.</summary>
    public required string Id { get; init; }

    /// <summary>The list.</summary>
    public required string ListId { get; init; }

    /// <summary>The user who sends it.</summary>
    public required string Sender { get; init; }

    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <summary>A prompt of the tenant that goes with it; null without.</summary>
    public string? Prompt { get; init; }

    /// <summary>How far it is.</summary>
    public BroadcastState State { get; init; }

    /// <summary>The name of the last member who was served; empty before the first.</summary>
    public string Cursor { get; init; } = "";

    /// <summary>Members when it was begun.</summary>
    public int Total { get; init; }

    /// <summary>Members who have it.</summary>
    public int Delivered { get; init; }

    /// <summary>Members who have blocked the sender, and do not have it.</summary>
    public int Blocked { get; init; }

    /// <summary>Members who are no users any more, or may not sign in; the sender too.</summary>
    public int Gone { get; init; }

    /// <summary>When it was begun (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the last member was served; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
