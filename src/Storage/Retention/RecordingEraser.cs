using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Retention;

/// <summary>Erases recordings: first the keys, so that no copy of the sound can be opened any more, then the sound, then the catalogue says so.</summary>
internal sealed class RecordingEraser(IDbContextFactory<RtcDbContext> contexts, IBlobStore blobs, TimeProvider time)
{
    public static async Task<List<SweptRecording>> PageAsync(RtcDbContext db, RetentionPolicy policy, string tenant, (DateTimeOffset At, string Id) after, int limit, CancellationToken ct)
    {
        var (cutoff, now) = (policy.Cutoff(RetentionKind.Recordings), policy.Now);
        var found = await db.Recordings
            .Where(r => r.TenantId == tenant && r.EndedAt != null && r.ErasedAt == null && (r.StartedAt <= cutoff || r.RetainUntil <= now)
                && (r.StartedAt > after.At || (r.StartedAt == after.At && string.Compare(r.Id, after.Id) > 0)))
            .OrderBy(r => r.StartedAt).ThenBy(r => r.Id).Take(limit).ToListAsync(ct).ConfigureAwait(false);
        return await KeptAsync(db, found, ct).ConfigureAwait(false);
    }

    /// <summary>Recordings as a policy looks at them.</summary>
    public static async Task<List<SweptRecording>> KeptAsync(RtcDbContext db, List<RecordingEntry> found, CancellationToken ct)
    {
        var calls = found.Select(r => r.CallId).ToList();
        var queues = (await db.QueueVisits.Where(v => calls.Contains(v.CallId)).Select(v => new { v.CallId, v.QueueId }).ToListAsync(ct).ConfigureAwait(false)).ToLookup(v => v.CallId, v => v.QueueId);
        var numbers = await db.CallLog.Where(e => calls.Contains(e.CallId)).Select(e => new { e.CallId, e.FromNumber, e.ToNumber }).ToDictionaryAsync(e => e.CallId, ct).ConfigureAwait(false);
        return
        [
            .. found.Select(recording => new SweptRecording(recording, new Kept(
                RetentionKind.Recordings,
                recording.StartedAt,
                recording.RetainUntil,
                recording.CallId,
                recording.Participants,
                [.. queues[recording.CallId].Distinct()],
                numbers.TryGetValue(recording.CallId, out var known) ? [known.FromNumber, known.ToNumber] : []))),
        ];
    }

    public async Task<SweepResult> EraseAsync(SweptRecording thing, RetentionPolicy policy, CancellationToken ct)
    {
        var judgement = policy.Judge(thing.Kept);
        if (!judgement.Erases)
        {
            return judgement.IsDue ? SweepResult.Held : SweepResult.Kept;
        }

        try
        {
            await EraseAsync(thing.Recording.BlobPrefix.TrimEnd('/'), ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or TimeoutException or UnauthorizedAccessException or BlobStoreAwayException)
        {
            return SweepResult.Failed;
        }

        var now = time.GetUtcNow();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    if (await db.Recordings.Where(r => r.Id == thing.Recording.Id && r.ErasedAt == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.ErasedAt, now), ct).ConfigureAwait(false) == 0)
                    {
                        // Another sweep was there first.
                        return SweepResult.Kept;
                    }

                    db.Add(new RetentionReceipt { TenantId = thing.Recording.TenantId, At = now, Kind = RetentionKind.Recordings, ObjectId = thing.Recording.Id, Rule = judgement.Rule });
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return SweepResult.Erased;
                },
                ct).ConfigureAwait(false);
        }
    }

    private async Task EraseAsync(string folder, CancellationToken ct)
    {
        var paths = new List<string>();
        await foreach (var blob in blobs.ListAsync(folder, ct).ConfigureAwait(false))
        {
            paths.Add(blob.Path);
        }

        foreach (var path in paths.OrderBy(path => SealedName.Read(path).Kind == SealedFile.Opening ? 0 : 1))
        {
            await blobs.DeleteAsync(path, ct).ConfigureAwait(false);
        }
    }
}

/// <summary>A recording that a sweep looks at.</summary>
internal sealed record SweptRecording(RecordingEntry Recording, Kept Kept) : ISweepable
{
    public (DateTimeOffset At, string Id) Place => (Recording.StartedAt, Recording.Id);
}
