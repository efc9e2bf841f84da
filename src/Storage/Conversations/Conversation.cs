namespace RtcCluster.Storage.Conversations;

/// <summary>What users write to each other: two of them, or a group.</summary>
public sealed record Conversation
{
    /// <summary>The conversation's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Its id within the tenant: of two users their names with a plus sign between, of a group one without.</summary>
    public required string Id { get; init; }

    /// <summary>What a group is called; empty for two users.</summary>
    public string Name { get; init; } = "";

    /// <summary>The user who made a group and changes it; empty for two users.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The number of the last message; 0 before the first.</summary>
    public long LastNumber { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its owner closed a group: nobody is in it since; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}
