using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage.Retention;

/// <summary>Erases what a tenant has kept long enough and no legal case holds; a receipt for each thing, a report for all of them.</summary>
/// <remarks>A sweep that dies goes on with the next one: what is erased is so in an order in which nothing is told before it is done.</remarks>
public sealed class RetentionSweeper
{
    private const int Page = 200;

    private readonly IDbContextFactory<RtcDbContext> _contexts;
    private readonly RetentionPolicies _policies;
    private readonly RecordingEraser _recordings;
    private readonly CallEraser _calls;
    private readonly ChatEraser _chat;
    private readonly ErasureJournal _journal;
    private readonly TimeProvider _time;

    internal RetentionSweeper(
        IDbContextFactory<RtcDbContext> contexts, RetentionPolicies policies, RecordingEraser recordings, CallEraser calls, ChatEraser chat, ErasureJournal journal, TimeProvider time) =>
        (_contexts, _policies, _recordings, _calls, _chat, _journal, _time) = (contexts, policies, recordings, calls, chat, journal, time);

    /// <summary>Sweeps.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="eraseMessage">Erases a message of a voicemail box, which alone may do that, and what is left of one that was deleted; false when it cannot now.</param>
    /// <param name="eraseFax">Erases a fax for good, which its owner's box alone may do, and what is left of one that was deleted; false when it cannot now.</param>
    /// <param name="ct">Ends it between two things.</param>
    public async Task<RetentionSweep> SweepAsync(string tenantId, Func<VoicemailMessage, Task<bool>> eraseMessage, Func<FaxMessage, Task<bool>> eraseFax, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(eraseMessage);
        ArgumentNullException.ThrowIfNull(eraseFax);
        var sweep = await BeginAsync(new RetentionSweep { TenantId = tenantId, StartedAt = _time.GetUtcNow() }, ct).ConfigureAwait(false);
        sweep = await PagesAsync(sweep, RecordingEraser.PageAsync, (policy, thing) => _recordings.EraseAsync(thing, policy, ct), ct).ConfigureAwait(false);
        sweep = await PagesAsync(sweep, MessagesAsync, (policy, thing) => EraseAsync(thing, policy, eraseMessage, ct), ct).ConfigureAwait(false);
        sweep = await PagesAsync(sweep, FaxesAsync, (policy, thing) => EraseAsync(thing, policy, eraseFax, ct), ct).ConfigureAwait(false);
        // After the recordings: a call is what a recording's rule is found by.
        sweep = await PagesAsync(sweep, CallEraser.PageAsync, (policy, thing) => _calls.EraseAsync(thing, policy, ct), ct).ConfigureAwait(false);
        sweep = await PagesAsync(sweep, ChatEraser.PageAsync, (policy, thing) => _chat.EraseAsync(thing, policy, ct), ct).ConfigureAwait(false);
        // That of a sweep which died too: a restored backup must not bring back what is gone.
        await _journal.WriteAsync(tenantId, ct).ConfigureAwait(false);
        return await SaveAsync(sweep with { EndedAt = _time.GetUtcNow() }, ct).ConfigureAwait(false);
    }

