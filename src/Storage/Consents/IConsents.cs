namespace RtcCluster.Storage.Consents;

/// <summary>What users allow, and what is kept only while they do.</summary>
public interface IConsents
{
    /// <summary>Whether a user allows something now.</summary>
    Task<bool> HasAsync(string tenantId, string userName, ConsentPurpose purpose, CancellationToken ct = default);

    /// <summary>Every change of a user, the latest first.</summary>
    Task<IReadOnlyList<ConsentChange>> ListAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>Writes that a user gave or withdrew a consent. With a withdrawal goes what was kept for the purpose, in one transaction.</summary>
    /// <returns>False when it was so already, and nothing was written.</returns>
    Task<bool> ChangeAsync(ConsentChange change, CancellationToken ct = default);

    /// <summary>Keeps a report, and of the user's no more than the latest, if the user allows it.</summary>
    /// <returns>False when the user does not: nothing is kept.</returns>
    Task<bool> AddReportAsync(DiagnosticReport report, CancellationToken ct = default);

    /// <summary>The reports of a user, the latest first.</summary>
    Task<IReadOnlyList<DiagnosticReport>> ListReportsAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>Keeps where a user's device is in place of what was kept before, if the user allows it.</summary>
    /// <returns>False when the user does not: nothing is kept.</returns>
    Task<bool> SaveLocationAsync(DeviceLocation location, CancellationToken ct = default);

    /// <summary>Where a user's device was last; null when nothing is kept.</summary>
    Task<DeviceLocation?> FindLocationAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>Forgets where a user's device was.</summary>
    Task DeleteLocationAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>The notices that a user has seen.</summary>
    Task<IReadOnlySet<string>> ListSeenAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>Writes that a user has seen a notice; twice is as once.</summary>
    Task SeeAsync(SeenNotice seen, CancellationToken ct = default);
}
