namespace RtcCluster.Storage.Contacts;

/// <summary>The contacts of users and tenants. Whoever asks says whose; those of others are not there.</summary>
public interface IContacts
{
    /// <summary>Finds a contact of one of the owners; null also when it was deleted.</summary>
    Task<Contact?> FindAsync(string tenantId, IReadOnlyList<string> owners, string id, CancellationToken ct = default);

    /// <summary>Lists contacts by name, one page at a time.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Contacts per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<Contact>> ListAsync(ContactQuery query, string? cursor = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Who has these numbers (E.164, or digits of an extension)? The contact of the first owner that has one; those that nobody has are missing.</summary>
    Task<IReadOnlyDictionary<string, Contact>> FindByNumbersAsync(string tenantId, IReadOnlyList<string> owners, IReadOnlyCollection<string> numbers, CancellationToken ct = default);

    /// <summary>Contacts of one owner that share a number or an e-mail address with any of the cards, the oldest first.</summary>
    Task<IReadOnlyList<Contact>> FindLikeAsync(string tenantId, string owner, IReadOnlyList<ContactCard> cards, CancellationToken ct = default);

    /// <summary>How many contacts an owner has.</summary>
    Task<int> CountAsync(string tenantId, string owner, CancellationToken ct = default);

    /// <summary>Groups of the owners' contacts by name.</summary>
    Task<IReadOnlyList<ContactGroup>> ListGroupsAsync(string tenantId, IReadOnlyList<string> owners, CancellationToken ct = default);

    /// <summary>What a contact said before, the latest first.</summary>
    Task<IReadOnlyList<ContactVersion>> ListVersionsAsync(string id, CancellationToken ct = default);

    /// <summary>Proposals of what to merge: contacts of one owner with the same number, address or name.</summary>
    Task<IReadOnlyList<ContactDuplicates>> ListDuplicatesAsync(string tenantId, string owner, int limit = 50, CancellationToken ct = default);

    /// <summary>Which of these are a user's favourites.</summary>
    Task<IReadOnlySet<string>> FavoritesAsync(string tenantId, string user, IReadOnlyCollection<string> ids, CancellationToken ct = default);

    /// <summary>What was changed or deleted at or after an instant, the earliest first, deleted ones too: for who keeps a copy.</summary>
    Task<IReadOnlyList<Contact>> ListChangesAsync(string tenantId, string owner, DateTimeOffset since, int limit = 500, CancellationToken ct = default);
}
