namespace RtcCluster.Storage.Policies;

/// <summary>The documents of tenants, and who accepted which.</summary>
public interface IPolicies
{
    /// <summary>Every version of a tenant, by kind and number, drafts too; without texts when <paramref name="isBrief"/>.</summary>
    Task<IReadOnlyList<PolicyVersion>> ListAsync(string tenantId, bool isBrief = true, CancellationToken ct = default);

    /// <summary>Finds a version; 0 is what comes with the software.</summary>
    Task<PolicyVersion?> FindAsync(string tenantId, PolicyKind kind, int version, CancellationToken ct = default);

    /// <summary>The version that is in force: the newest of the tenant whose day has come, else what comes with the software.</summary>
    Task<PolicyVersion> FindInForceAsync(string tenantId, PolicyKind kind, DateTimeOffset now, CancellationToken ct = default);

    /// <summary>Saves the draft of a kind, of which there is at most one. <see cref="PolicyVersion.Revision"/> names the one that is changed; 0 makes it.</summary>
    /// <returns>The draft; null when somebody else has changed, made or published it.</returns>
    Task<PolicyVersion?> SaveDraftAsync(PolicyVersion draft, CancellationToken ct = default);

    /// <summary>Removes the draft of a kind; false when there is none.</summary>
    Task<bool> DeleteDraftAsync(string tenantId, PolicyKind kind, CancellationToken ct = default);

    /// <summary>Publishes the draft of a kind, which does not change any more.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="kind">Which document.</param>
    /// <param name="revision">Of the draft, as it was read.</param>
    /// <param name="effectiveAt">From when it is in force; not before <paramref name="now"/>.</param>
    /// <param name="by">Name of the user who publishes it.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>What was published; null when there is no such draft, or somebody else has changed it.</returns>
    Task<PolicyVersion?> PublishAsync(string tenantId, PolicyKind kind, int revision, DateTimeOffset effectiveAt, string by, DateTimeOffset now, CancellationToken ct = default);

    /// <summary>Writes that a user accepted a version; twice is as once, and the first counts.</summary>
    Task AcceptAsync(PolicyAcceptance acceptance, CancellationToken ct = default);

    /// <summary>What a user accepted, the latest first.</summary>
    Task<IReadOnlyList<PolicyAcceptance>> ListAcceptancesAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>The newest version that a user accepted, by kind.</summary>
    Task<IReadOnlyDictionary<PolicyKind, int>> AcceptedAsync(string tenantId, string userName, CancellationToken ct = default);
}
