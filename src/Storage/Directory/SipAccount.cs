namespace RtcCluster.Storage.Directory;

/// <summary>What a registrar needs to check one SIP account's digest (RFC 7616, RFC 8760). Keep it in memory only.</summary>
/// <param name="TenantId">The account's tenant.</param>
/// <param name="User">The user that the account rings.</param>
/// <param name="Realm">The digest realm.</param>
/// <param name="Digests">H(A1) for both algorithms.</param>
/// <param name="UpdatedAt">When the password was set.</param>
public sealed record SipAccount(string TenantId, DirectoryUser User, string Realm, SipDigests Digests, DateTimeOffset UpdatedAt)
{
    /// <summary>The account's user name, which is the user's extension.</summary>
    public required string Username { get; init; }
}
