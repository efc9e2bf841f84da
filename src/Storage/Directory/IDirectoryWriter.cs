namespace RtcCluster.Storage.Directory;

/// <summary>
/// Writes of the directory, for the grain that owns the noun. Every write names the version that it changes (0 makes a new one), so
/// that of two who changed the same thing the second is told.
/// </summary>
public interface IDirectoryWriter
{
    /// <summary>Makes or changes a tenant.</summary>
    Task<SaveResult> SaveTenantAsync(Tenant tenant, CancellationToken ct = default);

    /// <summary>Makes or changes a user, and the SIP account with it when a password is given.</summary>
    /// <param name="user">The user as it shall be.</param>
    /// <param name="password">
    /// New password for web and SIP alike; null keeps the old one. A change of the extension needs it, because the SIP digest is made of both.
    /// </param>
    /// <param name="ct">Ends the wait.</param>
    Task<SaveResult> SaveUserAsync(DirectoryUser user, string? password = null, CancellationToken ct = default);

    /// <summary>Sets a user's password for web and SIP alike and invalidates older sign-ins by a new security stamp.</summary>
    Task<SaveResult> SetPasswordAsync(string tenantId, string name, string password, CancellationToken ct = default);

    /// <summary>Deletes a user with SIP account and sign-in sessions; the call log keeps the name. Saved also when there was none.</summary>
    Task<SaveResult> DeleteUserAsync(string tenantId, string name, CancellationToken ct = default);

    /// <summary>Makes or changes a line.</summary>
    Task<SaveResult> SaveLineAsync(Line line, CancellationToken ct = default);

    /// <summary>Deletes a line if it still has this version.</summary>
    Task<SaveResult> DeleteLineAsync(string tenantId, string number, int version, CancellationToken ct = default);

    /// <summary>Makes or changes a trunk.</summary>
    /// <param name="trunk">The trunk as it shall be.</param>
    /// <param name="password">New password; null keeps the old one, an empty text removes it.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<SaveResult> SaveTrunkAsync(Trunk trunk, string? password = null, CancellationToken ct = default);

    /// <summary>Makes or changes a document; its content is the caller's to check. The version saved is in the result.</summary>
    Task<SaveResult> SaveDocumentAsync(Document document, CancellationToken ct = default);

    /// <summary>Deletes a document if it still has this version; its versions stay listed.</summary>
    Task<SaveResult> DeleteDocumentAsync(string tenantId, string kind, string name, int version, CancellationToken ct = default);

    /// <summary>Deletes a trunk if it still has this version.</summary>
    Task<SaveResult> DeleteTrunkAsync(string tenantId, string name, int version, CancellationToken ct = default);
}
