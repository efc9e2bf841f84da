using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Google;

/// <summary>Accounts of Google in the database.</summary>
internal sealed class GoogleStore(IDbContextFactory<RtcDbContext> contexts, ContactWriter writer) : IGoogleStore
{
    /// <summary>What brings fields that come from Google.</summary>
    private const string Source = "google";

    // Above it there is room for as many saves.
    private const int FirstVersions = 1 << 30;

    public Task<GoogleAccount?> FindAsync(string tenantId, string user, CancellationToken ct = default) =>
        ReadAsync(db => db.GoogleAccounts.SingleOrDefaultAsync(a => a.TenantId == tenantId && a.UserName == user, ct));

    public Task<GoogleAccount?> SaveAsync(GoogleAccount account, CancellationToken ct = default) => SaveAsync(account, forgetsLinks: false, ct);

    public Task<GoogleAccount?> ReplaceAsync(GoogleAccount account, CancellationToken ct = default) => SaveAsync(account, forgetsLinks: true, ct);

    private async Task<GoogleAccount?> SaveAsync(GoogleAccount account, bool forgetsLinks, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(account);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                return await db.InTransactionAsync(
                    async () =>
                    {
                        var next = Put(db, account);
                        await db.SaveChangesAsync(ct).ConfigureAwait(false);
                        if (forgetsLinks)
                        {
                            await db.GoogleLinks.Where(l => l.TenantId == account.TenantId && l.UserName == account.UserName).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                        }

                        return next;
                    },
                    ct).ConfigureAwait(false);
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || DatabaseFault.IsTaken(e))
            {
                return null;
            }
        }
    }

    public Task DeleteAsync(string tenantId, string user, CancellationToken ct = default) => WriteAsync(
        async db =>
        {
            await db.GoogleLinks.Where(l => l.TenantId == tenantId && l.UserName == user).ExecuteDeleteAsync(ct).ConfigureAwait(false);
            return await db.GoogleAccounts.Where(a => a.TenantId == tenantId && a.UserName == user).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        },
        ct);

    public Task DeleteDirectoryAsync(string tenantId, CancellationToken ct = default) => WriteAsync(
        async db =>
        {
            await db.GoogleLinks.Where(l => l.TenantId == tenantId && l.UserName == Contact.Directory).ExecuteDeleteAsync(ct).ConfigureAwait(false);
            await db.Contacts.Where(c => c.TenantId == tenantId && c.Owner == Contact.Directory).ExecuteDeleteAsync(ct).ConfigureAwait(false);
            return await db.GoogleAccounts.Where(a => a.TenantId == tenantId && a.UserName == Contact.Directory).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        },
        ct);

    public async Task<IReadOnlyList<GoogleLink>> FindLinksAsync(string tenantId, string user, IReadOnlyCollection<string> resourceNames, CancellationToken ct = default)
    {
        var names = resourceNames.ToList();
        return await ReadAsync(db => db.GoogleLinks
            .Where(l => l.TenantId == tenantId && l.UserName == user && l.ResourceName != null && EF.Parameter(names).Contains(l.ResourceName)).ToListAsync(ct)).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<GoogleLink>> FindLinksOfAsync(string tenantId, string user, IReadOnlyCollection<string> contacts, CancellationToken ct = default)
    {
        var ids = contacts.ToList();
        return await ReadAsync(db => db.GoogleLinks.Where(l => l.TenantId == tenantId && l.UserName == user && EF.Parameter(ids).Contains(l.ContactId)).ToListAsync(ct)).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Contact>> FindContactsAsync(string tenantId, string user, IReadOnlyCollection<string> ids, CancellationToken ct = default)
    {
        var asked = ids.ToList();
        return await ReadAsync(db => db.Contacts.Where(c => c.TenantId == tenantId && c.Owner == user && EF.Parameter(asked).Contains(c.Id)).ToListAsync(ct)).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<GoogleLink>> ListUnmetAsync(string tenantId, string user, string reading, DateTimeOffset writtenBefore, int limit, CancellationToken ct = default) =>
        await ReadAsync(db => db.GoogleLinks
            .Where(l => l.TenantId == tenantId && l.UserName == user && l.ResourceName != null && l.ReadingId != reading && (l.WrittenAt == null || l.WrittenAt < writtenBefore))
            .OrderBy(l => l.ContactId).Take(limit).ToListAsync(ct)).ConfigureAwait(false);

    public async Task<IReadOnlyList<UntoldContact>> ListUntoldAsync(string tenantId, string user, DateTimeOffset? pendingBefore, int limit, CancellationToken ct = default)
    {
        var before = pendingBefore ?? DateTimeOffset.UnixEpoch;
        return await ReadAsync(async db =>
        {
            var rows = await (
                from c in db.Contacts.Where(c => c.TenantId == tenantId && c.Owner == user)
                from l in db.GoogleLinks.Where(l => l.TenantId == tenantId && l.UserName == user && l.ContactId == c.Id).DefaultIfEmpty()
                where l == null ? c.DeletedAt == null : l.ContactVersion != c.Version && (l.PendingSince == null || l.PendingSince < before)
                orderby c.Id
                select new { Contact = c, Link = l }).AcrossPurposes(ConsentPurpose.ThirdParties).Take(limit).ToListAsync(ct).ConfigureAwait(false);
            return rows.ConvertAll(static row => new UntoldContact(row.Contact, row.Link));
        }).ConfigureAwait(false);
    }

    public Task<int> CountLinksAsync(string tenantId, string user, CancellationToken ct = default) =>
        ReadAsync(db => db.GoogleLinks.CountAsync(l => l.TenantId == tenantId && l.UserName == user && l.ResourceName != null, ct));

    public async Task<(GoogleStepResult Result, GoogleAccount Account)> ApplyAsync(GoogleAccount account, GoogleStep step, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(step);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                return await db.InTransactionAsync(
                    async () =>
                    {
                        var refused = await ChangeContactsAsync(db, account, step, ct).ConfigureAwait(false);
                        if (refused is { } result)
                        {
                            throw new RefusedException(result);
                        }

                        await ChangeLinksAsync(db, account, step, ct).ConfigureAwait(false);
                        var next = Put(db, account);
                        await db.SaveChangesAsync(ct).ConfigureAwait(false);
                        return (GoogleStepResult.Done, next);
                    },
                    ct).ConfigureAwait(false);
            }
            catch (RefusedException e)
            {
                return (e.Result, account);
            }
            catch (DbUpdateConcurrencyException e)
            {
                return (e.Entries.Any(static entry => entry.Entity is GoogleAccount) ? GoogleStepResult.Overtaken : GoogleStepResult.Changed, account);
            }
            catch (Exception e) when (DatabaseFault.IsTaken(e))
            {
                // Of rows that are written untracked the engine's own exception tells.
                return (GoogleStepResult.Changed, account);
            }
        }
    }

    private async Task<GoogleStepResult?> ChangeContactsAsync(RtcDbContext db, GoogleAccount account, GoogleStep step, CancellationToken ct)
    {
        var seen = step.Contacts.Where(static c => c.Version > 0).Concat(step.Gone).Select(static c => c.Id).ToList();
        var stored = seen.Count == 0
            ? []
            : await db.Contacts.Where(c => EF.Parameter(seen).Contains(c.Id)).ToDictionaryAsync(static c => c.Id, StringComparer.Ordinal, ct).ConfigureAwait(false);
        if (step.Contacts.Where(static c => c.Version > 0).Concat(step.Gone).Any(contact => !ContactWriter.IsSame(stored.GetValueOrDefault(contact.Id), contact)))
        {
            return GoogleStepResult.Changed;
        }

        if (step.Contacts.Count > 0)
        {
            if (await ContactWriter.IsFullAsync(db, step.Contacts, ct).ConfigureAwait(false))
            {
                return GoogleStepResult.Full;
            }

            var keys = new RowWriter(db);
            foreach (var contact in step.Contacts)
            {
                await writer.PutFromAsync(db, keys, stored.GetValueOrDefault(contact.Id), contact, Source, ct).ConfigureAwait(false);
            }

            await db.SaveChangesAsync(ct).ConfigureAwait(false);
            await keys.WriteAsync(ct).ConfigureAwait(false);
        }

        foreach (var contact in step.Gone)
        {
            await writer.DeleteInAsync(db, account.TenantId, account.UserName, contact.Id, account.UserName, ct).ConfigureAwait(false);
        }

        return null;
    }

    private static async Task ChangeLinksAsync(RtcDbContext db, GoogleAccount account, GoogleStep step, CancellationToken ct)
    {
        var (tenant, user) = (account.TenantId, account.UserName);
        if (step.Unlinked.Count > 0)
        {
            var gone = step.Unlinked.ToList();
            await db.GoogleLinks.Where(l => l.TenantId == tenant && l.UserName == user && EF.Parameter(gone).Contains(l.ContactId)).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        }

        if (step.Links.Count == 0)
        {
            return;
        }

        var ids = step.Links.Select(static l => l.ContactId).ToList();
        var there = (await db.GoogleLinks.Where(l => l.TenantId == tenant && l.UserName == user && EF.Parameter(ids).Contains(l.ContactId))
            .Select(l => l.ContactId).ToListAsync(ct).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        var rows = new RowWriter(db);
        foreach (var link in step.Links)
        {
            rows.Put(link, there.Contains(link.ContactId));
        }

        await rows.WriteAsync(ct).ConfigureAwait(false);
    }

    private static GoogleAccount Put(RtcDbContext db, GoogleAccount account)
    {
        // A new account begins anywhere: who still goes on with one that was disconnected would find its own version there otherwise, and put the old one back.
        var next = account with { Version = account.Version == 0 ? RandomNumberGenerator.GetInt32(1, FirstVersions) : account.Version + 1 };
        var entry = db.Entry(next);
        entry.State = account.Version == 0 ? EntityState.Added : EntityState.Modified;
        if (account.Version > 0)
        {
            entry.Property(a => a.Version).OriginalValue = account.Version;
        }

        return next;
    }

    private async Task<T> ReadAsync<T>(Func<RtcDbContext, Task<T>> read)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await read(db).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(Func<RtcDbContext, Task<int>> write, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(() => write(db), ct).ConfigureAwait(false);
        }
    }

    /// <summary>Rolls a step back.</summary>
    private sealed class RefusedException(GoogleStepResult result) : Exception
    {
        public GoogleStepResult Result => result;
    }
}