    private async Task<RetentionSweep> PagesAsync<T>(
        RetentionSweep sweep,
        Func<RtcDbContext, RetentionPolicy, string, (DateTimeOffset At, string Id), int, CancellationToken, Task<List<T>>> page,
        Func<RetentionPolicy, T, Task<SweepResult>> erase,
        CancellationToken ct)
        where T : ISweepable
    {
        for (var after = (At: DateTimeOffset.UnixEpoch, Id: ""); ;)
        {
            // Read for each page: a hold that comes during a sweep counts.
            var policy = await _policies.ReadAsync(sweep.TenantId, ct).ConfigureAwait(false);
            List<T> things;
            var db = _contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                things = await page(db, policy, sweep.TenantId, after, Page, ct).ConfigureAwait(false);
            }

            foreach (var thing in things)
            {
                ct.ThrowIfCancellationRequested();
                var result = await erase(policy, thing).ConfigureAwait(false);
                sweep = sweep with
                {
                    Examined = sweep.Examined + 1,
                    Erased = sweep.Erased + (result == SweepResult.Erased ? 1 : 0),
                    Held = sweep.Held + (result == SweepResult.Held ? 1 : 0),
                    Failed = sweep.Failed + (result == SweepResult.Failed ? 1 : 0),
                };
            }

            if (things.Count > 0)
            {
                await SaveAsync(sweep, ct).ConfigureAwait(false);
            }

            if (things.Count < Page)
            {
                return sweep;
            }

            after = things[^1].Place;
        }
    }

    // Also what is left of deleted ones, which no rule is asked for: it only must not come back.
    private static async Task<List<SweptMessage>> MessagesAsync(RtcDbContext db, RetentionPolicy policy, string tenant, (DateTimeOffset At, string Id) after, int limit, CancellationToken ct)
    {
        var (cutoff, now) = (policy.Cutoff(RetentionKind.Voicemail), policy.Now);
        var found = await db.VoicemailMessages
            .Where(m => m.TenantId == tenant && (m.RetainUntil <= now || (m.DeletedAt == null && m.At <= cutoff)) && (m.At > after.At || (m.At == after.At && string.Compare(m.Id, after.Id) > 0)))
            .OrderBy(m => m.At).ThenBy(m => m.Id).Take(limit).ToListAsync(ct).ConfigureAwait(false);
        return [.. found.Select(message => new SweptMessage(message))];
    }

    private async Task<SweepResult> EraseAsync(SweptMessage thing, RetentionPolicy policy, Func<VoicemailMessage, Task<bool>> erase, CancellationToken ct)
    {
        var judgement = policy.Judge(Keeping.Of(thing.Message));
        var isLeftOver = thing.Message.DeletedAt is not null;
        if (judgement.IsHeld || !(judgement.IsDue || isLeftOver))
        {
            return judgement.IsDue ? SweepResult.Held : SweepResult.Kept;
        }

        if (!await erase(thing.Message).ConfigureAwait(false))
        {
            return SweepResult.Failed;
        }

        if (isLeftOver)
        {
            return SweepResult.Kept;
        }

        await ReceiptAsync(thing.Message.TenantId, RetentionKind.Voicemail, thing.Message.Id, judgement.Rule, ct).ConfigureAwait(false);
        return SweepResult.Erased;
    }

    private static async Task<List<SweptFax>> FaxesAsync(RtcDbContext db, RetentionPolicy policy, string tenant, (DateTimeOffset At, string Id) after, int limit, CancellationToken ct)
    {
        var (cutoff, now) = (policy.Cutoff(RetentionKind.Fax), policy.Now);
        var found = await db.FaxMessages
            .Where(f => f.TenantId == tenant && (f.RetainUntil <= now || (f.DeletedAt == null && f.At <= cutoff)) && (f.At > after.At || (f.At == after.At && string.Compare(f.Id, after.Id) > 0)))
            .OrderBy(f => f.At).ThenBy(f => f.Id).Take(limit).ToListAsync(ct).ConfigureAwait(false);
        return [.. found.Select(fax => new SweptFax(fax))];
    }

    private async Task<SweepResult> EraseAsync(SweptFax thing, RetentionPolicy policy, Func<FaxMessage, Task<bool>> erase, CancellationToken ct)
    {
        var judgement = policy.Judge(Keeping.Of(thing.Fax));
        var isLeftOver = thing.Fax.DeletedAt is not null;
        if (judgement.IsHeld || !(judgement.IsDue || isLeftOver))
        {
            return judgement.IsDue ? SweepResult.Held : SweepResult.Kept;
        }

        if (!await erase(thing.Fax).ConfigureAwait(false))
        {
            return SweepResult.Failed;
        }

        if (isLeftOver)
        {
            return SweepResult.Kept;
        }

        await ReceiptAsync(thing.Fax.TenantId, RetentionKind.Fax, thing.Fax.Id, judgement.Rule, ct).ConfigureAwait(false);
        return SweepResult.Erased;
    }

    private async Task ReceiptAsync(string tenant, RetentionKind kind, string id, string rule, CancellationToken ct)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            db.Add(new RetentionReceipt { TenantId = tenant, At = _time.GetUtcNow(), Kind = kind, ObjectId = id, Rule = rule });
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
        }
    }

    private async Task<RetentionSweep> BeginAsync(RetentionSweep sweep, CancellationToken ct)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var entry = db.Add(sweep);
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
            return sweep with { Id = entry.Property(s => s.Id).CurrentValue };
        }
    }

    private async Task<RetentionSweep> SaveAsync(RetentionSweep sweep, CancellationToken ct)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            db.Update(sweep);
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
            return sweep;
        }
    }

    private sealed record SweptFax(FaxMessage Fax) : ISweepable
    {
        public (DateTimeOffset At, string Id) Place => (Fax.At, Fax.Id);
    }

    private sealed record SweptMessage(VoicemailMessage Message) : ISweepable
    {
        public (DateTimeOffset At, string Id) Place => (Message.At, Message.Id);
    }
}
