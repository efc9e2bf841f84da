using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Fax;

/// <summary>The faxes in the relational database.</summary>
internal sealed class FaxStore(IDbContextFactory<RtcDbContext> contexts) : IFaxStore
{
    private const int LargestPage = 500;

    public async Task<bool> AddAsync(FaxMessage fax, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            if (await db.FaxMessages.AnyAsync(f => f.Id == fax.Id, ct).ConfigureAwait(false))
            {
                return false;
            }

            // Numbers, names and stations come from the wire, where anybody writes anything.
            db.Add(fax with
            {
                Number = StoredText.Cleaned(fax.Number, FaxModel.NumberLength),
                Name = StoredText.Cleaned(fax.Name, FaxModel.NameLength),
                Station = StoredText.Cleaned(fax.Station, FaxModel.StationLength),
                Result = StoredText.Cleaned(fax.Result, FaxModel.ResultLength),
            });
            try
            {
                await db.SaveChangesAsync(ct).ConfigureAwait(false);
                return true;
            }
            catch (DbUpdateException e) when (DatabaseFault.IsTaken(e))
            {
                return false;
            }
        }
    }

    public Task<FaxMessage?> FindAsync(string owner, string id, CancellationToken ct = default) =>
        ReadAsync(owner, id, (box, token) => box.SingleOrDefaultAsync(f => f.Id == id, token), null, ct);

    public Task<FaxMessage?> FindWithDeletedAsync(string owner, string id, CancellationToken ct = default) =>
        ReadAsync(owner, id, (box, token) => box.SingleOrDefaultAsync(f => f.Id == id, token), null, ct, withDeleted: true);

    public async Task<string?> FindOwnerAsync(string tenant, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenant, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.FaxMessages.Where(f => f.Id == id && f.TenantId == tenant).Select(f => f.OwnerId).SingleOrDefaultAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<Page<FaxMessage>> ListAsync(string owner, FaxDirection? direction = null, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var after = default(PageCursor);
        if (cursor is not null && !PageCursor.TryDecode(cursor, out after))
        {
            return Page<FaxMessage>.CursorRefused;
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var found = await ReadAsync(
            owner,
            "",
            (box, token) =>
            {
                var faxes = box.Where(f => direction == null || f.Direction == direction);
                if (cursor is not null)
                {
                    faxes = faxes.Where(f => f.At < after.At || (f.At == after.At && string.Compare(f.Id, after.Id) < 0));
                }

                return faxes.OrderByDescending(f => f.At).ThenByDescending(f => f.Id).Take(limit + 1).ToListAsync(token);
            },
            [],
            ct).ConfigureAwait(false);
        return Page<FaxMessage>.Cut(found, limit, fax => new PageCursor(fax.At, fax.Id));
    }

    public Task<int> CountAsync(string owner, bool withDeleted = false, CancellationToken ct = default) =>
        ReadAsync(owner, "", (box, token) => box.CountAsync(token), 0, ct, withDeleted);

    public Task<bool> MarkAsync(string owner, string id, bool seen, CancellationToken ct = default) =>
        WriteAsync(owner, id, (fax, token) => fax.ExecuteUpdateAsync(set => set.SetProperty(f => f.Seen, seen), token), ct);

    public Task MeasuredAsync(string owner, string id, int pages, bool pending, CancellationToken ct = default) =>
        WriteAsync(owner, id, (fax, token) => fax.ExecuteUpdateAsync(set => set.SetProperty(f => f.Pages, pages).SetProperty(f => f.Pending, pending), token), ct);

    public Task TriedAsync(string owner, string id, FaxAttempt attempt, CancellationToken ct = default)
    {
        var station = StoredText.Cleaned(attempt.Station, FaxModel.StationLength);
        var result = StoredText.Cleaned(attempt.Result, FaxModel.ResultLength);
        return WriteAsync(
            owner,
            id,
            (fax, token) => fax.ExecuteUpdateAsync(
                set => set.SetProperty(f => f.State, attempt.State).SetProperty(f => f.CallId, attempt.CallId).SetProperty(f => f.Attempts, attempt.Attempts)
                    .SetProperty(f => f.Due, attempt.Due).SetProperty(f => f.PagesSent, attempt.PagesSent).SetProperty(f => f.Station, station).SetProperty(f => f.Result, result)
                    .SetProperty(f => f.DurationMilliseconds, attempt.DurationMilliseconds),
                token),
            ct);
    }

    public async Task<IReadOnlyList<FaxMessage>> ListPendingAsync(string owner, CancellationToken ct = default) =>
        await ListAsync(owner, f => f.Pending, f => f.At, ct).ConfigureAwait(false);

    public async Task<IReadOnlyList<FaxMessage>> ListUnsentAsync(string owner, CancellationToken ct = default) =>
        await ListAsync(owner, f => f.State == FaxState.Waiting || f.State == FaxState.Sending, f => f.Due, ct).ConfigureAwait(false);

    // What is left must not tell who it was from: only that there is nothing to bring back.
    public Task<bool> DeleteAsync(string owner, string id, DateTimeOffset at, bool isHeld = false, CancellationToken ct = default) =>
        WriteAsync(
            owner,
            id,
            (fax, token) => fax.ExecuteUpdateAsync(
                set => set.SetProperty(f => f.DeletedAt, at).SetProperty(f => f.Number, f => isHeld ? f.Number : "").SetProperty(f => f.Name, f => isHeld ? f.Name : "")
                    .SetProperty(f => f.Station, f => isHeld ? f.Station : "")
                    .SetProperty(f => f.Pending, false).SetProperty(f => f.Due, (DateTimeOffset?)null),
                token),
            ct);

    public Task PurgeAsync(string owner, string id, CancellationToken ct = default) => WriteAsync(owner, id, (fax, token) => fax.ExecuteDeleteAsync(token), ct, withDeleted: true);

    public async Task<IReadOnlyList<FaxMessage>> ListExpiredAsync(string owner, DateTimeOffset now, CancellationToken ct = default) =>
        await ListAsync(owner, f => f.RetainUntil < now, f => f.RetainUntil, ct, withDeleted: true).ConfigureAwait(false);

    public async Task<IReadOnlyList<FaxMessage>> ListAllAsync(string owner, string after = "", CancellationToken ct = default) =>
        await ListAsync(owner, f => string.Compare(f.Id, after) > 0, f => f.Id, ct, withDeleted: true).ConfigureAwait(false);

    private Task<List<FaxMessage>> ListAsync<TKey>(
        string owner, Expression<Func<FaxMessage, bool>> which, Expression<Func<FaxMessage, TKey>> order, CancellationToken ct, bool withDeleted = false) =>
        ReadAsync(owner, "", (box, token) => box.Where(which).OrderBy(order).Take(LargestPage).ToListAsync(token), [], ct, withDeleted);

    private async Task<T> ReadAsync<T>(string owner, string id, Func<IQueryable<FaxMessage>, CancellationToken, Task<T>> read, T otherwise, CancellationToken ct, bool withDeleted = false)
    {
        if (!StoredText.Accepts(owner, id))
        {
            return otherwise;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await read(db.FaxMessages.Where(f => f.OwnerId == owner && (withDeleted || f.DeletedAt == null)), ct).ConfigureAwait(false);
        }
    }

    private async Task<bool> WriteAsync(string owner, string id, Func<IQueryable<FaxMessage>, CancellationToken, Task<int>> write, CancellationToken ct, bool withDeleted = false)
    {
        if (!StoredText.Accepts(owner, id))
        {
            return false;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(() => write(db.FaxMessages.Where(f => f.OwnerId == owner && f.Id == id && (withDeleted || f.DeletedAt == null)), ct), ct).ConfigureAwait(false) > 0;
        }
    }
}
