using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Broadcasts;

/// <summary>Broadcast lists, their members, and broadcasts. Whoever calls has checked that the list is theirs.</summary>
public interface IBroadcasts
{
    /// <summary>Makes a list, or gives it another name.</summary>
    Task SaveListAsync(BroadcastList list, CancellationToken ct = default);

    /// <summary>Finds a list.</summary>
    Task<BroadcastList?> FindListAsync(string tenantId, string id, CancellationToken ct = default);

    /// <summary>Lists of an owner, or of everybody when that is null, by name; with the number of members.</summary>
    Task<IReadOnlyList<(BroadcastList List, int Members)>> ListListsAsync(string tenantId, string? owner, CancellationToken ct = default);

    /// <summary>Deletes a list; refused while a broadcast to it runs.</summary>
    Task<SaveResult> DeleteListAsync(string tenantId, string id, CancellationToken ct = default);

    /// <summary>Members of a list by name.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="id">The list.</param>
    /// <param name="after">Names after this one, in the order of their bytes; empty for the first.</param>
    /// <param name="limit">Members, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<string>> ListMembersAsync(string tenantId, string id, string after, int limit, CancellationToken ct = default);

    /// <summary>How many members a list has.</summary>
    Task<int> CountMembersAsync(string tenantId, string id, CancellationToken ct = default);

    /// <summary>Adds members; those that are on the list stay. Gives how many were new; refused when there would be too many.</summary>
    Task<(SaveResult Result, int Added)> AddMembersAsync(string tenantId, string id, IReadOnlyCollection<string> users, CancellationToken ct = default);

    /// <summary>Takes a member off a list; false when there was none.</summary>
    Task<bool> RemoveMemberAsync(string tenantId, string id, string user, CancellationToken ct = default);

    /// <summary>Begins a broadcast, or finds the one with its id.</summary>
    Task<Broadcast> BeginAsync(Broadcast broadcast, CancellationToken ct = default);

    /// <summary>Finds a broadcast.</summary>
    Task<Broadcast?> FindAsync(string tenantId, string id, CancellationToken ct = default);

    /// <summary>Broadcasts of a sender, or of everybody when that is null, the latest first.</summary>
    Task<Page<Broadcast>> ListAsync(string tenantId, string? sender, string? cursor = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Saves how far a broadcast is; false when somebody else has brought it further than where this one began.</summary>
    /// <param name="broadcast">As it is now.</param>
    /// <param name="from">The cursor that it had.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<bool> AdvanceAsync(Broadcast broadcast, string from, CancellationToken ct = default);
}
