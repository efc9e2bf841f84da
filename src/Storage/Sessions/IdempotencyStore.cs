using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Sessions;

/// <summary>Idempotency keys in the relational database: the primary key decides who of two was first.</summary>
internal sealed class IdempotencyStore(IDbContextFactory<RtcDbContext> contexts, TimeProvider time) : IIdempotencyStore
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    // A request whose process died must not block its key for a day; no request works longer than this.
    private static readonly TimeSpan LongestWork = TimeSpan.FromMinutes(2);

    public async Task<(IdempotencyState State, IdempotentAnswer? Answer)> BeginAsync(string userId, string key, string requestHash, CancellationToken ct = default)
    {
        if (key.Length is 0 or > 200 || !StoredText.Accepts(userId, key, requestHash))
        {
            throw new ArgumentException("An idempotency key has 1 to 200 characters of text.", nameof(key));
        }

        // Two tries: the row that was in the way may have expired or gone between the insert and the look.
        for (var tries = 0; tries < 2; tries++)
        {
            if (await TryInsertAsync(userId, key, requestHash, ct).ConfigureAwait(false))
            {
                return (IdempotencyState.Started, null);
            }

            if (await FindAsync(userId, key, ct).ConfigureAwait(false) is { } row)
            {
                return row.RequestHash != requestHash ? (IdempotencyState.Mismatch, null)
                    : row.Status is { } status ? (IdempotencyState.Answered, new IdempotentAnswer(status, row.ContentType, row.Body))
                    : (IdempotencyState.InProgress, null);
            }
        }

        return (IdempotencyState.InProgress, null);
    }

    public async Task CompleteAsync(string userId, string key, IdempotentAnswer answer, CancellationToken ct = default)
    {
        int? status = answer.Status;
        var body = answer.Body.ToArray();
        var expires = time.GetUtcNow() + Lifetime;
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(
                () => db.IdempotencyKeys.Where(r => r.UserId == userId && r.Key == key && r.Status == null).ExecuteUpdateAsync(
                    set => set.SetProperty(r => r.Status, status).SetProperty(r => r.ContentType, answer.ContentType)
                        .SetProperty(r => r.Body, body).SetProperty(r => r.ExpiresAt, expires),
                    ct),
                ct).ConfigureAwait(false);
        }
    }

    public async Task AbandonAsync(string userId, string key, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(
                () => db.IdempotencyKeys.Where(r => r.UserId == userId && r.Key == key && r.Status == null).ExecuteDeleteAsync(ct), ct).ConfigureAwait(false);
        }
    }

    public async Task<int> PurgeAsync(CancellationToken ct = default)
    {
        var now = time.GetUtcNow();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(() => db.IdempotencyKeys.Where(r => r.ExpiresAt <= now).ExecuteDeleteAsync(ct), ct).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryInsertAsync(string userId, string key, string requestHash, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                return await db.InTransactionAsync(
                    async () =>
                    {
                        await db.IdempotencyKeys.Where(r => r.UserId == userId && r.Key == key && r.ExpiresAt <= now).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                        db.Add(new IdempotencyRow { UserId = userId, Key = key, RequestHash = requestHash, ExpiresAt = now + LongestWork });
                        await db.SaveChangesAsync(ct).ConfigureAwait(false);
                        return true;
                    },
                    ct).ConfigureAwait(false);
            }
            catch (DbUpdateException taken) when (DatabaseFault.IsTaken(taken))
            {
                return false;
            }
        }
    }

    private async Task<IdempotencyRow?> FindAsync(string userId, string key, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.IdempotencyKeys.SingleOrDefaultAsync(r => r.UserId == userId && r.Key == key && r.ExpiresAt > now, ct).ConfigureAwait(false);
        }
    }
}
