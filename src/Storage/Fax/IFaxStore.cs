namespace RtcCluster.Storage.Fax;

/// <summary>The faxes of users. Each call names the owner, <c>{tenant}/{name}</c>: what is somebody else's is not there.</summary>
public interface IFaxStore
{
    /// <summary>Adds a fax; false when it is there already, or was and is deleted.</summary>
    Task<bool> AddAsync(FaxMessage fax, CancellationToken ct = default);

    /// <summary>Finds a fax.</summary>
    Task<FaxMessage?> FindAsync(string owner, string id, CancellationToken ct = default);

    /// <summary>Finds a fax, also one that is deleted.</summary>
    Task<FaxMessage?> FindWithDeletedAsync(string owner, string id, CancellationToken ct = default);

    /// <summary>Whose a fax is, or was before it was deleted; null when there is none. For whoever has nothing but its pages.</summary>
    Task<string?> FindOwnerAsync(string tenant, string id, CancellationToken ct = default);

    /// <summary>Lists faxes, the latest first.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="direction">Only those of one direction; null for all.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Faxes per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<FaxMessage>> ListAsync(string owner, FaxDirection? direction = null, string? cursor = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Counts the faxes of a user, with what is left of deleted ones when that is asked for.</summary>
    Task<int> CountAsync(string owner, bool withDeleted = false, CancellationToken ct = default);

    /// <summary>Says whether a fax was looked at; false when there is none.</summary>
    Task<bool> MarkAsync(string owner, string id, bool seen, CancellationToken ct = default);

    /// <summary>Says how many pages there are, and whether some may still come.</summary>
    Task MeasuredAsync(string owner, string id, int pages, bool pending, CancellationToken ct = default);

    /// <summary>Says what became of a fax that is sent.</summary>
    Task TriedAsync(string owner, string id, FaxAttempt attempt, CancellationToken ct = default);

    /// <summary>Faxes of which some pages may still come.</summary>
    Task<IReadOnlyList<FaxMessage>> ListPendingAsync(string owner, CancellationToken ct = default);

    /// <summary>Faxes that are to be sent or are being sent, the one that is due first at the front.</summary>
    Task<IReadOnlyList<FaxMessage>> ListUnsentAsync(string owner, CancellationToken ct = default);

    /// <summary>Takes a fax away; its bytes are the caller's to delete. False when there was none.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="id">The fax.</param>
    /// <param name="at">When.</param>
    /// <param name="isHeld">Whether a legal case holds it: then what is left still tells who the other party was.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<bool> DeleteAsync(string owner, string id, DateTimeOffset at, bool isHeld = false, CancellationToken ct = default);

    /// <summary>Forgets a fax, also one that is deleted.</summary>
    Task PurgeAsync(string owner, string id, CancellationToken ct = default);

    /// <summary>Faxes that have been kept long enough, and what is left of deleted ones.</summary>
    Task<IReadOnlyList<FaxMessage>> ListExpiredAsync(string owner, DateTimeOffset now, CancellationToken ct = default);

    /// <summary>All of a user's, deleted ones too, by id: at most 500 that come after one.</summary>
    Task<IReadOnlyList<FaxMessage>> ListAllAsync(string owner, string after = "", CancellationToken ct = default);
}
