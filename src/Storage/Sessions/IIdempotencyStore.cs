namespace RtcCluster.Storage.Sessions;

/// <summary>Remembers answers by <c>Idempotency-Key</c>, so that a request sent twice is done once, on whichever edge it arrives.</summary>
public interface IIdempotencyStore
{
    /// <summary>Asks whether a request may be done now.</summary>
    /// <param name="userId">The user, <c>{tenant}/{name}</c>; keys of two users never meet.</param>
    /// <param name="key">The header's value, 1 to 200 characters.</param>
    /// <param name="requestHash">Hash of method, path and body.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The state, and the answer when there is one.</returns>
    Task<(IdempotencyState State, IdempotentAnswer? Answer)> BeginAsync(string userId, string key, string requestHash, CancellationToken ct = default);

    /// <summary>Keeps the answer of a request that this caller started, for 24 h.</summary>
    Task CompleteAsync(string userId, string key, IdempotentAnswer answer, CancellationToken ct = default);

    /// <summary>Forgets a request that this caller started and that failed, so that it may be tried again.</summary>
    Task AbandonAsync(string userId, string key, CancellationToken ct = default);

    /// <summary>Deletes what has expired, and says how many.</summary>
    Task<int> PurgeAsync(CancellationToken ct = default);
}
