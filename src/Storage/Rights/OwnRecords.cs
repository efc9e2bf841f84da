using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sharing;

namespace RtcCluster.Storage.Rights;

/// <summary>Reads what is a user's own in tables that nothing else reads by user: nothing of a time when somebody else had the name.</summary>
public sealed class OwnRecords
{
    private const int Page = 500;

    private readonly IDbContextFactory<RtcDbContext> _contexts;
    private readonly string _tenant;
    private readonly string _key;

    private OwnRecords(IDbContextFactory<RtcDbContext> contexts, string tenant, string user, DateTimeOffset since) => (_contexts, _tenant, _key, Since) = (contexts, tenant, $"{tenant}/{user}", since);

    /// <summary>Since when the user has the name; 1970 when nobody had it before.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Of a user.</summary>
    public static async Task<OwnRecords> OfAsync(IServiceProvider services, string tenant, string user, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        var contexts = (IDbContextFactory<RtcDbContext>)services.GetService(typeof(IDbContextFactory<RtcDbContext>))!;
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var since = await db.Departures.Where(d => d.TenantId == tenant && d.UserName == user).Select(d => d.ReusedAt).SingleOrDefaultAsync(ct).ConfigureAwait(false);
            return new OwnRecords(contexts, tenant, user, since ?? DateTimeOffset.UnixEpoch);
        }
    }

    /// <summary>What the user did as an agent, in order.</summary>
    public async IAsyncEnumerable<AgentWorkEntry> WorkAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        for (var after = long.MinValue; ;)
        {
            List<AgentWorkEntry> page;
            var db = _contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                page = await db.AgentWork.Where(w => w.TenantId == _tenant && w.AgentId == _key && w.StartedAt >= Since && w.Number > after).OrderBy(w => w.Number).Take(Page).ToListAsync(ct).ConfigureAwait(false);
            }

            foreach (var work in page)
            {
                yield return work;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = page[^1].Number;
        }
    }

    /// <summary>Callers of queues whom the user was offered, by time.</summary>
    public async IAsyncEnumerable<QueueOfferEntry> OffersAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        for (var (at, call) = (DateTimeOffset.UnixEpoch, ""); ;)
        {
            List<QueueOfferEntry> page;
            var db = _contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                page = await db.QueueOffers
                    .Where(o => o.TenantId == _tenant && o.AgentId == _key && o.OfferedAt >= Since && (o.OfferedAt > at || (o.OfferedAt == at && string.Compare(o.CallId, call) > 0)))
                    .OrderBy(o => o.OfferedAt).ThenBy(o => o.CallId).Take(Page).ToListAsync(ct).ConfigureAwait(false);
            }

            foreach (var offer in page)
            {
                yield return offer;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            (at, call) = (page[^1].OfferedAt, page[^1].CallId);
        }
    }

    /// <summary>Links that the user has made, the oldest first.</summary>
    public async Task<IReadOnlyList<ShareLink>> SharesAsync(CancellationToken ct = default)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ShareLinks.Where(l => l.TenantId == _tenant && l.CreatedBy == _key && l.CreatedAt >= Since).OrderBy(l => l.CreatedAt).ThenBy(l => l.Id).ToListAsync(ct).ConfigureAwait(false);
        }
    }
}
