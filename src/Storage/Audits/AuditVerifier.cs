using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Audits;

/// <summary>Reads the audit trail as it lies in the stores and says what is not as it was written. Only reads: may run beside the servers.</summary>
public sealed class AuditVerifier
{
    private const int Page = 500;

    private readonly IDbContextFactory<RtcDbContext> _contexts;
    private readonly AuditCheckpoints _checkpoints;
    private readonly SigningKeys _keys;
    private readonly TimeProvider _time;

    internal AuditVerifier(IDbContextFactory<RtcDbContext> contexts, AuditCheckpoints checkpoints, SigningKeys keys, TimeProvider time) =>
        (_contexts, _checkpoints, _keys, _time) = (contexts, checkpoints, keys, time);

    /// <summary>Verifies.</summary>
    /// <param name="tenant">Whose trail; null for everybody's.</param>
    /// <param name="tell">Gets each fault, with its tenant.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<AuditVerdict> VerifyAsync(string? tenant, Func<string, string, Task> tell, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(tell);
        var verdict = default(AuditVerdict);
        var isAdopting = await _checkpoints.BegunAsync(ct).ConfigureAwait(false) is { } begun && _time.GetUtcNow() - begun < AuditCheckpoints.Adoption;
        foreach (var each in await TenantsAsync(tenant, ct).ConfigureAwait(false))
        {
            // The chain grows meanwhile: checkpoints are read first, so that each of them is behind the end that is read after it.
            var found = new Tenant(each, _keys, await _checkpoints.ListAsync(each, ct).ConfigureAwait(false), isAdopting);
            await ReadAsync(found, ct).ConfigureAwait(false);
            foreach (var fault in found.Faults)
            {
                await tell(each, fault).ConfigureAwait(false);
            }

            verdict = new AuditVerdict(
                verdict.Tenants + 1,
                verdict.Sealed + found.Sealed,
                verdict.Open + found.Open,
                verdict.Unsigned + found.Unsigned,
                verdict.Checkpoints + found.Checkpoints,
                verdict.Faults + found.Faults.Count);
        }

        return verdict;
    }

    private async Task<IReadOnlyList<string>> TenantsAsync(string? tenant, CancellationToken ct)
    {
        if (tenant is not null)
        {
            return [tenant];
        }

        var tenants = await _checkpoints.TenantsAsync(ct).ConfigureAwait(false);
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            tenants.UnionWith(await db.Audit.Select(row => row.TenantId).Distinct().ToListAsync(ct).ConfigureAwait(false));
            tenants.UnionWith(await db.AuditChain.Select(link => link.TenantId).Distinct().ToListAsync(ct).ConfigureAwait(false));
        }

        return [.. tenants.Order(StringComparer.Ordinal)];
    }

    private async Task ReadAsync(Tenant tenant, CancellationToken ct)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            for (var after = 0L; ;)
            {
                var from = after;
                var page = await db.AuditChain.Where(link => link.TenantId == tenant.Id && link.Number > from).OrderBy(link => link.Number).Take(Page)
                    .Select(link => new { Link = link, Row = db.Audit.FirstOrDefault(row => row.Id == link.RowId) }).ToListAsync(ct).ConfigureAwait(false);
                page.ForEach(each => tenant.See(each.Link, each.Row));
                if (page.Count < Page)
                {
                    break;
                }

                after = page[^1].Link.Number;
            }

            tenant.SeeEnd();
            var open = await db.Audit.Where(row => row.TenantId == tenant.Id && !db.AuditChain.Any(link => link.RowId == row.Id)).OrderBy(row => row.Id).ToListAsync(ct).ConfigureAwait(false);
            open.ForEach(tenant.SeeOpen);
            var copies = await db.Audit.Where(row => row.TenantId == tenant.Id && row.EntryId != "").GroupBy(row => row.EntryId).Where(same => same.Count() > 1)
                .Select(same => same.Key).ToListAsync(ct).ConfigureAwait(false);
            copies.ForEach(tenant.SeeCopy);
        }
    }

    /// <summary>What is found of one tenant.</summary>
    private sealed class Tenant
    {
        private readonly SigningKeys _keys;
        private readonly Dictionary<long, AuditCheckpoint> _checkpoints = [];
        private readonly long _mayLackSignature;
        private long _number;
        private string _hash = AuditSeal.Nothing;

        public Tenant(string id, SigningKeys keys, List<(string Path, AuditCheckpoint? Checkpoint, SignatureStatus Status)> checkpoints, bool isAdopting)
        {
            (Id, _keys, Checkpoints) = (id, keys, checkpoints.Count);
            foreach (var (path, checkpoint, status) in checkpoints)
            {
                if (checkpoint is null)
                {
                    Faults.Add($"checkpoint {path} {(status == SignatureStatus.UnknownKey ? "is signed with a key that is not known here" : "is not as it was signed")}");
                }
                else
                {
                    _checkpoints[checkpoint.Number] = checkpoint;
                    _mayLackSignature = checkpoint.Unsigned;
                }
            }

            // Before the first checkpoint nothing says what is of before; and for an hour processes of the version before may still write.
            _mayLackSignature = checkpoints.Count == 0 || isAdopting ? long.MaxValue : _mayLackSignature;
        }

        public string Id { get; }

        public List<string> Faults { get; } = [];

        public long Sealed { get; private set; }

        public long Open { get; private set; }

        public long Unsigned { get; private set; }

        public int Checkpoints { get; }

        public void See(AuditLink link, AuditRow? row)
        {
            Sealed++;
            var isNext = link.Number == _number + 1;
            if (!isNext)
            {
                Faults.Add($"row {Numbers(_number + 1, link.Number - 1)} missing from the chain");
            }

            if (row is null)
            {
                Faults.Add($"row {link.Number} was deleted");
            }
            else if (row.TenantId != Id || (isNext && AuditSeal.Link(_hash, link.Number, row) != link.Hash))
            {
                Faults.Add($"row {link.Number} is not what was sealed");
            }
            else
            {
                See(row, link.Number, $"row {link.Number}");
            }

            if (_checkpoints.GetValueOrDefault(link.Number) is { } checkpoint && checkpoint.Hash != link.Hash)
            {
                Faults.Add($"the chain up to row {link.Number} is not the one that was signed on {checkpoint.At:yyyy-MM-dd HH:mm:ss}Z");
            }

            (_number, _hash) = (link.Number, link.Hash);
        }

        public void SeeEnd()
        {
            if (_checkpoints.Keys.DefaultIfEmpty().Max() is var signed && signed > _number)
            {
                Faults.Add($"row {Numbers(_number + 1, signed)} cut off: they were there on {_checkpoints[signed].At:yyyy-MM-dd HH:mm:ss}Z");
            }
        }

        public void SeeOpen(AuditRow row)
        {
            Open++;
            See(row, _number + 1, $"row {row.Id} of the table, which is not sealed yet,");
        }

        public void SeeCopy(string entry) => Faults.Add($"entry {entry} is there more than once");

        private void See(AuditRow row, long number, string name)
        {
            if (row.Signature.Length == 0)
            {
                Unsigned++;
                if (number > _mayLackSignature)
                {
                    Faults.Add($"{name} was put in: it is not signed");
                }
            }
            else if (AuditSeal.IsSigned(row, _keys) is not true)
            {
                Faults.Add($"{name} was not written by this cluster, or changed: its signature is not its own");
            }
        }

        private static string Numbers(long first, long last) => first == last ? $"{first} is" : $"{first} to {last} are";
    }
}
