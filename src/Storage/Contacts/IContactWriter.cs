using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Contacts;

/// <summary>Changes of contacts. Whoever calls has checked that the owner's contacts are theirs to change.</summary>
public interface IContactWriter
{
    /// <summary>Contacts that a user or a tenant may have.</summary>
    const int MostInBook = 100_000;

    /// <summary>Makes or changes a contact; what it said before is kept as a version.</summary>
    /// <param name="contact">The contact with its id; a version of 0 makes it.</param>
    /// <param name="source">What brings the fields that are new: <c>user</c> or <c>import</c>.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<SaveResult> SaveAsync(Contact contact, string source, CancellationToken ct = default);

    /// <summary>Makes or changes several of one owner in one transaction, none of them when one cannot be: what an import saves at a time.</summary>
    Task<SaveResult> SaveAllAsync(IReadOnlyList<Contact> contacts, string source, CancellationToken ct = default);

    /// <summary>Deletes a contact with what it said before; false when there is none.</summary>
    Task<bool> DeleteAsync(string tenantId, string owner, string id, string by, CancellationToken ct = default);

    /// <summary>Lets a contact say again what it said in a version; what was merged into it since comes back.</summary>
    Task<SaveResult> RestoreAsync(string tenantId, string owner, string id, int version, string by, CancellationToken ct = default);

    /// <summary>Merges the second into the first, as both were when somebody saw them.</summary>
    Task<SaveResult> MergeAsync(Contact first, Contact second, string by, CancellationToken ct = default);

    /// <summary>Makes a contact a user's favourite, or no longer.</summary>
    Task SetFavoriteAsync(string tenantId, string user, string id, bool isFavorite, CancellationToken ct = default);
}
