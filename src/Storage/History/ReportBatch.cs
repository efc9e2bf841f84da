using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.History;

/// <summary>Puts what reports are made of into one transaction: rows of a call follow its log entry, which an older ledger does not replace.</summary>
/// <param name="db">The context of the transaction.</param>
/// <param name="rows">Takes the rows.</param>
/// <param name="areNew">Nothing is stored of the calls: none of their rows is looked for.</param>
internal sealed class ReportBatch(RtcDbContext db, RowWriter rows, bool areNew)
{
    /// <summary>Notes the rows.</summary>
    /// <param name="tickets">The histories.</param>
    /// <param name="taken">The log entries of them that are written, by call, with the number of the ledger that they tell.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task ApplyAsync(IReadOnlyList<HistoryTicket> tickets, Dictionary<string, long> taken, CancellationToken ct)
    {
        var calls = new Dictionary<string, CallHistory>();
        foreach (var history in tickets.Select(ticket => ticket.History))
        {
            if (history.Entry is { } entry && taken.TryGetValue(entry.CallId, out var number) && number == entry.LedgerNumber)
            {
                calls[entry.CallId] = history;
            }
        }

        await PutAsync(calls.Values.SelectMany(h => h.Legs).Select(Cleaned), e => new RowKey(e.CallId, e.Leg),
            () => db.CallLegs.Where(e => calls.Keys.Contains(e.CallId)).Select(e => new RowKey(e.CallId, e.Leg, 0)).ToListAsync(ct)).ConfigureAwait(false);
        await PutAsync(calls.Values.SelectMany(h => h.Visits).Select(Cleaned), e => new RowKey(e.CallId, e.Visit),
            () => db.QueueVisits.Where(e => calls.Keys.Contains(e.CallId)).Select(e => new RowKey(e.CallId, e.Visit, 0)).ToListAsync(ct)).ConfigureAwait(false);
        await PutAsync(calls.Values.SelectMany(h => h.Offers), e => new RowKey(e.CallId, e.Visit, e.Offer),
            () => db.QueueOffers.Where(e => calls.Keys.Contains(e.CallId)).Select(e => new RowKey(e.CallId, e.Visit, e.Offer)).ToListAsync(ct)).ConfigureAwait(false);
        await PutAsync(calls.Values.SelectMany(h => h.Transfers).Select(Cleaned), e => new RowKey(e.CallId, e.Number),
            () => db.Transfers.Where(e => calls.Keys.Contains(e.CallId)).Select(e => new RowKey(e.CallId, e.Number, 0)).ToListAsync(ct)).ConfigureAwait(false);
        await PutWorkAsync(tickets, ct).ConfigureAwait(false);
    }

    private async Task PutAsync<TEntry>(IEnumerable<TEntry> offered, Func<TEntry, RowKey> key, Func<Task<List<RowKey>>> stored)
        where TEntry : class
    {
        var entries = offered.GroupBy(key).Select(same => same.Last()).ToList();
        if (entries.Count == 0)
        {
            return;
        }

        HashSet<RowKey> present = areNew ? [] : [.. await stored().ConfigureAwait(false)];
        foreach (var entry in entries)
        {
            rows.Put(entry, isStored: present.Contains(key(entry)));
        }
    }

    // What has ended is final: the beginning of it may come once more, and later.
    private async Task PutWorkAsync(IReadOnlyList<HistoryTicket> tickets, CancellationToken ct)
    {
        var offered = tickets.SelectMany(t => t.History.Work).Select(Cleaned).GroupBy(w => (w.AgentId, w.Number))
            .Select(same => same.LastOrDefault(w => w.EndedAt is not null) ?? same.Last()).ToList();
        if (offered.Count == 0)
        {
            return;
        }

        var agents = offered.Select(w => w.AgentId).Distinct().ToList();
        var first = offered.Min(w => w.Number);
        var stored = await db.AgentWork.Where(w => agents.Contains(w.AgentId) && w.Number >= first).Select(w => new { w.AgentId, w.Number, w.EndedAt })
            .ToDictionaryAsync(w => (w.AgentId, w.Number), w => w.EndedAt, ct).ConfigureAwait(false);
        foreach (var work in offered)
        {
            var known = stored.TryGetValue((work.AgentId, work.Number), out var ended);
            if (!known || (ended is null && work.EndedAt is not null))
            {
                rows.Put(work, isStored: known);
            }
        }
    }

    // As in the call log: names, numbers and reasons are whatever somebody wrote.
    private static CallLegEntry Cleaned(CallLegEntry leg) => leg with { Number = StoredText.Cleaned(leg.Number), Name = StoredText.Cleaned(leg.Name) };

    private static QueueVisitEntry Cleaned(QueueVisitEntry visit) => visit with { SentTo = visit.SentTo is { } to ? StoredText.Cleaned(to) : null };

    private static TransferEntry Cleaned(TransferEntry transfer) =>
        transfer with { ByNumber = StoredText.Cleaned(transfer.ByNumber), ToNumber = StoredText.Cleaned(transfer.ToNumber) };

    private static AgentWorkEntry Cleaned(AgentWorkEntry work) => work with { Reason = StoredText.Cleaned(work.Reason), Disposition = StoredText.Cleaned(work.Disposition) };

    private readonly record struct RowKey(string CallId, int Number, long Offer = 0);
}
