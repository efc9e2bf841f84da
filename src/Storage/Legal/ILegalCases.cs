namespace RtcCluster.Storage.Legal;

/// <summary>The legal cases of tenants. Each step but the first needs a person who did not do the one before.</summary>
public interface ILegalCases
{
    /// <summary>Lists a tenant's cases, the latest first.</summary>
    Task<IReadOnlyList<LegalCase>> ListAsync(string tenantId, CancellationToken ct = default);

    /// <summary>Every case of a tenant that is not released.</summary>
    Task<IReadOnlyList<LegalCase>> ListOpenAsync(string tenantId, CancellationToken ct = default);

    /// <summary>Finds a case.</summary>
    Task<LegalCase?> FindAsync(string tenantId, string id, CancellationToken ct = default);

    /// <summary>Proposes a case; what it covers is held from now on, and for seven days without a second person.</summary>
    Task<LegalCase> ProposeAsync(string tenantId, string name, string reason, LegalScope scope, string by, CancellationToken ct = default);

    /// <summary>Approves a case that another proposed.</summary>
    Task<LegalStep> ApproveAsync(string tenantId, string id, string by, CancellationToken ct = default);

    /// <summary>Asks for a release; of a case that nobody has approved it is the release.</summary>
    Task<LegalStep> AskReleaseAsync(string tenantId, string id, string by, CancellationToken ct = default);

    /// <summary>Releases what another asked to release.</summary>
    Task<LegalStep> ReleaseAsync(string tenantId, string id, string by, CancellationToken ct = default);

    /// <summary>Of the calls that a case names those that are gone already, wholly or in part: what was erased, and when.</summary>
    Task<IReadOnlyList<Retention.RetentionReceipt>> GoneAsync(LegalCase held, CancellationToken ct = default);
}

/// <summary>What became of a step of a case.</summary>
/// <param name="Status">Whether it was done.</param>
/// <param name="Case">The case as it is now; null when there is none.</param>
public sealed record LegalStep(LegalStepStatus Status, LegalCase? Case);

/// <summary>Whether a step was done.</summary>
public enum LegalStepStatus
{
    /// <summary>It was.</summary>
    Done,

    /// <summary>There is no such case.</summary>
    Missing,

    /// <summary>The case is not where this step begins.</summary>
    NotNow,

    /// <summary>It needs somebody else than who did the step before.</summary>
    SamePerson,
}
