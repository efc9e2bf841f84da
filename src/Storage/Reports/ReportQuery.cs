using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>Reports from the relational database.</summary>
internal sealed class ReportQuery(IDbContextFactory<RtcDbContext> contexts, TimeProvider time) : IReportQuery
{
    private const int LargestPage = 500;
    private readonly HistoryPages _pages = new(contexts, time);

    public async IAsyncEnumerable<QueueFigures> QueuesAsync(ReportFilter filter, ReportCalendar calendar, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if (!IsAskable(filter))
        {
            yield break;
        }

        var whole = Whole(filter, calendar) with { UserId = null };
        var occurrences = Merged.Of<QueueTally>([VisitsAsync(whole, ct), WrapUpsAsync(whole, ct)], ct);
        await foreach (var (slot, queue, tally) in new IntervalSweep<QueueTally>(calendar, whole.From, whole.Until).RunAsync(occurrences, ct).ConfigureAwait(false))
        {
            yield return tally.Of(queue, slot);
        }
    }

    public async IAsyncEnumerable<AgentFigures> AgentsAsync(ReportFilter filter, ReportCalendar calendar, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if (!IsAskable(filter))
        {
            yield break;
        }

        var whole = Whole(filter, calendar) with { QueueId = null };
        var occurrences = Merged.Of<AgentTally>([WorkAsync(whole, ct), OffersAsync(whole, ct), TalksAsync(whole, ct)], ct);
        await foreach (var (slot, agent, tally) in new IntervalSweep<AgentTally>(calendar, whole.From, whole.Until).RunAsync(occurrences, ct).ConfigureAwait(false))
        {
            yield return tally.Of(agent, slot);
        }
    }

    public Task<Page<QueueFigures>> QueuesAsync(ReportFilter filter, ReportCalendar calendar, string? cursor, int limit, CancellationToken ct = default) =>
        FigurePages.CutAsync(filter, rest => QueuesAsync(rest, calendar, ct), row => new PageCursor(row.From, row.QueueId), cursor, limit);

    public Task<Page<AgentFigures>> AgentsAsync(ReportFilter filter, ReportCalendar calendar, string? cursor, int limit, CancellationToken ct = default) =>
        FigurePages.CutAsync(filter, rest => AgentsAsync(rest, calendar, ct), row => new PageCursor(row.From, row.AgentId), cursor, limit);

    public async Task<Page<CallFigures>> CallsAsync(ReportFilter filter, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var after = default(PageCursor);
        if (cursor is not null && !PageCursor.TryDecode(cursor, out after))
        {
            return Page<CallFigures>.CursorRefused;
        }

        if (!IsAskable(filter))
        {
            return new Page<CallFigures>([], null);
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var calls = db.CallLog.Where(e => e.TenantId == filter.TenantId && e.StartedAt >= filter.From && e.StartedAt < filter.Until);
            if (filter.QueueId is { } queue)
            {
                calls = calls.Where(e => db.QueueVisits.Where(v => v.QueueId == queue).Select(v => v.CallId).Contains(e.CallId));
            }

            if (filter.UserId is { } user)
            {
                calls = calls.Where(e => db.CallParticipants.Where(p => p.UserId == user).Select(p => p.CallId).Contains(e.CallId));
            }

            if (cursor is not null)
            {
                calls = calls.Where(e => e.StartedAt > after.At || (e.StartedAt == after.At && string.Compare(e.CallId, after.Id) > 0));
            }

            var found = await calls.OrderBy(e => e.StartedAt).ThenBy(e => e.CallId).Take(limit + 1).ToListAsync(ct).ConfigureAwait(false);
            var page = Page<CallLogEntry>.Cut(found, limit, entry => new PageCursor(entry.StartedAt, entry.CallId));
            return new Page<CallFigures>(await LinkAsync(db, page.Items, ct).ConfigureAwait(false), page.Next);
        }
    }

    public async Task<Page<CallLegEntry>> LegsAsync(ReportFilter filter, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var (after, number) = (default(PageCursor), 0);
        if (cursor is not null && !(PageCursor.TryDecode(cursor, out after) && TryLeg(ref after, out number)))
        {
            return Page<CallLegEntry>.CursorRefused;
        }

        if (!IsAskable(filter))
        {
            return new Page<CallLegEntry>([], null);
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var legs = db.CallLegs.Where(l => l.TenantId == filter.TenantId && l.StartedAt >= filter.From && l.StartedAt < filter.Until);
            legs = filter.QueueId is { } queue ? legs.Where(l => l.QueueId == queue) : legs;
            legs = filter.UserId is { } user ? legs.Where(l => l.UserId == user) : legs;
            if (cursor is not null)
            {
                legs = legs.Where(l => l.StartedAt > after.At
                    || (l.StartedAt == after.At && (string.Compare(l.CallId, after.Id) > 0 || (l.CallId == after.Id && l.Leg > number))));
            }

            var found = await legs.OrderBy(l => l.StartedAt).ThenBy(l => l.CallId).ThenBy(l => l.Leg).Take(limit + 1).ToListAsync(ct).ConfigureAwait(false);
            return Page<CallLegEntry>.Cut(found, limit, leg => new PageCursor(leg.StartedAt, FormattableString.Invariant($"{leg.Leg} {leg.CallId}")));
        }
    }

