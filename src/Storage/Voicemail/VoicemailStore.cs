using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Sharing;

namespace RtcCluster.Storage.Voicemail;

/// <summary>The voicemail boxes in the relational database.</summary>
internal sealed class VoicemailStore(IDbContextFactory<RtcDbContext> contexts) : IVoicemailStore
{
    private const int LargestPage = 500;
    private const int LongestNumber = 64;
    private const int LongestName = 200;

    public async Task<bool> AddAsync(VoicemailMessage message, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            if (await db.VoicemailMessages.AnyAsync(m => m.Id == message.Id, ct).ConfigureAwait(false))
            {
                return false;
            }

            // Numbers and names come from the wire, where anybody writes anything.
            db.Add(message with { FromNumber = StoredText.Cleaned(message.FromNumber, LongestNumber), FromName = StoredText.Cleaned(message.FromName, LongestName) });
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

    public Task<VoicemailMessage?> FindAsync(string owner, string id, CancellationToken ct = default) =>
        ReadAsync(owner, id, (box, token) => box.SingleOrDefaultAsync(m => m.Id == id, token), null, ct);

    public Task<VoicemailMessage?> FindWithDeletedAsync(string owner, string id, CancellationToken ct = default) =>
        ReadAsync(owner, id, (box, token) => box.SingleOrDefaultAsync(m => m.Id == id, token), null, ct, withDeleted: true);

    public async Task<string?> FindOwnerAsync(string tenant, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenant, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.VoicemailMessages.Where(m => m.Id == id && m.TenantId == tenant).Select(m => m.OwnerId).SingleOrDefaultAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<Page<VoicemailMessage>> ListAsync(string owner, bool? heard = null, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var after = default(PageCursor);
        if (cursor is not null && !PageCursor.TryDecode(cursor, out after))
        {
            return Page<VoicemailMessage>.CursorRefused;
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var found = await ReadAsync(
            owner,
            "",
            (box, token) =>
            {
                var messages = box.Where(m => heard == null || m.Heard == heard);
                if (cursor is not null)
                {
                    messages = messages.Where(m => m.At < after.At || (m.At == after.At && string.Compare(m.Id, after.Id) < 0));
                }

                return messages.OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(limit + 1).ToListAsync(token);
            },
            [],
            ct).ConfigureAwait(false);
        return Page<VoicemailMessage>.Cut(found, limit, message => new PageCursor(message.At, message.Id));
    }

    public Task<VoicemailCounts> CountAsync(string owner, CancellationToken ct = default) => ReadAsync(
        owner,
        "",
        async (box, token) =>
        {
            var counted = await box.GroupBy(m => m.Heard).Select(group => new { Heard = group.Key, Count = group.Count() }).ToListAsync(token).ConfigureAwait(false);
            return new VoicemailCounts(counted.Where(c => !c.Heard).Sum(c => c.Count), counted.Where(c => c.Heard).Sum(c => c.Count));
        },
        default,
        ct);

    public Task<bool> MarkAsync(string owner, string id, bool heard, CancellationToken ct = default) =>
        WriteAsync(owner, id, (message, token) => message.ExecuteUpdateAsync(set => set.SetProperty(m => m.Heard, heard), token), ct);

    public Task MeasuredAsync(string owner, string id, long durationMilliseconds, bool pending, CancellationToken ct = default) =>
        WriteAsync(
            owner,
            id,
            (message, token) => message.ExecuteUpdateAsync(set => set.SetProperty(m => m.DurationMilliseconds, durationMilliseconds).SetProperty(m => m.Pending, pending), token),
            ct);

    public async Task<IReadOnlyList<VoicemailMessage>> ListPendingAsync(string owner, CancellationToken ct = default) =>
        await ListAsync(owner, m => m.Pending, m => m.At, ct).ConfigureAwait(false);

    // What is left must not tell who called: only that there is nothing to bring back.
    public Task<bool> DeleteAsync(string owner, string id, DateTimeOffset at, bool isHeld = false, CancellationToken ct = default) =>
        WriteAsync(
            owner,
            id,
            (message, token) => message.ExecuteUpdateAsync(
                set => set.SetProperty(m => m.DeletedAt, at).SetProperty(m => m.FromNumber, m => isHeld ? m.FromNumber : "").SetProperty(m => m.FromName, m => isHeld ? m.FromName : "")
                    .SetProperty(m => m.Pending, false).SetProperty(m => m.Mail, VoicemailMail.None).SetProperty(m => m.MailDue, (DateTimeOffset?)null),
                token),
            ct);

    public async Task PurgeAsync(string owner, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(owner, id))
        {
            return;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(
                async () =>
                {
                    // Links by which it was shared go with it, and who opened them.
                    await ShareLinks.DeleteAsync(db, owner, id, ct).ConfigureAwait(false);
                    return await db.VoicemailMessages.Where(m => m.OwnerId == owner && m.Id == id).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                },
                ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<VoicemailMessage>> ListExpiredAsync(string owner, DateTimeOffset now, CancellationToken ct = default) =>
        await ListAsync(owner, m => m.RetainUntil < now, m => m.RetainUntil, ct, withDeleted: true).ConfigureAwait(false);

    public async Task<IReadOnlyList<VoicemailMessage>> ListAllAsync(string owner, string after = "", CancellationToken ct = default) =>
        await ListAsync(owner, m => string.Compare(m.Id, after) > 0, m => m.Id, ct, withDeleted: true).ConfigureAwait(false);

    public async Task<IReadOnlyList<VoicemailMessage>> ListMailAsync(string owner, CancellationToken ct = default) =>
        await ListAsync(owner, m => m.Mail == VoicemailMail.Waiting, m => m.MailDue, ct).ConfigureAwait(false);

    public Task SetMailAsync(string owner, string id, VoicemailMail mail, int attempts, DateTimeOffset? due, CancellationToken ct = default) =>
        WriteAsync(
            owner,
            id,
            (message, token) => message.ExecuteUpdateAsync(
                set => set.SetProperty(m => m.Mail, mail).SetProperty(m => m.MailAttempts, attempts).SetProperty(m => m.MailDue, due), token),
            ct);

    private Task<List<VoicemailMessage>> ListAsync<TKey>(
        string owner, Expression<Func<VoicemailMessage, bool>> which, Expression<Func<VoicemailMessage, TKey>> order, CancellationToken ct, bool withDeleted = false) =>
        ReadAsync(owner, "", (box, token) => box.Where(which).OrderBy(order).Take(LargestPage).ToListAsync(token), [], ct, withDeleted);

    private async Task<T> ReadAsync<T>(string owner, string id, Func<IQueryable<VoicemailMessage>, CancellationToken, Task<T>> read, T otherwise, CancellationToken ct, bool withDeleted = false)
    {
        if (!StoredText.Accepts(owner, id))
        {
            return otherwise;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await read(db.VoicemailMessages.Where(m => m.OwnerId == owner && (withDeleted || m.DeletedAt == null)), ct).ConfigureAwait(false);
        }
    }

    private async Task<bool> WriteAsync(string owner, string id, Func<IQueryable<VoicemailMessage>, CancellationToken, Task<int>> write, CancellationToken ct)
    {
        if (!StoredText.Accepts(owner, id))
        {
            return false;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(() => write(db.VoicemailMessages.Where(m => m.OwnerId == owner && m.Id == id && m.DeletedAt == null), ct), ct).ConfigureAwait(false) > 0;
        }
    }
}
