namespace RtcCluster.Storage.Voicemail;

/// <summary>The messages of voicemail boxes. Each call names the owner, <c>{tenant}/{name}</c>: what is somebody else's is not there.</summary>
public interface IVoicemailStore
{
    /// <summary>Puts a message into its box; false when it is there already, or was and is deleted.</summary>
    Task<bool> AddAsync(VoicemailMessage message, CancellationToken ct = default);

    /// <summary>Finds a message.</summary>
    Task<VoicemailMessage?> FindAsync(string owner, string id, CancellationToken ct = default);

    /// <summary>Finds a message, also one that is deleted.</summary>
    Task<VoicemailMessage?> FindWithDeletedAsync(string owner, string id, CancellationToken ct = default);

    /// <summary>Whose a message is, or was before it was deleted; null when there is none. For whoever has nothing but its sound.</summary>
    Task<string?> FindOwnerAsync(string tenant, string id, CancellationToken ct = default);

    /// <summary>Lists messages, the latest first.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="heard">Only those that were heard, or that were not; null for all.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Messages per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<VoicemailMessage>> ListAsync(string owner, bool? heard = null, string? cursor = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Counts the messages of a box.</summary>
    Task<VoicemailCounts> CountAsync(string owner, CancellationToken ct = default);

    /// <summary>Says whether a message was heard; false when there is none.</summary>
    Task<bool> MarkAsync(string owner, string id, bool heard, CancellationToken ct = default);

    /// <summary>Says how long a message is, and whether some of its sound may still come.</summary>
    Task MeasuredAsync(string owner, string id, long durationMilliseconds, bool pending, CancellationToken ct = default);

    /// <summary>Messages of a box of which some sound may still come.</summary>
    Task<IReadOnlyList<VoicemailMessage>> ListPendingAsync(string owner, CancellationToken ct = default);

    /// <summary>Takes a message out of its box; its bytes are the caller's to delete. False when there was none.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="id">The message.</param>
    /// <param name="at">When.</param>
    /// <param name="isHeld">Whether a legal case holds it: then who called stays known to the store.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<bool> DeleteAsync(string owner, string id, DateTimeOffset at, bool isHeld = false, CancellationToken ct = default);

    /// <summary>Forgets a message, in its box or deleted.</summary>
    Task PurgeAsync(string owner, string id, CancellationToken ct = default);

    /// <summary>Messages of a box that have been kept long enough, and what is left of deleted ones.</summary>
    Task<IReadOnlyList<VoicemailMessage>> ListExpiredAsync(string owner, DateTimeOffset now, CancellationToken ct = default);

    /// <summary>Messages of a box whose e-mail waits, the one that is due first at the front.</summary>
    Task<IReadOnlyList<VoicemailMessage>> ListMailAsync(string owner, CancellationToken ct = default);

    /// <summary>Says what became of a message's e-mail.</summary>
    Task SetMailAsync(string owner, string id, VoicemailMail mail, int attempts, DateTimeOffset? due, CancellationToken ct = default);

    /// <summary>All of a user's, deleted ones too, by id: at most 500 that come after one.</summary>
    Task<IReadOnlyList<VoicemailMessage>> ListAllAsync(string owner, string after = "", CancellationToken ct = default);
}
