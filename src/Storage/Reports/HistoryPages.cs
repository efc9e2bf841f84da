using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>Reads the history in order of time, a page after the other: no transaction lasts as long as somebody reads a report.</summary>
internal sealed class HistoryPages(IDbContextFactory<RtcDbContext> contexts, TimeProvider time)
{
    private const int PageSize = 500;

    /// <summary>Visits to queues that reach into the time.</summary>
    public async IAsyncEnumerable<QueueVisitEntry[]> VisitsAsync(ReportFilter filter, bool answeredOnly, [EnumeratorCancellation] CancellationToken ct)
    {
        QueueVisitEntry? last = null;
        do
        {
            var db = contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                var visits = db.QueueVisits.Where(v => v.TenantId == filter.TenantId && v.OfferedAt < filter.Until && (v.EndedAt > filter.From || v.OfferedAt >= filter.From));
                visits = filter.QueueId is { } queue ? visits.Where(v => v.QueueId == queue) : visits;
                visits = filter.UserId is { } agent ? visits.Where(v => v.AgentId == agent) : visits;
                visits = answeredOnly ? visits.Where(v => v.AgentId != null) : visits;
                if (last is { } after)
                {
                    visits = visits.Where(v => v.OfferedAt > after.OfferedAt
                        || (v.OfferedAt == after.OfferedAt && (string.Compare(v.CallId, after.CallId) > 0 || (v.CallId == after.CallId && v.Visit > after.Visit))));
                }

                var page = await visits.OrderBy(v => v.OfferedAt).ThenBy(v => v.CallId).ThenBy(v => v.Visit).Take(PageSize).ToArrayAsync(ct).ConfigureAwait(false);
                yield return page;
                last = page.Length == PageSize ? page[^1] : null;
            }
        }
        while (last is not null);
    }

    /// <summary>Offers to agents that were made in the time.</summary>
    public async IAsyncEnumerable<QueueOfferEntry[]> OffersAsync(ReportFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        QueueOfferEntry? last = null;
        do
        {
            var db = contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                var offers = db.QueueOffers.Where(o => o.TenantId == filter.TenantId && o.OfferedAt < filter.Until && o.OfferedAt >= filter.From);
                offers = filter.UserId is { } agent ? offers.Where(o => o.AgentId == agent) : offers;
                if (last is { } after)
                {
                    offers = offers.Where(o => o.OfferedAt > after.OfferedAt
                        || (o.OfferedAt == after.OfferedAt && (string.Compare(o.CallId, after.CallId) > 0 || (o.CallId == after.CallId && o.Offer > after.Offer))));
                }

                var page = await offers.OrderBy(o => o.OfferedAt).ThenBy(o => o.CallId).ThenBy(o => o.Offer).Take(PageSize).ToArrayAsync(ct).ConfigureAwait(false);
                yield return page;
                last = page.Length == PageSize ? page[^1] : null;
            }
        }
        while (last is not null);
    }

    /// <summary>What agents did that reaches into the time, each with its end: what goes on ends now, or where the next begins.</summary>
    public async IAsyncEnumerable<(AgentWorkEntry Work, DateTimeOffset Over)> WorkAsync(
        ReportFilter filter, AgentActivity? only, [EnumeratorCancellation] CancellationToken ct)
    {
        AgentWorkEntry? last = null;
        do
        {
            var read = new List<(AgentWorkEntry, DateTimeOffset)>(PageSize);
            var db = contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                var work = db.AgentWork.Where(w => w.TenantId == filter.TenantId && w.StartedAt < filter.Until && (w.EndedAt == null || w.EndedAt > filter.From));
                work = filter.QueueId is { } queue ? work.Where(w => w.QueueId == queue) : work;
                work = filter.UserId is { } agent ? work.Where(w => w.AgentId == agent) : work;
                work = only is { } activity ? work.Where(w => w.Activity == activity && w.QueueId != null) : work;
                if (last is { } after)
                {
                    work = work.Where(w => w.StartedAt > after.StartedAt
                        || (w.StartedAt == after.StartedAt && (string.Compare(w.AgentId, after.AgentId) > 0 || (w.AgentId == after.AgentId && w.Number > after.Number))));
                }

                var page = await work.OrderBy(w => w.StartedAt).ThenBy(w => w.AgentId).ThenBy(w => w.Number).Take(PageSize).ToArrayAsync(ct).ConfigureAwait(false);
                foreach (var one in page)
                {
                    read.Add((one, one.EndedAt ?? await EndAsync(db, one, ct).ConfigureAwait(false)));
                }

                last = page.Length == PageSize ? page[^1] : null;
            }

            foreach (var one in read)
            {
                yield return one;
            }
        }
        while (last is not null);
    }

    /// <summary>How long each of the offers was wrapped up.</summary>
    public async Task<IReadOnlyDictionary<(string Queue, long Offer, string Agent), TimeSpan>> WrapUpsAsync(
        IEnumerable<QueueVisitEntry> visits, CancellationToken ct)
    {
        var answered = visits.Where(visit => visit is { Offer: not null, AgentId: not null }).ToList();
        if (answered.Count == 0)
        {
            return new Dictionary<(string, long, string), TimeSpan>();
        }

        var queues = answered.Select(visit => visit.QueueId).Distinct().ToList();
        var offers = answered.Select(visit => visit.Offer).Distinct().ToList();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var found = await db.AgentWork.Where(w => w.Activity == AgentActivity.WrapUp && queues.Contains(w.QueueId!) && offers.Contains(w.Offer))
                .ToListAsync(ct).ConfigureAwait(false);
            var sums = new Dictionary<(string, long, string), TimeSpan>();
            foreach (var work in found)
            {
                var (key, over) = ((work.QueueId!, work.Offer!.Value, work.AgentId), work.EndedAt ?? await EndAsync(db, work, ct).ConfigureAwait(false));
                sums[key] = sums.GetValueOrDefault(key) + (over - work.StartedAt);
            }

            return sums;
        }
    }

    /// <summary>Visits of calls.</summary>
    public async Task<List<QueueVisitEntry>> VisitsOfAsync(IEnumerable<string> calls, CancellationToken ct)
    {
        var ids = calls.Distinct().ToList();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.QueueVisits.Where(v => ids.Contains(v.CallId)).OrderBy(v => v.CallId).ThenBy(v => v.Visit).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    // Of an agent whose process died the end may never have been told; what came next says it.
    private async Task<DateTimeOffset> EndAsync(RtcDbContext db, AgentWorkEntry open, CancellationToken ct)
    {
        var next = await db.AgentWork.Where(w => w.AgentId == open.AgentId && w.Number > open.Number).OrderBy(w => w.Number).FirstOrDefaultAsync(ct).ConfigureAwait(false);
        var end = next?.StartedAt ?? time.GetUtcNow();
        return end > open.StartedAt ? end : open.StartedAt;
    }
}
