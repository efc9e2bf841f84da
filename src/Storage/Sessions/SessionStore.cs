using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Sessions;

/// <summary>Sign-in sessions in the relational database.</summary>
internal sealed class SessionStore(IDbContextFactory<RtcDbContext> contexts, TimeProvider time) : ISessionStore
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, long> _touched = new();

    // Compiled once for a store: it is asked for each request and each method of the hub.
    private readonly Func<RtcDbContext, string, string, CancellationToken, Task<UserRole?>> _role = EF.CompileAsyncQuery(
        (RtcDbContext db, string session, string user, CancellationToken ct) => db.SignInSessions.Where(s => s.Id == session && s.UserId == user && s.RevokedAt == null)
            .Join(db.Users.Where(u => !u.Disabled), s => s.UserId, u => u.Id, (s, u) => (UserRole?)u.Role).SingleOrDefault());

    public async Task<SignInSession> CreateAsync(string userId, string address, string userAgent, CancellationToken ct = default)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var session = new SignInSession
        {
            Id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)),
            UserId = userId,
            CreatedAt = now,
            LastUsedAt = now,
            Address = StoredText.Cleaned(address, 64),
            UserAgent = StoredText.Cleaned(userAgent, 400),
        };
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            db.Add(session);
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
        }

        return session;
    }

    public async Task<SignInSession?> FindAsync(string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.SignInSessions.SingleOrDefaultAsync(s => s.Id == id, ct).ConfigureAwait(false);
        }
    }

    public async Task<UserRole?> FindRoleAsync(string id, string userId, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(id, userId))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await _role(db, id, userId, ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<SignInSession>> ListAsync(string userId, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.SignInSessions.Where(s => s.UserId == userId && s.RevokedAt == null)
                .OrderByDescending(s => s.LastUsedAt).ThenBy(s => s.Id).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<SignInSession>> ListRevokedAsync(DateTimeOffset since, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.SignInSessions.Where(s => s.RevokedAt >= since).OrderBy(s => s.RevokedAt).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<bool> RevokeAsync(string userId, string id, CancellationToken ct = default) =>
        StoredText.Accepts(id)
        && (await RevokeAsync(db => db.SignInSessions.Where(s => s.UserId == userId && s.Id == id && s.RevokedAt == null), ct).ConfigureAwait(false)).Count == 1;

    public Task<IReadOnlyList<string>> RevokeAllAsync(string userId, string? except = null, CancellationToken ct = default) =>
        RevokeAsync(db => db.SignInSessions.Where(s => s.UserId == userId && s.Id != except && s.RevokedAt == null), ct);

    public async Task TouchAsync(string id, CancellationToken ct = default)
    {
        var now = time.GetUtcNow();
        if (!StoredText.Accepts(id) || (_touched.TryGetValue(id, out var last) && now.ToUnixTimeMilliseconds() - last < TouchEvery.TotalMilliseconds))
        {
            return;
        }

        Forget(now);
        _touched[id] = now.ToUnixTimeMilliseconds();
        var due = now - TouchEvery;
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(
                () => db.SignInSessions.Where(s => s.Id == id && s.RevokedAt == null && s.LastUsedAt <= due)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, now), ct),
                ct).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<string>> RevokeAsync(Func<RtcDbContext, IQueryable<SignInSession>> which, CancellationToken ct)
    {
        DateTimeOffset? now = time.GetUtcNow();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    var ids = await which(db).Select(s => s.Id).ToListAsync(ct).ConfigureAwait(false);
                    await db.SignInSessions.Where(s => ids.Contains(s.Id) && s.RevokedAt == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(s => s.RevokedAt, now), ct).ConfigureAwait(false);
                    return (IReadOnlyList<string>)ids;
                },
                ct).ConfigureAwait(false);
        }
    }

    // What was touched longer ago than a minute is remembered for nothing.
    private void Forget(DateTimeOffset now)
    {
        if (_touched.Count < MaxRemembered)
        {
            return;
        }

        var due = (now - TouchEvery).ToUnixTimeMilliseconds();
        foreach (var (id, last) in _touched)
        {
            if (last <= due)
            {
                _touched.TryRemove(id, out _);
            }
        }
    }
}
