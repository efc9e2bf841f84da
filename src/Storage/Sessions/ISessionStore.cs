using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Sessions;

/// <summary>The sign-in sessions of users.</summary>
public interface ISessionStore
{
    /// <summary>Makes a session with a new id.</summary>
    /// <param name="userId">The user, <c>{tenant}/{name}</c>.</param>
    /// <param name="address">Address that the user signs in from.</param>
    /// <param name="userAgent">Browser or program.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<SignInSession> CreateAsync(string userId, string address, string userAgent, CancellationToken ct = default);

    /// <summary>Finds a session, revoked or not.</summary>
    Task<SignInSession?> FindAsync(string id, CancellationToken ct = default);

    /// <summary>What the user behind a session may do; null when the session was revoked or is another's, and when the user may not sign in. One query, for each request.</summary>
    /// <param name="id">The session.</param>
    /// <param name="userId">The user, <c>{tenant}/{name}</c>.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<UserRole?> FindRoleAsync(string id, string userId, CancellationToken ct = default);

    /// <summary>Lists a user's good sessions, the last used first.</summary>
    Task<IReadOnlyList<SignInSession>> ListAsync(string userId, CancellationToken ct = default);

    /// <summary>Lists the sessions revoked at or after an instant, so that every edge learns of those revoked elsewhere.</summary>
    Task<IReadOnlyList<SignInSession>> ListRevokedAsync(DateTimeOffset since, CancellationToken ct = default);

    /// <summary>Revokes a session of the user; false when the user has no such good session.</summary>
    Task<bool> RevokeAsync(string userId, string id, CancellationToken ct = default);

    /// <summary>Revokes a user's sessions but one, and says which.</summary>
    /// <param name="userId">The user, <c>{tenant}/{name}</c>.</param>
    /// <param name="except">Session to keep; null revokes all.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<string>> RevokeAllAsync(string userId, string? except = null, CancellationToken ct = default);

    /// <summary>Notes that a session is in use; writes at most once a minute and costs nothing in between.</summary>
    Task TouchAsync(string id, CancellationToken ct = default);
}
