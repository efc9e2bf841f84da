using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Sharing;

/// <summary>Links by which recordings are shared. What they say is read at each request: a link that is revoked is dead on every node at once.</summary>
public interface IShareLinks
{
    /// <summary>Most links of one recording that can be opened at a time.</summary>
    const int MostOpen = 20;

    /// <summary>Wrong passwords after which a link is revoked.</summary>
    const int MostWrongPasswords = 20;

    /// <summary>Adds a link; false when its recording has <see cref="MostOpen"/> already.</summary>
    Task<bool> AddAsync(ShareLink link, CancellationToken ct = default);

    /// <summary>Lists links, the latest first.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="recordingId">The recording.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<ShareLink>> ListAsync(string tenantId, string recordingId, CancellationToken ct = default);

    /// <summary>Finds a link by its id.</summary>
    Task<ShareLink?> FindAsync(string tenantId, string id, CancellationToken ct = default);

    /// <summary>Finds a link by its secret.</summary>
    Task<ShareLink?> FindBySecretAsync(string secret, CancellationToken ct = default);

    /// <summary>Ends a link; false when it has been ended or is not there.</summary>
    Task<bool> RevokeAsync(string tenantId, string id, string by, DateTimeOffset at, CancellationToken ct = default);

    /// <summary>Counts a wrong password; the last one that is allowed revokes the link.</summary>
    Task WrongPasswordAsync(string id, DateTimeOffset at, CancellationToken ct = default);

    /// <summary>Counts a view, and keeps it and the line about it; false, and no line, when the link was revoked, expired or used up meanwhile.</summary>
    Task<bool> OpenAsync(ShareOpening opening, AuditRow line, CancellationToken ct = default);

    /// <summary>The link that a ticket was given for, while both are alive.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<ShareLink?> FindByTicketAsync(string ticket, DateTimeOffset now, CancellationToken ct = default);

    /// <summary>Lists who opened a link, the latest first, at most 500.</summary>
    Task<IReadOnlyList<ShareOpening>> ListOpeningsAsync(string tenantId, string linkId, CancellationToken ct = default);
}
