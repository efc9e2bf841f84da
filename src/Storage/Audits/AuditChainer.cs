using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Audits;

/// <summary>
/// Gives the rows of the audit trail their place in their tenant's chain, and signs how far it is. Whoever writes a row waits for none of this; several processes may chain at once, and who comes second
/// does nothing.
/// </summary>
/// <remarks>docs/decisions/0017-one-order-for-the-audit-trail.md says why so.</remarks>
public sealed class AuditChainer
{
    /// <summary>Rows that a pass takes.</summary>
    public const int Batch = 500;

    /// <summary>Links after which a checkpoint is due at once.</summary>
    public const int CheckpointRows = 1000;

    /// <summary>How long a link waits for its checkpoint.</summary>
    public static readonly TimeSpan CheckpointEvery = TimeSpan.FromMinutes(1);

    // PostgreSQL numbers a row before it commits, so one with a smaller number may appear later: so many numbers are looked through again.
    private const long InFlight = 10_000;

    // What a row that was held up for longer leaves is found then.
    private static readonly TimeSpan LookAtAll = TimeSpan.FromMinutes(10);

    private readonly IDbContextFactory<RtcDbContext> _contexts;
    private readonly AuditCheckpoints _checkpoints;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Place> _places = new(StringComparer.Ordinal);
    private DateTimeOffset? _begun;
    private long _floor;
    private long? _lookedAtAll;
    private bool _isPlaced;

    internal AuditChainer(IDbContextFactory<RtcDbContext> contexts, AuditCheckpoints checkpoints, TimeProvider time) => (_contexts, _checkpoints, _time) = (contexts, checkpoints, time);

    /// <summary>Seals rows that are not sealed yet, a batch at most.</summary>
    /// <returns>How many; 0 also when another process was faster.</returns>
    public async Task<int> SealAsync(CancellationToken ct = default)
    {
        var isWhole = _lookedAtAll is not { } then || _time.GetElapsedTime(then) >= LookAtAll;
        var floor = isWhole ? 0 : _floor;
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var rows = await db.Audit.Where(row => row.Id > floor && !db.AuditChain.Any(link => link.RowId == row.Id)).OrderBy(row => row.Id).Take(Batch).ToListAsync(ct).ConfigureAwait(false);
            var made = 0;
            foreach (var tenant in rows.GroupBy(row => row.TenantId, StringComparer.Ordinal))
            {
                made += await ChainAsync(tenant.Key, [.. tenant], ct).ConfigureAwait(false);
            }

            if (rows.Count < Batch)
            {
                // All that was there is sealed, or is being sealed by another.
                var last = await db.Audit.MaxAsync(row => (long?)row.Id, ct).ConfigureAwait(false) ?? 0;
                _floor = Math.Max(0, last - InFlight);
                _lookedAtAll = isWhole ? _time.GetTimestamp() : _lookedAtAll;
            }

            return made;
        }
    }

    /// <summary>Signs how far the chains are, where that is due.</summary>
    /// <param name="all">Whether a link waits for nothing.</param>
    /// <param name="ct">Ends it.</param>
    public async Task CheckpointAsync(bool all = false, CancellationToken ct = default)
    {
        await PlaceAsync(ct).ConfigureAwait(false);
        foreach (var (tenant, place) in _places)
        {
            if (place.Head > place.Signed && (all || place.Head - place.Signed >= CheckpointRows || _time.GetElapsedTime(place.Since) >= CheckpointEvery))
            {
                await CheckpointAsync(tenant, place, ct).ConfigureAwait(false);
            }
        }
    }

    private async Task<int> ChainAsync(string tenant, List<AuditRow> rows, CancellationToken ct)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var head = await HeadAsync(db, tenant, ct).ConfigureAwait(false);
            var (number, hash) = (head?.Number ?? 0, head?.Hash ?? AuditSeal.Nothing);
            foreach (var row in rows)
            {
                hash = AuditSeal.Link(hash, ++number, row);
                db.Add(new AuditLink { TenantId = tenant, Number = number, RowId = row.Id, Hash = hash });
            }

            try
            {
                // One transaction: all of them or none.
                await db.SaveChangesAsync(ct).ConfigureAwait(false);
            }
            catch (DbUpdateException second) when (DatabaseFault.IsTaken(second))
            {
                return 0;
            }

            var now = _time.GetTimestamp();
            _places.AddOrUpdate(tenant, _ => new Place(number, 0, 0, now), (_, place) => place with { Head = number, Since = place.Head > place.Signed ? place.Since : now });
            return rows.Count;
        }
    }

    /// <summary>Once: chains that are further than their last checkpoint, because a process died in between.</summary>
    private async Task PlaceAsync(CancellationToken ct)
    {
        if (_isPlaced)
        {
            return;
        }

        _begun = await _checkpoints.BegunAsync(ct).ConfigureAwait(false);
        if (_begun is null)
        {
            _begun = _time.GetUtcNow();
            await _checkpoints.BeginAsync(_begun.Value, ct).ConfigureAwait(false);
        }

        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var heads = await db.AuditChain.GroupBy(link => link.TenantId).Select(chain => new { Tenant = chain.Key, Number = chain.Max(link => link.Number) }).ToListAsync(ct).ConfigureAwait(false);
            foreach (var head in heads)
            {
                var last = await _checkpoints.LastAsync(head.Tenant, ct).ConfigureAwait(false);
                var now = _time.GetTimestamp();
                _places.AddOrUpdate(
                    head.Tenant,
                    _ => new Place(head.Number, last?.Number ?? 0, last?.Unsigned ?? 0, now),
                    (_, place) => place with { Head = Math.Max(place.Head, head.Number), Signed = last?.Number ?? 0, Unsigned = last?.Unsigned ?? 0 });
            }
        }

        _isPlaced = true;
    }

    private async Task CheckpointAsync(string tenant, Place known, CancellationToken ct)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            // A chain that is shorter than what was signed is not signed again: that would hide that its end was cut off. What another process has signed since is found by whoever verifies.
            if (await HeadAsync(db, tenant, ct).ConfigureAwait(false) is not { } head || head.Number <= known.Signed)
            {
                _places[tenant] = known with { Head = known.Signed };
                return;
            }

            var now = _time.GetUtcNow();
            var unsigned = now - _begun < AuditCheckpoints.Adoption ? head.Number : known.Unsigned;
            await _checkpoints.WriteAsync(new AuditCheckpoint { Tenant = tenant, Number = head.Number, Hash = head.Hash, At = now, Unsigned = unsigned }, ct).ConfigureAwait(false);
            _places[tenant] = new Place(Math.Max(known.Head, head.Number), head.Number, unsigned, _time.GetTimestamp());
        }
    }

    private static Task<AuditLink?> HeadAsync(RtcDbContext db, string tenant, CancellationToken ct) =>
        db.AuditChain.Where(link => link.TenantId == tenant).OrderByDescending(link => link.Number).FirstOrDefaultAsync(ct);

    /// <summary>How far a chain is.</summary>
    /// <param name="Head">Its last number.</param>
    /// <param name="Signed">The number of its last checkpoint.</param>
    /// <param name="Unsigned">Up to which number rows may lack a signature, as that says.</param>
    /// <param name="Since">Since when links wait for the next one.</param>
    private readonly record struct Place(long Head, long Signed, long Unsigned, long Since);
}
