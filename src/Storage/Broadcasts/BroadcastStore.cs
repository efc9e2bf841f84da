using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Broadcasts;

/// <summary>Broadcasts in the database.</summary>
internal sealed class BroadcastStore(IDbContextFactory<RtcDbContext> contexts) : IBroadcasts
{
    private const int LargestPage = 500;

    public Task SaveListAsync(BroadcastList list, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        var clean = list with { Name = StoredText.Cleaned(list.Name, BroadcastModel.NameLength) };
        return WriteAsync(
            async db =>
            {
                var isThere = await db.BroadcastLists.AnyAsync(l => l.TenantId == clean.TenantId && l.Id == clean.Id, ct).ConfigureAwait(false);
                db.Entry(clean).State = isThere ? EntityState.Modified : EntityState.Added;
                await db.SaveChangesAsync(ct).ConfigureAwait(false);
                return true;
            },
            ct);
    }

    public Task<BroadcastList?> FindListAsync(string tenantId, string id, CancellationToken ct = default) =>
        ReadAsync(db => db.BroadcastLists.SingleOrDefaultAsync(l => l.TenantId == tenantId && l.Id == id, ct));

    public Task<IReadOnlyList<(BroadcastList List, int Members)>> ListListsAsync(string tenantId, string? owner, CancellationToken ct = default) =>
        ReadAsync<IReadOnlyList<(BroadcastList, int)>>(async db =>
        {
            var lists = await db.BroadcastLists.Where(l => l.TenantId == tenantId && (owner == null || l.Owner == owner)).OrderBy(l => l.Name).ThenBy(l => l.Id).ToListAsync(ct).ConfigureAwait(false);
            var counts = await db.BroadcastListMembers.Where(m => m.TenantId == tenantId).GroupBy(m => m.ListId).Select(g => new { g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, ct).ConfigureAwait(false);
            return [.. lists.Select(list => (list, counts.GetValueOrDefault(list.Id)))];
        });

    public Task<SaveResult> DeleteListAsync(string tenantId, string id, CancellationToken ct = default) => WriteAsync(
        async db =>
        {
            if (await db.Broadcasts.AnyAsync(b => b.TenantId == tenantId && b.ListId == id && b.State == BroadcastState.Running, ct).ConfigureAwait(false))
            {
                return new SaveResult(SaveStatus.Conflict, 0, "A broadcast to this list is running.");
            }

            await db.BroadcastListMembers.Where(m => m.TenantId == tenantId && m.ListId == id).ExecuteDeleteAsync(ct).ConfigureAwait(false);
            await db.BroadcastLists.Where(l => l.TenantId == tenantId && l.Id == id).ExecuteDeleteAsync(ct).ConfigureAwait(false);
            return SaveResult.Saved(0);
        },
        ct);

    public Task<IReadOnlyList<string>> ListMembersAsync(string tenantId, string id, string after, int limit, CancellationToken ct = default) =>
        ReadAsync<IReadOnlyList<string>>(async db => await db.BroadcastListMembers
            .Where(m => m.TenantId == tenantId && m.ListId == id && string.Compare(m.UserName, after) > 0)
            .OrderBy(m => m.UserName).Take(Math.Clamp(limit, 1, LargestPage)).Select(m => m.UserName).ToListAsync(ct).ConfigureAwait(false));

    public Task<int> CountMembersAsync(string tenantId, string id, CancellationToken ct = default) =>
        ReadAsync(db => db.BroadcastListMembers.CountAsync(m => m.TenantId == tenantId && m.ListId == id, ct));

    public Task<(SaveResult Result, int Added)> AddMembersAsync(string tenantId, string id, IReadOnlyCollection<string> users, CancellationToken ct = default) => WriteAsync(
        async db =>
        {
            var there = (await db.BroadcastListMembers.Where(m => m.TenantId == tenantId && m.ListId == id).Select(m => m.UserName).ToListAsync(ct).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
            var fresh = users.Where(user => !there.Contains(user)).Distinct(StringComparer.Ordinal).ToList();
            if (there.Count + fresh.Count > BroadcastList.MostMembers)
            {
                return (SaveResult.Invalid($"A list has at most {BroadcastList.MostMembers} members."), 0);
            }

            db.AddRange(fresh.Select(user => new BroadcastListMember { TenantId = tenantId, ListId = id, UserName = user }));
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
            return (SaveResult.Saved(0), fresh.Count);
        },
        ct);

    public Task<bool> RemoveMemberAsync(string tenantId, string id, string user, CancellationToken ct = default) => WriteAsync(
        async db => await db.BroadcastListMembers.Where(m => m.TenantId == tenantId && m.ListId == id && m.UserName == user).ExecuteDeleteAsync(ct).ConfigureAwait(false) > 0, ct);

    public async Task<Broadcast> BeginAsync(Broadcast broadcast, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        if (await FindAsync(broadcast.TenantId, broadcast.Id, ct).ConfigureAwait(false) is { } there)
        {
            return there;
        }

        var clean = broadcast with { Text = StoredText.Cleaned(broadcast.Text) };
        try
        {
            return await WriteAsync(
                async db =>
                {
                    db.Add(clean);
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return clean;
                },
                ct).ConfigureAwait(false);
        }
        catch (DbUpdateException e) when (DatabaseFault.IsTaken(e))
        {
            return (await FindAsync(broadcast.TenantId, broadcast.Id, ct).ConfigureAwait(false))!;
        }
    }

    public Task<Broadcast?> FindAsync(string tenantId, string id, CancellationToken ct = default) =>
        ReadAsync(db => db.Broadcasts.SingleOrDefaultAsync(b => b.TenantId == tenantId && b.Id == id, ct));

    public async Task<Page<Broadcast>> ListAsync(string tenantId, string? sender, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var after = default(PageCursor);
        if (cursor is not null && !PageCursor.TryDecode(cursor, out after))
        {
            return Page<Broadcast>.CursorRefused;
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var found = await ReadAsync(db =>
        {
            var all = db.Broadcasts.Where(b => b.TenantId == tenantId && (sender == null || b.Sender == sender));
            if (cursor is not null)
            {
                all = all.Where(b => b.StartedAt < after.At || (b.StartedAt == after.At && string.Compare(b.Id, after.Id) < 0));
            }

            return all.OrderByDescending(b => b.StartedAt).ThenByDescending(b => b.Id).Take(limit + 1).ToListAsync(ct);
        }).ConfigureAwait(false);
        return Page<Broadcast>.Cut(found, limit, broadcast => new PageCursor(broadcast.StartedAt, broadcast.Id));
    }

    public Task<bool> AdvanceAsync(Broadcast broadcast, string from, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        return WriteAsync(
            async db => await db.Broadcasts
                .Where(b => b.TenantId == broadcast.TenantId && b.Id == broadcast.Id && b.State == BroadcastState.Running && b.Cursor == from)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(b => b.State, broadcast.State).SetProperty(b => b.Cursor, broadcast.Cursor).SetProperty(b => b.Delivered, broadcast.Delivered)
                        .SetProperty(b => b.Blocked, broadcast.Blocked).SetProperty(b => b.Gone, broadcast.Gone).SetProperty(b => b.EndedAt, broadcast.EndedAt),
                    ct).ConfigureAwait(false) > 0,
            ct);
    }

    private async Task<T> ReadAsync<T>(Func<RtcDbContext, Task<T>> read)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await read(db).ConfigureAwait(false);
        }
    }

    private async Task<T> WriteAsync<T>(Func<RtcDbContext, Task<T>> write, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(() => write(db), ct).ConfigureAwait(false);
        }
    }
}
