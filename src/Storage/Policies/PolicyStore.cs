using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Policies;

/// <summary>The documents in the database. A draft is the row of its kind that has no day of publishing.</summary>
internal sealed class PolicyStore(IDbContextFactory<RtcDbContext> contexts) : IPolicies
{
    public async Task<IReadOnlyList<PolicyVersion>> ListAsync(string tenantId, bool isBrief = true, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var rows = db.PolicyVersions.Where(v => v.TenantId == tenantId);
            rows = isBrief
                ? rows.Select(v => new PolicyVersion
                {
                    TenantId = v.TenantId,
                    Kind = v.Kind,
                    Version = v.Version,
                    TitleEs = v.TitleEs,
                    TitleEn = v.TitleEn,
                    Material = v.Material,
                    GraceDays = v.GraceDays,
                    Hash = v.Hash,
                    PublishedAt = v.PublishedAt,
                    EffectiveAt = v.EffectiveAt,
                    ChangedAt = v.ChangedAt,
                    ChangedBy = v.ChangedBy,
                    Revision = v.Revision,
                })
                : rows;
            var found = await rows.ToListAsync(ct).ConfigureAwait(false);
            return [.. found.OrderBy(v => v.Kind).ThenBy(v => v.Version)];
        }
    }

    public async Task<PolicyVersion?> FindAsync(string tenantId, PolicyKind kind, int version, CancellationToken ct = default)
    {
        if (version == 0)
        {
            return ShippedPolicies.Of(kind);
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.PolicyVersions.SingleOrDefaultAsync(v => v.TenantId == tenantId && v.Kind == kind && v.Version == version, ct).ConfigureAwait(false);
        }
    }

    public async Task<PolicyVersion> FindInForceAsync(string tenantId, PolicyKind kind, DateTimeOffset now, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.PolicyVersions.Where(v => v.TenantId == tenantId && v.Kind == kind && v.PublishedAt != null && v.EffectiveAt <= now)
                .OrderByDescending(v => v.Version).FirstOrDefaultAsync(ct).ConfigureAwait(false) ?? ShippedPolicies.Of(kind);
        }
    }

    public async Task<PolicyVersion?> SaveDraftAsync(PolicyVersion draft, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                return await db.InTransactionAsync(() => draft.Revision == 0 ? AddDraftAsync(db, draft, ct) : ChangeDraftAsync(db, draft, ct), ct).ConfigureAwait(false);
            }
            catch (Exception e) when (DatabaseFault.IsTaken(e))
            {
                return null;
            }
        }
    }

    public async Task<bool> DeleteDraftAsync(string tenantId, PolicyKind kind, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(() => Draft(db, tenantId, kind).ExecuteDeleteAsync(ct), ct).ConfigureAwait(false) > 0;
        }
    }

    public async Task<PolicyVersion?> PublishAsync(
        string tenantId, PolicyKind kind, int revision, DateTimeOffset effectiveAt, string by, DateTimeOffset now, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    if (await Draft(db, tenantId, kind).SingleOrDefaultAsync(v => v.Revision == revision, ct).ConfigureAwait(false) is not { } draft)
                    {
                        return null;
                    }

                    var published = draft with
                    {
                        Hash = draft.ComputeHash(),
                        PublishedAt = now,
                        EffectiveAt = effectiveAt < now ? now : effectiveAt,
                        ChangedAt = now,
                        ChangedBy = by,
                    };
                    // The condition is in the statement: a draft that is changed meanwhile is not published as something else.
                    return await Draft(db, tenantId, kind).Where(v => v.Revision == revision).ExecuteUpdateAsync(
                        set => set.SetProperty(v => v.Hash, published.Hash).SetProperty(v => v.PublishedAt, published.PublishedAt).SetProperty(v => v.EffectiveAt, published.EffectiveAt)
                            .SetProperty(v => v.ChangedAt, now).SetProperty(v => v.ChangedBy, by),
                        ct).ConfigureAwait(false) == 1 ? published : null;
                },
                ct).ConfigureAwait(false);
        }
    }

    public async Task AcceptAsync(PolicyAcceptance acceptance, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                db.Add(acceptance with { Device = StoredText.Cleaned(acceptance.Device, PolicyAcceptance.LongestDevice) });
                await db.SaveChangesAsync(ct).ConfigureAwait(false);
            }
            catch (Exception e) when (DatabaseFault.IsTaken(e))
            {
                // It was accepted before, and that counts.
            }
        }
    }

    public async Task<IReadOnlyList<PolicyAcceptance>> ListAcceptancesAsync(string tenantId, string userName, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.PolicyAcceptances.Where(a => a.TenantId == tenantId && a.UserName == userName).OrderByDescending(a => a.At).ThenBy(a => a.Kind).ThenByDescending(a => a.Version)
                .ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyDictionary<PolicyKind, int>> AcceptedAsync(string tenantId, string userName, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.PolicyAcceptances.Where(a => a.TenantId == tenantId && a.UserName == userName).GroupBy(a => a.Kind)
                .Select(group => new { Kind = group.Key, Version = group.Max(a => a.Version) }).ToDictionaryAsync(row => row.Kind, row => row.Version, ct).ConfigureAwait(false);
        }
    }

    private static IQueryable<PolicyVersion> Draft(RtcDbContext db, string tenantId, PolicyKind kind) =>
        db.PolicyVersions.Where(v => v.TenantId == tenantId && v.Kind == kind && v.PublishedAt == null);

    private static async Task<PolicyVersion?> AddDraftAsync(RtcDbContext db, PolicyVersion draft, CancellationToken ct)
    {
        if (await Draft(db, draft.TenantId, draft.Kind).AnyAsync(ct).ConfigureAwait(false))
        {
            return null;
        }

        var last = await db.PolicyVersions.Where(v => v.TenantId == draft.TenantId && v.Kind == draft.Kind).MaxAsync(v => (int?)v.Version, ct).ConfigureAwait(false) ?? 0;
        var added = draft with { Version = last + 1, Revision = 1, Hash = "", PublishedAt = null, EffectiveAt = null };
        db.Add(added);
        await db.SaveChangesAsync(ct).ConfigureAwait(false);
        return added;
    }

    private static async Task<PolicyVersion?> ChangeDraftAsync(RtcDbContext db, PolicyVersion draft, CancellationToken ct)
    {
        var changed = await Draft(db, draft.TenantId, draft.Kind).Where(v => v.Revision == draft.Revision).ExecuteUpdateAsync(
            set => set.SetProperty(v => v.TitleEs, draft.TitleEs).SetProperty(v => v.TitleEn, draft.TitleEn).SetProperty(v => v.TextEs, draft.TextEs).SetProperty(v => v.TextEn, draft.TextEn)
                .SetProperty(v => v.Material, draft.Material).SetProperty(v => v.GraceDays, draft.GraceDays).SetProperty(v => v.ChangedAt, draft.ChangedAt)
                .SetProperty(v => v.ChangedBy, draft.ChangedBy).SetProperty(v => v.Revision, draft.Revision + 1),
            ct).ConfigureAwait(false);
        return changed == 1 ? await Draft(db, draft.TenantId, draft.Kind).SingleOrDefaultAsync(ct).ConfigureAwait(false) : null;
    }
}
