namespace RtcCluster.Storage.Conversations;

/// <summary>Conversations of a tenant's users. Whoever reads says for which user; what that user may not know of is not there.</summary>
public interface IConversations
{
    /// <summary>Users whom one may block, at most.</summary>
    const int MostBlocked = 1_000;

    /// <summary>Stores a message under the next number of its conversation, or finds it: a sender's name for a message is used once in a conversation.</summary>
    /// <param name="message">The message; its number is given here.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<AddedMessage> AddAsync(ChatMessage message, CancellationToken ct = default);

    /// <summary>A conversation with its members of now; null when there is none, or it is closed.</summary>
    Task<(Conversation Conversation, IReadOnlyList<string> Members)?> FindAsync(string tenantId, string id, CancellationToken ct = default);

    /// <summary>Makes a group, or gives it another name and other members; who is new sees what is said from now on.</summary>
    Task SaveGroupAsync(Conversation group, IReadOnlyList<string> members, CancellationToken ct = default);

    /// <summary>A user takes part in a group no longer; false when the user did not.</summary>
    Task<bool> LeaveAsync(string tenantId, string id, string user, CancellationToken ct = default);

    /// <summary>Closes a group: nobody takes part any more. What was said is kept as long as the tenant's rules say.</summary>
    Task CloseAsync(string tenantId, string id, DateTimeOffset at, CancellationToken ct = default);

    /// <summary>A user's conversation; null when it is not theirs to see.</summary>
    Task<ConversationView?> FindOfAsync(string tenantId, string user, string id, CancellationToken ct = default);

    /// <summary>A user's conversations, the one in which something was said last at the front.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="user">The user.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Conversations per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<ConversationView>> ListAsync(string tenantId, string user, string? cursor = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Messages of a conversation that a user sees, by number; null when the conversation is not theirs to see.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="user">The user.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="after">Those with a higher number, the lowest of them; null for the last ones.</param>
    /// <param name="before">Those with a lower number, the highest of them; null for no such bound.</param>
    /// <param name="limit">Messages, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<ChatMessage>?> ListMessagesAsync(string tenantId, string user, string id, long? after, long? before, int limit, CancellationToken ct = default);

    /// <summary>A user has read up to a number. False when the conversation is not theirs to see.</summary>
    Task<bool> ReadAsync(string tenantId, string user, string id, long number, CancellationToken ct = default);

    /// <summary>Whom a user has blocked, by name.</summary>
    Task<IReadOnlyList<string>> ListBlockedAsync(string tenantId, string user, CancellationToken ct = default);

    /// <summary>Whether a user wants no messages of another.</summary>
    Task<bool> IsBlockedAsync(string tenantId, string user, string sender, CancellationToken ct = default);

    /// <summary>A user wants no messages of another, or wants them again. False when the list is full.</summary>
    Task<bool> SetBlockedAsync(string tenantId, string user, string other, bool isBlocked, CancellationToken ct = default);
}
