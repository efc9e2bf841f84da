namespace RtcCluster.Storage.Rights;

/// <summary>What users ask of the company that keeps data of theirs.</summary>
public interface IRightsRequests
{
    /// <summary>Takes a request; its number is given here.</summary>
    Task<RightsRequest> AddAsync(RightsRequest request, CancellationToken ct = default);

    /// <summary>Finds a request.</summary>
    Task<RightsRequest?> FindAsync(string tenantId, string id, CancellationToken ct = default);

    /// <summary>Those of a user, the latest first; at most 200.</summary>
    Task<IReadOnlyList<RightsRequest>> ListOfAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>Lists requests: open ones and those being done first, of these the one that is due first; then the others, the latest first.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="onlyOverdue">Only open ones whose day has passed.</param>
    /// <param name="limit">At most so many, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<RightsRequest>> ListAsync(string tenantId, bool onlyOverdue, int limit = 200, CancellationToken ct = default);

    /// <summary>Decides a request that is open; to grant one is <see cref="RightsState.Granting"/>, until what was asked for is done (<see cref="DoneAsync"/>).</summary>
    /// <returns>The request now; null when it was not open any more, or there is none.</returns>
    Task<RightsRequest?> DecideAsync(string tenantId, string id, RightsState state, string by, string decision, CancellationToken ct = default);

    /// <summary>Those that were granted and are not done, the first granted first; at most 1,000.</summary>
    Task<IReadOnlyList<RightsRequest>> ListGrantingAsync(string tenantId, CancellationToken ct = default);

    /// <summary>Says that what was granted is done.</summary>
    /// <returns>The request now; null when it was not granted, or there is none.</returns>
    Task<RightsRequest?> DoneAsync(string tenantId, string id, CancellationToken ct = default);
}
