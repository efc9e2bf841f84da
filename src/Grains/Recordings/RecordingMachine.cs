using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;

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

    /// <summary>The row of a recording that the edge has closed with all of it stored.</summary>
    public static RecordingEntry Finish(RecordingEntry entry, DateTimeOffset at, long durationMilliseconds) => entry with
    {
        LedgerNumber = Ended,
        EndedAt = at,
        DurationMilliseconds = durationMilliseconds,
        State = RecordingState.Complete,
    };

    /// <summary>The row of a recording that is over, by what the store has of it. Each look may find more: an edge that was held up, or starts again, brings what it has on its disk.</summary>
    /// <param name="entry">The row as it is.</param>
    /// <param name="at">When the recording ended at the latest.</param>
    /// <param name="found">What the store has; null where it cannot be asked now.</param>
    /// <param name="said">What the edge said of the take that it closed, the recording's length to its end; null when nothing was heard of it.</param>
    public static RecordingEntry Look(RecordingEntry entry, DateTimeOffset at, RecordingSurvey? found, (int Chunks, long Milliseconds)? said)
    {
        var longest = Math.Max(0, (long)((entry.EndedAt ?? at) - entry.StartedAt).TotalMilliseconds);
        var (chunks, stored) = (found?.Chunks ?? 0, found?.DurationMilliseconds ?? 0);
        return entry with
        {
            LedgerNumber = Ended + chunks,
            EndedAt = entry.EndedAt ?? at,
            // The last chunk may be shorter than the others; nothing lasts longer than the call. What the edge has made and not stored yet may still come.
            DurationMilliseconds = found is { IsWhole: true } ? stored : Math.Max(Math.Min(stored, longest), said?.Milliseconds ?? 0),
            State = found is { IsWhole: true } ? RecordingState.Complete : chunks > 0 || said?.Chunks > 0 ? RecordingState.Partial : RecordingState.Lost,
        };
    }
}
