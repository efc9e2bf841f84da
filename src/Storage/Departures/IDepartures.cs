namespace RtcCluster.Storage.Departures;

/// <summary>Users who were deleted, and what of theirs is still to be erased. One begins with <see cref="Directory.IDirectoryWriter.DeleteUserAsync"/>.</summary>
public interface IDepartures
{
    /// <summary>Finds the departure of a name; null when no user of it was ever deleted.</summary>
    Task<Departure?> FindAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>All that are not over, the oldest first.</summary>
    Task<IReadOnlyList<Departure>> ListOpenAsync(string tenantId, CancellationToken ct = default);

    /// <summary>Whether what is of a moment is nobody's who has the name now: its user was deleted since, or the name was another's then.</summary>
    Task<bool> IsOfBeforeAsync(string tenantId, string userName, DateTimeOffset at, CancellationToken ct = default);

    /// <summary>Takes away the rows of a user that needed their bytes to go first, such as the settings of the voicemail box.</summary>
    Task ForgetAsync(string tenantId, string userName, CancellationToken ct = default);

    /// <summary>Says what is left. Without anything, and without a case that names the user, the departure is over and the name is free.</summary>
    /// <param name="departure">The departure as it was read before the work began.</param>
    /// <param name="held">Things that legal cases hold.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The departure now.</returns>
    Task<Departure> SettleAsync(Departure departure, int held, CancellationToken ct = default);
}
