using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.History;

/// <summary>Reads the history as it lies in the relational database.</summary>
internal sealed class LedgerAudit(IDbContextFactory<RtcDbContext> contexts) : ILedgerAudit
{
    private const int Page = 500;

    public async IAsyncEnumerable<StoredHistory> ReadAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        for (var after = ""; ;)
        {
            var page = await PageAsync(after, ct).ConfigureAwait(false);
            foreach (var call in page)
            {
                yield return call;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = page[^1].CallId;
        }
    }

    public async Task<StoredHistory?> FindAsync(string callId, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(callId);
        if (!StoredText.Accepts(callId))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var call = (await HistoriesAsync(db, [callId], ct).ConfigureAwait(false))[0];
            return call.History is { Entry: null, Ledger.Count: 0 } ? null : call;
        }
    }

    public async Task<IReadOnlyList<string>> OrphansAsync(CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.CallLegs.Select(leg => leg.CallId)
                .Union(db.QueueVisits.Select(visit => visit.CallId))
                .Union(db.QueueOffers.Select(offer => offer.CallId))
                .Union(db.Transfers.Select(transfer => transfer.CallId))
                .Where(call => !db.CallLog.Any(entry => entry.CallId == call) && !db.Ledger.Any(row => row.CallId == call))
                .OrderBy(call => call).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    // The order is the engine's own: only it compares ids.
    private async Task<List<StoredHistory>> PageAsync(string after, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var told = db.Ledger.Where(row => string.Compare(row.CallId, after) > 0).Select(row => row.CallId).Distinct().OrderBy(call => call).Take(Page);
            var logged = db.CallLog.Where(entry => string.Compare(entry.CallId, after) > 0).Select(entry => entry.CallId).OrderBy(call => call).Take(Page);
            var calls = await told.Union(logged).OrderBy(call => call).Take(Page).ToListAsync(ct).ConfigureAwait(false);
            return calls.Count == 0 ? [] : await HistoriesAsync(db, calls, ct).ConfigureAwait(false);
        }
    }

    private static async Task<List<StoredHistory>> HistoriesAsync(RtcDbContext db, List<string> calls, CancellationToken ct)
    {
        var ledger = (await db.Ledger.Where(row => calls.Contains(row.CallId)).OrderBy(row => row.CallId).ThenBy(row => row.Number).ToListAsync(ct).ConfigureAwait(false)).ToLookup(row => row.CallId);
        var entries = await db.CallLog.Where(entry => calls.Contains(entry.CallId)).ToDictionaryAsync(entry => entry.CallId, ct).ConfigureAwait(false);
        var legs = (await db.CallLegs.Where(leg => calls.Contains(leg.CallId)).OrderBy(leg => leg.Leg).ToListAsync(ct).ConfigureAwait(false)).ToLookup(leg => leg.CallId);
        var visits = (await db.QueueVisits.Where(visit => calls.Contains(visit.CallId)).OrderBy(visit => visit.Visit).ToListAsync(ct).ConfigureAwait(false)).ToLookup(visit => visit.CallId);
        var offers = (await db.QueueOffers.Where(offer => calls.Contains(offer.CallId)).OrderBy(offer => offer.Visit).ThenBy(offer => offer.Offer).ToListAsync(ct).ConfigureAwait(false)).ToLookup(offer => offer.CallId);
        var transfers = (await db.Transfers.Where(transfer => calls.Contains(transfer.CallId)).OrderBy(transfer => transfer.Number).ToListAsync(ct).ConfigureAwait(false)).ToLookup(transfer => transfer.CallId);
        return
        [
            .. calls.Select(call => new StoredHistory(call, new CallHistory
            {
                Ledger = [.. ledger[call]],
                Entry = entries.GetValueOrDefault(call),
                Legs = [.. legs[call]],
                Visits = [.. visits[call]],
                Offers = [.. offers[call]],
                Transfers = [.. transfers[call]],
            })),
        ];
    }
}
