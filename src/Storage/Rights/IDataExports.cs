using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Rights;

/// <summary>Bundles that were asked for, and their bytes.</summary>
public interface IDataExports
{
    /// <summary>Asks for a bundle of a user.</summary>
    /// <returns>The bundle; one of the user that is being made already instead of another, and the latest when three of the last day are ready.</returns>
    Task<DataExport> AskAsync(string tenantId, string userName, string by, CancellationToken ct = default);

    /// <summary>Asks for the bundle that a granted request is answered with; its id is that of the request.</summary>
    /// <returns>The bundle; the one that was asked for before when this is not the first time, also when it is gone by now.</returns>
    Task<DataExport> AskForAsync(RightsRequest granted, CancellationToken ct = default);

    /// <summary>Asks for a bundle of a legal case.</summary>
    /// <returns>The bundle; one of the case that is being made already instead of another.</returns>
    Task<DataExport> AskOfCaseAsync(string tenantId, string caseId, string by, CancellationToken ct = default);

    /// <summary>Finds a bundle.</summary>
    Task<DataExport?> FindAsync(string tenantId, string id, CancellationToken ct = default);

    /// <summary>Those of a user that were not asked for by a case, the latest first.</summary>
    Task<IReadOnlyList<DataExport>> ListOfAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>Those of a case, the latest first.</summary>
    Task<IReadOnlyList<DataExport>> ListOfCaseAsync(string tenantId, string caseId, CancellationToken ct = default);

    /// <summary>Takes a bundle that nobody makes now, and is its maker for some minutes; null when there is none. Those that were begun too often fail.</summary>
    Task<DataExport?> TakeAsync(CancellationToken ct = default);

    /// <summary>Stays a bundle's maker while there is nothing to say of how far it is.</summary>
    /// <returns>False when it is somebody else's by now, or gone.</returns>
    Task<bool> RenewAsync(DataExport export, CancellationToken ct = default);

    /// <summary>Says how far a bundle is, and stays its maker.</summary>
    /// <returns>False when it is somebody else's by now, or gone: whoever is told so stops.</returns>
    Task<bool> ProgressAsync(DataExport export, int done, int total, CancellationToken ct = default);

    /// <summary>Opens the place of a bundle's bytes for writing; what another maker left there is gone.</summary>
    Task<DataExportStream> WriteAsync(DataExport export, CancellationToken ct = default);

    /// <summary>Says that a bundle is ready.</summary>
    /// <returns>False when it is gone meanwhile, and its bytes with it.</returns>
    Task<bool> ReadyAsync(DataExport export, DataExportStream written, TimeSpan keeps, CancellationToken ct = default);

    /// <summary>Says that a bundle could not be made now; after some attempts it cannot.</summary>
    Task FailedAsync(DataExport export, string problem, CancellationToken ct = default);

    /// <summary>Opens a bundle to be read; null when it is not ready, its time is over, or the case of which it is was released. That it was opened is in the audit trail with the opening itself, exactly once.</summary>
    /// <param name="export">The bundle.</param>
    /// <param name="access">Who opens it.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Stream?> OpenAsync(DataExport export, AuditRow access, CancellationToken ct = default);

    /// <summary>Erases a bundle: first its key, then its bytes.</summary>
    Task EraseAsync(DataExport export, CancellationToken ct = default);

    /// <summary>Erases all bundles of a user, however many.</summary>
    Task EraseOfAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>Erases the bundles whose time is over.</summary>
    /// <returns>How many.</returns>
    Task<int> ExpireAsync(CancellationToken ct = default);
}
