using RtcCluster.Storage.Contacts;

namespace RtcCluster.Storage.Google;

/// <summary>Accounts of Google, and which contacts of ours are theirs.</summary>
public interface IGoogleStore
{
    /// <summary>A user's account; null when none is connected.</summary>
    Task<GoogleAccount?> FindAsync(string tenantId, string user, CancellationToken ct = default);

    /// <summary>Makes (version 0) or changes an account; null when another was faster, otherwise the account with its next version.</summary>
    Task<GoogleAccount?> SaveAsync(GoogleAccount account, CancellationToken ct = default);

    /// <summary>As <see cref="SaveAsync"/>, and forgets in the same transaction which contacts are Google's: the account is another one now.</summary>
    Task<GoogleAccount?> ReplaceAsync(GoogleAccount account, CancellationToken ct = default);

    /// <summary>Forgets an account and its links; contacts stay.</summary>
    Task DeleteAsync(string tenantId, string user, CancellationToken ct = default);

    /// <summary>Forgets the tenant's directory and who is in it.</summary>
    Task DeleteDirectoryAsync(string tenantId, CancellationToken ct = default);

    /// <summary>Links by Google's names.</summary>
    Task<IReadOnlyList<GoogleLink>> FindLinksAsync(string tenantId, string user, IReadOnlyCollection<string> resourceNames, CancellationToken ct = default);

    /// <summary>Links by our contacts.</summary>
    Task<IReadOnlyList<GoogleLink>> FindLinksOfAsync(string tenantId, string user, IReadOnlyCollection<string> contacts, CancellationToken ct = default);

    /// <summary>Contacts of the user by id, deleted ones too.</summary>
    Task<IReadOnlyList<Contact>> FindContactsAsync(string tenantId, string user, IReadOnlyCollection<string> ids, CancellationToken ct = default);

    /// <summary>Links that a reading did not meet, but for those that we wrote at or after an instant.</summary>
    Task<IReadOnlyList<GoogleLink>> ListUnmetAsync(string tenantId, string user, string reading, DateTimeOffset writtenBefore, int limit, CancellationToken ct = default);

    /// <summary>Contacts that Google does not know as they are now: without a link, in another version than it, or deleted.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="user">The user.</param>
    /// <param name="pendingBefore">One that is being made is left alone unless that began before this instant; null: always.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<UntoldContact>> ListUntoldAsync(string tenantId, string user, DateTimeOffset? pendingBefore, int limit, CancellationToken ct = default);

    /// <summary>How many contacts are linked.</summary>
    Task<int> CountLinksAsync(string tenantId, string user, CancellationToken ct = default);

    /// <summary>Stores a step together with the account, which must still have the version that it names.</summary>
    Task<(GoogleStepResult Result, GoogleAccount Account)> ApplyAsync(GoogleAccount account, GoogleStep step, CancellationToken ct = default);
}
