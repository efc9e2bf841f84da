namespace RtcCluster.Storage.Conversations;

/// <summary>A user's part in a conversation.</summary>
public sealed record ConversationMember
{
    /// <summary>The conversation's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>The user.</summary>
    public required string UserName { get; init; }

    /// <summary>The user sees what has a higher number: what was said before is not theirs.</summary>
    public long JoinedNumber { get; init; }

    /// <summary>The number of the last message when the user left; null for who takes part.</summary>
    public long? LeftNumber { get; init; }

    /// <summary>The user has read up to this number.</summary>
    public long ReadNumber { get; init; }

    /// <summary>The number of the last message that the user sees; 0 without one.</summary>
    public long LastNumber { get; init; }

    /// <summary>When that came; the order in which conversations are listed.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Messages of others that the user has not read.</summary>
    public int Unread { get; init; }

    /// <summary>False while there is nothing in it that this user may know of.</summary>
    public bool IsShown { get; init; }
}
