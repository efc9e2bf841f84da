using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.History;

/// <summary>Puts many histories into one transaction: reads what is stored, adds what is new, and leaves what is newer. The caller commits.</summary>
/// <param name="db">The context of the transaction.</param>
/// <param name="areNew">
/// Nothing is stored of the calls, as nearly always: a call is written once, when it has ended. Then nothing of them is read, which cost more than writing them; where it is wrong a key is taken
/// (<see cref="DatabaseFault.IsTaken"/>), nothing is written, and the caller comes again with false.
/// </param>
internal sealed class HistoryBatch(RtcDbContext db, bool areNew)
{
    private readonly RowWriter _rows = new(db);

    public async Task<HistoryReceipt[]> ApplyAsync(IReadOnlyList<HistoryTicket> tickets, CancellationToken ct)
    {
        var receipts = await AddLedgerAsync(tickets, ct).ConfigureAwait(false);
        var taken = await PutEntriesAsync(tickets.Select(t => t.History.Entry).OfType<CallLogEntry>(), ct).ConfigureAwait(false);
        await PutRecordingsAsync(tickets.SelectMany(t => t.History.Recordings), ct).ConfigureAwait(false);
        await new ReportBatch(db, _rows, areNew).ApplyAsync(tickets, taken, ct).ConfigureAwait(false);
        await _rows.WriteAsync(ct).ConfigureAwait(false);
        return receipts;
    }

    private async Task<HistoryReceipt[]> AddLedgerAsync(IReadOnlyList<HistoryTicket> tickets, CancellationToken ct)
    {
        var receipts = new HistoryReceipt[tickets.Count];
        var rows = tickets.SelectMany(t => t.History.Ledger).ToList();
        if (rows.Count == 0)
        {
            return receipts;
        }

        var stored = areNew ? [] : await ReadLedgerAsync(rows, ct).ConfigureAwait(false);
        for (var i = 0; i < tickets.Count; i++)
        {
            foreach (var row in tickets[i].History.Ledger)
            {
                receipts[i] = stored.TryGetValue((row.CallId, row.Number), out var present)
                    ? row.SaysTheSameAs(present) ? receipts[i] with { Repeated = receipts[i].Repeated + 1 } : receipts[i] with { Refused = receipts[i].Refused + 1 }
                    : receipts[i] with { Written = receipts[i].Written + 1 };
                if (stored.TryAdd((row.CallId, row.Number), row))
                {
                    _rows.Insert(row);
                }
            }
        }

        return receipts;
    }

    private Task<Dictionary<(string CallId, long Number), LedgerRow>> ReadLedgerAsync(List<LedgerRow> rows, CancellationToken ct)
    {
        var calls = rows.Select(r => r.CallId).Distinct().ToList();
        var first = rows.Min(r => r.Number);
        return db.Ledger.Where(r => calls.Contains(r.CallId) && r.Number >= first).ToDictionaryAsync(r => (r.CallId, r.Number), ct);
    }

    // The entries that are taken, by call, with the number of the ledger that they tell.
    private async Task<Dictionary<string, long>> PutEntriesAsync(IEnumerable<CallLogEntry> offered, CancellationToken ct)
    {
        var latest = Latest(offered, e => e.CallId, e => e.LedgerNumber);
        var taken = new Dictionary<string, long>();
        if (latest.Count == 0)
        {
            return taken;
        }

        var (stored, known) = areNew ? ([], []) : await ReadEntriesAsync(latest.Keys, ct).ConfigureAwait(false);
        foreach (var offer in latest.Values)
        {
            var entry = Cleaned(offer);
            var present = stored.GetValueOrDefault(entry.CallId);
            if (present is not null && (present.LedgerNumber > entry.LedgerNumber || present.TenantId != entry.TenantId))
            {
                continue;
            }

            taken.Add(entry.CallId, entry.LedgerNumber);
            var searched = string.Join('\n', entry.FromNumber, entry.FromName, entry.ToNumber, entry.ToName).ToLowerInvariant();
            _rows.Put(entry, isStored: present is not null, searched);
            foreach (var user in entry.Participants.Where(user => known.Add((entry.CallId, user))))
            {
                _rows.Insert(new CallParticipantRow { CallId = entry.CallId, UserId = user, TenantId = entry.TenantId });
            }
        }

        return taken;
    }

    private async Task<(Dictionary<string, StoredEntry> Entries, HashSet<(string CallId, string UserId)> Participants)> ReadEntriesAsync(IReadOnlyCollection<string> calls, CancellationToken ct)
    {
        var entries = await db.CallLog.Where(e => calls.Contains(e.CallId)).Select(e => new { e.CallId, e.TenantId, e.LedgerNumber })
            .ToDictionaryAsync(e => e.CallId, e => new StoredEntry(e.TenantId, e.LedgerNumber), ct).ConfigureAwait(false);
        var participants = await db.CallParticipants.Where(p => calls.Contains(p.CallId)).Select(p => new { p.CallId, p.UserId })
            .ToListAsync(ct).ConfigureAwait(false);
        return (entries, participants.Select(p => (p.CallId, p.UserId)).ToHashSet());
    }

    private async Task PutRecordingsAsync(IEnumerable<RecordingEntry> offered, CancellationToken ct)
    {
        var latest = Latest(offered, r => r.Id, r => r.LedgerNumber);
        if (latest.Count == 0)
        {
            return;
        }

        var stored = await db.Recordings.Where(r => latest.Keys.Contains(r.Id)).Select(r => new { r.Id, r.TenantId, r.LedgerNumber })
            .ToDictionaryAsync(r => r.Id, ct).ConfigureAwait(false);
        var members = await db.RecordingParticipants.Where(p => latest.Keys.Contains(p.RecordingId)).Select(p => new { p.RecordingId, p.UserId })
            .ToListAsync(ct).ConfigureAwait(false);
        var known = members.Select(p => (p.RecordingId, p.UserId)).ToHashSet();
        foreach (var entry in latest.Values)
        {
            var present = stored.GetValueOrDefault(entry.Id);
            if (present is not null && (present.LedgerNumber > entry.LedgerNumber || present.TenantId != entry.TenantId))
            {
                continue;
            }

            _rows.Put(entry, isStored: present is not null);
            foreach (var user in entry.Participants.Where(user => known.Add((entry.Id, user))))
            {
                _rows.Insert(new RecordingParticipantRow { RecordingId = entry.Id, UserId = user, TenantId = entry.TenantId });
            }
        }
    }

    private static Dictionary<string, T> Latest<T>(IEnumerable<T> offered, Func<T, string> id, Func<T, long> number)
    {
        var latest = new Dictionary<string, T>();
        foreach (var entry in offered)
        {
            if (!latest.TryGetValue(id(entry), out var other) || number(entry) >= number(other))
            {
                latest[id(entry)] = entry;
            }
        }

        return latest;
    }

    // Names and numbers come from the wire, where anybody writes anything; a call must not be missing from the log for it.
    private static CallLogEntry Cleaned(CallLogEntry entry) => entry with
    {
        FromNumber = StoredText.Cleaned(entry.FromNumber),
        FromName = StoredText.Cleaned(entry.FromName),
        ToNumber = StoredText.Cleaned(entry.ToNumber),
        ToName = StoredText.Cleaned(entry.ToName),
        EndText = StoredText.Cleaned(entry.EndText),
    };

    private sealed record StoredEntry(string TenantId, long LedgerNumber);
}
