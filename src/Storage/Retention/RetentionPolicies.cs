using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Legal;

namespace RtcCluster.Storage.Retention;

/// <summary>Reads how long a tenant keeps what, and what is held. Anew each time: a hold must not be overlooked for a second.</summary>
public sealed class RetentionPolicies
{
    private readonly IDbContextFactory<RtcDbContext> _contexts;
    private readonly IDirectory _directory;
    private readonly ILegalCases _cases;
    private readonly TimeProvider _time;

    internal RetentionPolicies(IDbContextFactory<RtcDbContext> contexts, IDirectory directory, ILegalCases cases, TimeProvider time) =>
        (_contexts, _directory, _cases, _time) = (contexts, directory, cases, time);

    /// <summary>As it is now.</summary>
    public async Task<RetentionPolicy> ReadAsync(string tenantId, CancellationToken ct = default)
    {
        for (var stored = await FindAsync(tenantId, ct).ConfigureAwait(false); ;)
        {
            var rules = RetentionRules.Read(stored?.Json);
            var departures = await DeparturesAsync(tenantId, rules, ct).ConfigureAwait(false);
            // A user who is deleted between the two reads has a rule under one name and a departure under another.
            var again = departures is null ? stored : await FindAsync(tenantId, ct).ConfigureAwait(false);
            if (again?.Version == stored?.Version)
            {
                return new RetentionPolicy(rules, await _cases.ListOpenAsync(tenantId, ct).ConfigureAwait(false), _time.GetUtcNow(), departures);
            }

            stored = again;
        }
    }

    private Task<Document?> FindAsync(string tenant, CancellationToken ct) => _directory.FindDocumentAsync(tenant, RetentionRules.Kind, RetentionRules.Name, ct);

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>>?> DeparturesAsync(string tenant, RetentionRules rules, CancellationToken ct)
    {
        List<string> names = [.. new[] { rules.Recordings, rules.CallLog, rules.Chat }.SelectMany(static rule => rule.Users.Keys).Select(Departure.NameOf).Distinct()];
        if (names.Count == 0)
        {
            return null;
        }

        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var last = await db.Departures.Where(d => d.TenantId == tenant && EF.Parameter(names).Contains(d.UserName)).ToListAsync(ct).ConfigureAwait(false);
            // The departure knows the last time only; each has its receipt.
            List<string> ids = [.. last.Where(static d => d.Number > 1).Select(d => DepartureErasure.ReceiptId(tenant, d.UserName))];
            var ends = (ids.Count == 0 ? [] : await db.RetentionReceipts.Where(r => r.TenantId == tenant && r.Kind == RetentionKind.User && EF.Parameter(ids).Contains(r.ObjectId))
                .Select(r => new { r.ObjectId, r.At }).ToListAsync(ct).ConfigureAwait(false)).ToLookup(static r => r.ObjectId, static r => r.At);
            return last.ToDictionary(
                static d => d.UserName,
                d => (IReadOnlyList<DateTimeOffset>)(d.Number > 1 ? [.. ends[DepartureErasure.ReceiptId(tenant, d.UserName)].Order()] : [d.BegunAt]));
        }
    }
}
