using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sharing;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Storage.Retention;

/// <summary>Erases calls from the history: the entry of the log, the ledger, and what reports are made of.</summary>
internal sealed class CallEraser(IDbContextFactory<RtcDbContext> contexts, TimeProvider time)
{
    public static async Task<List<SweptCall>> PageAsync(RtcDbContext db, RetentionPolicy policy, string tenant, (DateTimeOffset At, string Id) after, int limit, CancellationToken ct)
    {
        var cutoff = policy.Cutoff(RetentionKind.CallLog);
        var found = await db.CallLog
            .Where(e => e.TenantId == tenant && e.EndedAt != null && e.StartedAt <= cutoff && (e.StartedAt > after.At || (e.StartedAt == after.At && string.Compare(e.CallId, after.Id) > 0)))
            .OrderBy(e => e.StartedAt).ThenBy(e => e.CallId).Take(limit).ToListAsync(ct).ConfigureAwait(false);
        var calls = found.Select(e => e.CallId).ToList();
        var queues = (await db.QueueVisits.Where(v => calls.Contains(v.CallId)).Select(v => new { v.CallId, v.QueueId }).ToListAsync(ct).ConfigureAwait(false)).ToLookup(v => v.CallId, v => v.QueueId);
        var recorded = (await db.Recordings.Where(r => calls.Contains(r.CallId) && r.ErasedAt == null).Select(r => r.CallId).ToListAsync(ct).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. found.Select(entry => new SweptCall(
                entry,
                recorded.Contains(entry.CallId),
                new Kept(RetentionKind.CallLog, entry.StartedAt, null, entry.CallId, entry.Participants, [.. queues[entry.CallId].Distinct()], [entry.FromNumber, entry.ToNumber]))),
        ];
    }

    /// <summary>Deletes all rows of a call, in the caller's transaction; false when there is no such call.</summary>
    public static async Task<bool> DeleteAsync(RtcDbContext db, string call, CancellationToken ct)
    {
        if (await db.CallLog.Where(e => e.CallId == call).ExecuteDeleteAsync(ct).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await db.CallParticipants.Where(p => p.CallId == call).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.Ledger.Where(r => r.CallId == call).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.CallLegs.Where(l => l.CallId == call).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.QueueVisits.Where(v => v.CallId == call).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.QueueOffers.Where(o => o.CallId == call).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.Transfers.Where(t => t.CallId == call).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await ShareLinks.DeleteAsync(db, call, ct).ConfigureAwait(false);
        await db.RecordingParticipants.Where(p => db.Recordings.Any(r => r.CallId == call && r.Id == p.RecordingId)).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.Recordings.Where(r => r.CallId == call).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        return true;
    }

    public async Task<SweepResult> EraseAsync(SweptCall thing, RetentionPolicy policy, CancellationToken ct)
    {
        var judgement = policy.Judge(thing.Kept);
        if (!judgement.Erases || thing.IsRecorded)
        {
            // Whoever may hear a recording may know whose it is: the entry goes with it, or after it.
            return judgement is { IsDue: true, IsHeld: true } ? SweepResult.Held : SweepResult.Kept;
        }

        var call = thing.Entry.CallId;
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    // What is erased has been counted: it is owed all the same.
                    await Billing.MeterAsync(db, thing.Entry.TenantId, call, ct).ConfigureAwait(false);
                    if (!await DeleteAsync(db, call, ct).ConfigureAwait(false))
                    {
                        return SweepResult.Kept;
                    }

                    db.Add(new RetentionReceipt { TenantId = thing.Entry.TenantId, At = time.GetUtcNow(), Kind = RetentionKind.CallLog, ObjectId = call, Rule = judgement.Rule });
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return SweepResult.Erased;
                },
                ct).ConfigureAwait(false);
        }
    }
}

/// <summary>A call that a sweep looks at.</summary>
internal sealed record SweptCall(CallLogEntry Entry, bool IsRecorded, Kept Kept) : ISweepable
{
    public (DateTimeOffset At, string Id) Place => (Entry.StartedAt, Entry.CallId);
}
