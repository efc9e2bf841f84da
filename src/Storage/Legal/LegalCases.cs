using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Retention;

namespace RtcCluster.Storage.Legal;

/// <summary>The legal cases in the relational database.</summary>
internal sealed class LegalCases(IDbContextFactory<RtcDbContext> contexts, TimeProvider time) : ILegalCases
{
    private const int MostListed = 500;

    public async Task<IReadOnlyList<LegalCase>> ListAsync(string tenantId, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.LegalCases.Where(c => c.TenantId == tenantId).OrderByDescending(c => c.ProposedAt).ThenBy(c => c.Id).Take(MostListed).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<LegalCase>> ListOpenAsync(string tenantId, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.LegalCases.Where(c => c.TenantId == tenantId && c.State != LegalCaseState.Released).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<LegalCase?> FindAsync(string tenantId, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.LegalCases.SingleOrDefaultAsync(c => c.TenantId == tenantId && c.Id == id, ct).ConfigureAwait(false);
        }
    }

    public async Task<LegalCase> ProposeAsync(string tenantId, string name, string reason, LegalScope scope, string by, CancellationToken ct = default)
    {
        var proposed = new LegalCase
        {
            Id = Guid.CreateVersion7().ToString("N"),
            TenantId = tenantId,
            Name = StoredText.Cleaned(name, 200),
            Reason = StoredText.Cleaned(reason, 2000),
            Scope = scope,
            ProposedBy = by,
            ProposedAt = time.GetUtcNow(),
            Version = 1,
        };
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            db.Add(proposed);
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
            return proposed;
        }
    }

    public Task<LegalStep> ApproveAsync(string tenantId, string id, string by, CancellationToken ct = default) => StepAsync(
        tenantId,
        id,
        by,
        held => held.State == LegalCaseState.Proposed ? held.ProposedBy : null,
        held => held with { State = LegalCaseState.Active, ApprovedBy = by, ApprovedAt = time.GetUtcNow() },
        ct);

    public Task<LegalStep> AskReleaseAsync(string tenantId, string id, string by, CancellationToken ct = default) => StepAsync(
        tenantId,
        id,
        by,
        held => held.State is LegalCaseState.Active or LegalCaseState.Proposed ? "" : null,
        held => held.State == LegalCaseState.Active
            ? held with { State = LegalCaseState.Releasing, ReleaseAskedBy = by }
            : held with { State = LegalCaseState.Released, ReleaseAskedBy = by, ReleasedBy = by, ReleasedAt = time.GetUtcNow() },
        ct);

    public Task<LegalStep> ReleaseAsync(string tenantId, string id, string by, CancellationToken ct = default) => StepAsync(
        tenantId,
        id,
        by,
        held => held.State == LegalCaseState.Releasing ? held.ReleaseAskedBy : null,
        held => held with { State = LegalCaseState.Released, ReleasedBy = by, ReleasedAt = time.GetUtcNow() },
        ct);

    public async Task<IReadOnlyList<RetentionReceipt>> GoneAsync(LegalCase held, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var calls = held.Scope.Calls;
            var recordings = db.Recordings.Where(r => calls.Contains(r.CallId)).Select(r => r.Id);
            return await db.RetentionReceipts.Where(r => r.TenantId == held.TenantId && (calls.Contains(r.ObjectId) || recordings.Contains(r.ObjectId))).OrderBy(r => r.Id).Take(MostListed)
                .ToListAsync(ct).ConfigureAwait(false);
        }
    }

    /// <param name="tenantId">The tenant.</param>
    /// <param name="id">The case.</param>
    /// <param name="by">Who does the step.</param>
    /// <param name="notBy">Who must not, because that person did the one before; null when the case is not there yet.</param>
    /// <param name="step">The step.</param>
    /// <param name="ct">Ends the wait.</param>
    private async Task<LegalStep> StepAsync(string tenantId, string id, string by, Func<LegalCase, string?> notBy, Func<LegalCase, LegalCase> step, CancellationToken ct)
    {
        if (await FindAsync(tenantId, id, ct).ConfigureAwait(false) is not { } before)
        {
            return new LegalStep(LegalStepStatus.Missing, null);
        }

        if (notBy(before) is not { } other)
        {
            return new LegalStep(LegalStepStatus.NotNow, before);
        }

        if (other == by)
        {
            return new LegalStep(LegalStepStatus.SamePerson, before);
        }

        var after = step(before) with { Version = before.Version + 1 };
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            // Of two who step at once the second finds another version.
            var changed = await db.LegalCases.Where(c => c.Id == id && c.Version == before.Version).ExecuteUpdateAsync(
                set => set.SetProperty(c => c.State, after.State).SetProperty(c => c.ApprovedBy, after.ApprovedBy).SetProperty(c => c.ApprovedAt, after.ApprovedAt)
                    .SetProperty(c => c.ReleaseAskedBy, after.ReleaseAskedBy).SetProperty(c => c.ReleasedBy, after.ReleasedBy).SetProperty(c => c.ReleasedAt, after.ReleasedAt)
                    .SetProperty(c => c.Version, after.Version),
                ct).ConfigureAwait(false);
            return changed == 1 ? new LegalStep(LegalStepStatus.Done, after) : new LegalStep(LegalStepStatus.NotNow, await FindAsync(tenantId, id, ct).ConfigureAwait(false));
        }
    }
}
