using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Recordings;

/// <summary>Makes the catalogue's rows of a recording; pure. Later rows carry higher numbers, so that an old one never replaces a newer one.</summary>
internal static class RecordingMachine
{
    private const int Begun = 1;
    private const int Ended = 2;

    /// <summary>The row of a recording that is being made.</summary>
    public static RecordingEntry Begin(RecordingId id, RecordingStart start) => new()
    {
        Id = id.Key,
        TenantId = id.Tenant.Value,
        CallId = start.Call.Key,
        LedgerNumber = Begun,
        StartedAt = start.StartedAt,
        BlobPrefix = start.BlobPrefix,
        KeyId = start.KeyId,
        RetainUntil = start.RetainUntil,
        State = RecordingState.Recording,
        Participants = [.. new[] { start.LeftUser, start.RightUser }.OfType<UserId>().Select(user => user.Key).Distinct(StringComparer.Ordinal)],
    };

    /// <summary>The row of a recording that the edge has closed.</summary>
    public static RecordingEntry Finish(RecordingEntry entry, DateTimeOffset at, int chunks, long durationMilliseconds, bool complete) => entry with
    {
        LedgerNumber = Ended,
        EndedAt = at,
        DurationMilliseconds = durationMilliseconds,
        State = complete ? RecordingState.Complete : chunks > 0 ? RecordingState.Partial : RecordingState.Lost,
    };

    /// <summary>The row of a recording whose edge is gone. Each look may find more: an edge that starts again uploads what was left on its disk.</summary>
    /// <param name="entry">The row as it is.</param>
    /// <param name="at">When the recording ended at the latest.</param>
    /// <param name="chunks">Chunks that the blob store has.</param>
    /// <param name="chunkDuration">Length of a chunk.</param>
    public static RecordingEntry Reconcile(RecordingEntry entry, DateTimeOffset at, int chunks, TimeSpan chunkDuration)
    {
        var stored = (long)(chunks * chunkDuration.TotalMilliseconds);
        var longest = Math.Max(0, (long)(at - entry.StartedAt).TotalMilliseconds);
        return entry with
        {
            LedgerNumber = Ended + chunks,
            EndedAt = entry.EndedAt ?? at,
            // The last chunk may be shorter than the others; nothing lasts longer than the call.
            DurationMilliseconds = Math.Min(stored, longest),
            State = chunks > 0 ? RecordingState.Partial : RecordingState.Lost,
        };
    }
}