    private static bool TryLeg(ref PageCursor cursor, out int number)
    {
        var space = cursor.Id.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !int.TryParse(cursor.Id.AsSpan(0, space), System.Globalization.CultureInfo.InvariantCulture, out number))
        {
            number = 0;
            return false;
        }

        cursor = cursor with { Id = cursor.Id[(space + 1)..] };
        return true;
    }

    private static bool IsAskable(ReportFilter filter) => StoredText.Accepts(filter.TenantId, filter.QueueId, filter.UserId);

    private static ReportFilter Whole(ReportFilter filter, ReportCalendar calendar)
    {
        var last = calendar.StartOf(filter.Until);
        return filter with { From = calendar.StartOf(filter.From), Until = last < filter.Until ? calendar.EndOf(last) : last };
    }

    private async Task<List<CallFigures>> LinkAsync(RtcDbContext db, IReadOnlyList<CallLogEntry> entries, CancellationToken ct)
    {
        var ids = entries.Select(entry => entry.CallId).ToList();
        var visits = await _pages.VisitsOfAsync(ids, ct).ConfigureAwait(false);
        var wrapUps = await _pages.WrapUpsAsync(visits, ct).ConfigureAwait(false);
        var transfers = await db.Transfers.Where(t => ids.Contains(t.CallId)).OrderBy(t => t.Number).ToListAsync(ct).ConfigureAwait(false);
        var (visitsOf, transfersOf) = (visits.ToLookup(visit => visit.CallId), transfers.ToLookup(transfer => transfer.CallId));
        return
        [
            .. entries.Select(entry => new CallFigures(
                entry,
                [.. visitsOf[entry.CallId]],
                [.. transfersOf[entry.CallId]],
                visitsOf[entry.CallId].Aggregate(TimeSpan.Zero, (sum, visit) => sum + WrapUpOf(wrapUps, visit)))),
        ];
    }

    private async IAsyncEnumerable<Occurrence<QueueTally>> VisitsAsync(ReportFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in _pages.VisitsAsync(filter, answeredOnly: false, ct).ConfigureAwait(false))
        {
            var wrapUps = await _pages.WrapUpsAsync(page, ct).ConfigureAwait(false);
            foreach (var visit in page)
            {
                yield return new VisitOccurrence(visit, WrapUpOf(wrapUps, visit));
            }
        }
    }

    private async IAsyncEnumerable<Occurrence<QueueTally>> WrapUpsAsync(ReportFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (work, over) in _pages.WorkAsync(filter, AgentActivity.WrapUp, ct).ConfigureAwait(false))
        {
            yield return new WrapUpOccurrence(work, over);
        }
    }

    private async IAsyncEnumerable<Occurrence<AgentTally>> WorkAsync(ReportFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (work, over) in _pages.WorkAsync(filter, null, ct).ConfigureAwait(false))
        {
            yield return new WorkOccurrence(work, over);
        }
    }

    private async IAsyncEnumerable<Occurrence<AgentTally>> OffersAsync(ReportFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in _pages.OffersAsync(filter, ct).ConfigureAwait(false))
        {
            var answered = page.Where(offer => offer.Outcome == OfferOutcome.Answered).Select(offer => offer.CallId);
            var visits = (await _pages.VisitsOfAsync(answered, ct).ConfigureAwait(false)).ToDictionary(visit => (visit.CallId, visit.Visit));
            var wrapUps = await _pages.WrapUpsAsync(visits.Values, ct).ConfigureAwait(false);
            foreach (var offer in page)
            {
                var handling = offer.Outcome == OfferOutcome.Answered && visits.TryGetValue((offer.CallId, offer.Visit), out var visit)
                    ? visit.Talked + WrapUpOf(wrapUps, visit)
                    : TimeSpan.Zero;
                yield return new OfferOccurrence(offer, handling);
            }
        }
    }

    private async IAsyncEnumerable<Occurrence<AgentTally>> TalksAsync(ReportFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in _pages.VisitsAsync(filter, answeredOnly: true, ct).ConfigureAwait(false))
        {
            foreach (var visit in page.Where(visit => visit.Holds.Count > 0))
            {
                yield return new TalkOccurrence(visit);
            }
        }
    }

    private static TimeSpan WrapUpOf(IReadOnlyDictionary<(string Queue, long Offer, string Agent), TimeSpan> wrapUps, QueueVisitEntry visit) =>
        visit is { Offer: { } offer, AgentId: { } agent } ? wrapUps.GetValueOrDefault((visit.QueueId, offer, agent)) : TimeSpan.Zero;
}
