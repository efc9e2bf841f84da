namespace RtcCluster.Storage.Sessions;

/// <summary>The accounts elsewhere that users sign in with.</summary>
public interface ILoginStore
{
    /// <summary>Finds the user, <c>{tenant}/{name}</c>, that an account is linked to; null when it is linked to none.</summary>
    /// <param name="issuer">The issuer of the account.</param>
    /// <param name="subject">The account's id there.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<string?> FindUserAsync(string issuer, string subject, CancellationToken ct = default);

    /// <summary>Lists the accounts of a user by issuer.</summary>
    Task<IReadOnlyList<LinkedLogin>> ListAsync(string userId, CancellationToken ct = default);

    /// <summary>Links an account to a user, who has at most one of each issuer; does nothing when it is linked to the same user already.</summary>
    /// <param name="userId">The user, <c>{tenant}/{name}</c>.</param>
    /// <param name="login">The account.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<LinkResult> LinkAsync(string userId, LinkedLogin login, CancellationToken ct = default);

    /// <summary>Takes a user's account of an issuer away; false when there was none.</summary>
    Task<bool> UnlinkAsync(string userId, string issuer, CancellationToken ct = default);
}
