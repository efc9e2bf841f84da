using System.Net;

namespace RtcCluster.Storage.Directory;

/// <summary>Reads of the directory, for grains and edges. Null means that there is none; everything is read from the database at each call.</summary>
public interface IDirectory
{
    /// <summary>Finds a tenant by its id.</summary>
    Task<Tenant?> FindTenantAsync(string tenantId, CancellationToken ct = default);

    /// <summary>Finds the tenant of a SIP domain or digest realm, whatever its case.</summary>
    Task<Tenant?> FindTenantByRealmAsync(string realm, CancellationToken ct = default);

    /// <summary>Lists the tenants of the cluster by id.</summary>
    Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken ct = default);

    /// <summary>Finds a user by name.</summary>
    Task<DirectoryUser?> FindUserAsync(string tenantId, string name, CancellationToken ct = default);

    /// <summary>Finds the user of an extension.</summary>
    Task<DirectoryUser?> FindUserByExtensionAsync(string tenantId, string extension, CancellationToken ct = default);

    /// <summary>Finds the users of a tenant who have one of these names, in no order; who is not there is left out.</summary>
    Task<IReadOnlyList<DirectoryUser>> FindUsersAsync(string tenantId, IReadOnlyCollection<string> names, CancellationToken ct = default);

    /// <summary>Finds the users of a tenant who have one of these extensions, in no order.</summary>
    Task<IReadOnlyList<DirectoryUser>> FindUsersByExtensionsAsync(string tenantId, IReadOnlyCollection<string> extensions, CancellationToken ct = default);

    /// <summary>Finds the user who signs in with an e-mail address, whatever its case and of whatever tenant.</summary>
    Task<DirectoryUser?> FindUserByEmailAsync(string email, CancellationToken ct = default);

    /// <summary>The name of a tenant's enabled administrator, where there is but one: they are kept (<see cref="LastAdministrator"/>). Null where there are more.</summary>
    Task<string?> FindOnlyAdministratorAsync(string tenantId, CancellationToken ct = default);

    /// <summary>Lists users by name, one page at a time.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="search">Part of the name, display name, address or extension, whatever its case; null for all.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Users per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<DirectoryUser>> ListUsersAsync(string tenantId, string? search = null, string? cursor = null, int limit = 100, CancellationToken ct = default);

    /// <summary>Finds a SIP account with its digests; null also when its user is disabled or the digests cannot be decrypted.</summary>
    Task<SipAccount?> FindSipAccountAsync(string realm, string username, CancellationToken ct = default);

    /// <summary>Finds the line that a number reaches: the exact number, else the trunk-out line with the longest matching prefix.</summary>
    Task<Line?> FindLineAsync(string tenantId, string number, CancellationToken ct = default);

    /// <summary>Lists the trunk-out lines that a number falls under, whether enabled or not, by number: every pattern that matches it.</summary>
    Task<IReadOnlyList<Line>> ListLinesOutAsync(string tenantId, string number, CancellationToken ct = default);

    /// <summary>Lists the lines of a tenant by number.</summary>
    Task<IReadOnlyList<Line>> ListLinesAsync(string tenantId, CancellationToken ct = default);

    /// <summary>Finds a trunk by name.</summary>
    Task<Trunk?> FindTrunkAsync(string tenantId, string name, CancellationToken ct = default);

    /// <summary>Finds the enabled trunk, of whatever tenant, that accepts calls from an address; the smallest network wins.</summary>
    Task<Trunk?> FindTrunkByAddressAsync(IPAddress address, CancellationToken ct = default);

    /// <summary>Lists the trunks of a tenant by name.</summary>
    Task<IReadOnlyList<Trunk>> ListTrunksAsync(string tenantId, CancellationToken ct = default);

    /// <summary>Finds a document of an administrator: the version in force.</summary>
    Task<Document?> FindDocumentAsync(string tenantId, string kind, string name, CancellationToken ct = default);

    /// <summary>Lists the documents of a kind by name.</summary>
    Task<IReadOnlyList<Document>> ListDocumentsAsync(string tenantId, string kind, CancellationToken ct = default);

    /// <summary>Lists the versions that a document had, the newest first; those of a deleted one too. At most 200 are kept.</summary>
    Task<IReadOnlyList<Document>> ListDocumentVersionsAsync(string tenantId, string kind, string name, CancellationToken ct = default);

    /// <summary>Decrypts the password of a trunk; null when it has none or it cannot be decrypted.</summary>
    Task<string?> FindTrunkPasswordAsync(string tenantId, string name, CancellationToken ct = default);
}
