using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Contacts;

/// <summary>Writes contacts, their keys and what they said before, each change in one transaction.</summary>
internal sealed class ContactWriter(IDbContextFactory<RtcDbContext> contexts, TimeProvider time) : IContactWriter
{
    private const int KeptVersions = 50;

    public Task<SaveResult> SaveAsync(Contact contact, string source, CancellationToken ct = default) => SaveAllAsync([contact], source, ct);

    public async Task<SaveResult> SaveAllAsync(IReadOnlyList<Contact> contacts, string source, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        var cleaned = contacts.Select(static contact => contact with { Card = ContactRules.Cleaned(contact.Card) }).ToList();
        foreach (var contact in cleaned)
        {
            if (ContactRules.Check(contact.Card) is { } reason)
            {
                return SaveResult.Invalid(reason);
            }
        }

        return await WriteAsync(
            async (db, keys) =>
            {
                var versions = cleaned.Where(static c => c.Version > 0).Select(static c => c.Id).ToList();
                var stored = versions.Count == 0
                    ? []
                    : await db.Contacts.Where(c => EF.Parameter(versions).Contains(c.Id)).ToDictionaryAsync(static c => c.Id, StringComparer.Ordinal, ct).ConfigureAwait(false);
                if (cleaned.Any(contact => contact.Version > 0 && !IsSame(stored.GetValueOrDefault(contact.Id), contact)))
                {
                    return SaveResult.Conflict("The contact");
                }

                if (await IsFullAsync(db, cleaned, ct).ConfigureAwait(false))
                {
                    return SaveResult.Invalid($"There are at most {IContactWriter.MostInBook} contacts.");
                }

                foreach (var contact in cleaned)
                {
                    await PutAsync(db, keys, stored.GetValueOrDefault(contact.Id), contact, new ContactOrigin("", source, contact.ChangedBy, Now), ct).ConfigureAwait(false);
                }

                return SaveResult.Saved(cleaned[^1].Version + 1);
            },
            ct).ConfigureAwait(false);
    }

    public async Task<bool> DeleteAsync(string tenantId, string owner, string id, string by, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return StoredText.Accepts(tenantId, owner, id) && await db.InTransactionAsync(() => DeleteInAsync(db, tenantId, owner, id, by, ct), ct).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes a contact in the transaction of the context.</summary>
    internal async Task<bool> DeleteInAsync(RtcDbContext db, string tenantId, string owner, string id, string by, CancellationToken ct)
    {
        // With it goes what was merged into it: nothing may bring that back.
        var gone = await db.Contacts.Where(c => c.TenantId == tenantId && c.Owner == owner && ((c.Id == id && c.DeletedAt == null) || c.MergedInto == id))
            .Select(c => c.Id).ToListAsync(ct).ConfigureAwait(false);
        if (!gone.Contains(id))
        {
            return false;
        }

        await db.ContactKeys.Where(k => EF.Parameter(gone).Contains(k.ContactId)).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.ContactVersions.Where(v => EF.Parameter(gone).Contains(v.ContactId)).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.ContactFavorites.Where(f => EF.Parameter(gone).Contains(f.ContactId)).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        foreach (var contact in await db.Contacts.Where(c => EF.Parameter(gone).Contains(c.Id)).ToListAsync(ct).ConfigureAwait(false))
        {
            Change(db, contact, contact with { Card = new ContactCard(), SortKey = "", MergedInto = null, DeletedAt = Now, ChangedAt = Now, ChangedBy = by });
        }

        await db.SaveChangesAsync(ct).ConfigureAwait(false);
        return true;
    }

    public Task<SaveResult> RestoreAsync(string tenantId, string owner, string id, int version, string by, CancellationToken ct = default) => WriteAsync(
        async (db, keys) =>
        {
            var stored = await db.Contacts.SingleOrDefaultAsync(c => c.TenantId == tenantId && c.Owner == owner && c.Id == id && c.DeletedAt == null, ct).ConfigureAwait(false);
            var kept = await db.ContactVersions.SingleOrDefaultAsync(v => v.ContactId == id && v.Version == version, ct).ConfigureAwait(false);
            if (stored is null || kept is null)
            {
                return SaveResult.Invalid($"Version {version} of the contact is not kept.");
            }

            var saved = await PutAsync(db, keys, stored, stored with { Card = kept.Card, ChangedBy = by }, null, ct).ConfigureAwait(false);
            foreach (var merged in await db.Contacts.Where(c => c.MergedInto == id && c.MergedAs > version).ToListAsync(ct).ConfigureAwait(false))
            {
                await PutAsync(db, keys, merged, merged with { DeletedAt = null, MergedInto = null, MergedAs = 0, ChangedBy = by }, null, ct).ConfigureAwait(false);
            }

            return SaveResult.Saved(saved);
        },
        ct);

    public async Task<SaveResult> MergeAsync(Contact first, Contact second, string by, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Id == second.Id || first.TenantId != second.TenantId || first.Owner != second.Owner)
        {
            return SaveResult.Invalid("Two different contacts of one owner can be merged.");
        }

        var joined = ContactMerging.Join(first.Card, second.Card, new ContactOrigin("", "merge", by, Now));
        if (ContactRules.Check(joined) is { } reason)
        {
            return SaveResult.Invalid(reason);
        }

        return await WriteAsync(
            async (db, keys) =>
            {
                var stored = await db.Contacts.Where(c => c.Id == first.Id || c.Id == second.Id).ToDictionaryAsync(static c => c.Id, StringComparer.Ordinal, ct).ConfigureAwait(false);
                if (!IsSame(stored.GetValueOrDefault(first.Id), first) || !IsSame(stored.GetValueOrDefault(second.Id), second))
                {
                    return SaveResult.Conflict("A contact");
                }

                var version = await PutAsync(db, keys, first, first with { Card = joined, ChangedBy = by }, null, ct).ConfigureAwait(false);
                await db.ContactKeys.Where(k => k.ContactId == second.Id).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                Change(db, second, second with { DeletedAt = Now, MergedInto = first.Id, MergedAs = version, ChangedAt = Now, ChangedBy = by });
                // What was merged into the second before is now the first's.
                foreach (var former in await db.Contacts.Where(c => c.MergedInto == second.Id).ToListAsync(ct).ConfigureAwait(false))
                {
                    Change(db, former, former with { MergedInto = first.Id, MergedAs = version });
                }

                await FollowAsync(db, first, second, ct).ConfigureAwait(false);
                return SaveResult.Saved(version);
            },
            ct).ConfigureAwait(false);
    }

    public async Task SetFavoriteAsync(string tenantId, string user, string id, bool isFavorite, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var row = new ContactFavorite { TenantId = tenantId, UserName = user, ContactId = id };
            if (!isFavorite)
            {
                await db.InTransactionAsync(() => db.ContactFavorites.Where(f => f.TenantId == tenantId && f.UserName == user && f.ContactId == id).ExecuteDeleteAsync(ct), ct).ConfigureAwait(false);
                return;
            }

            db.Add(row);
            try
            {
                await db.SaveChangesAsync(ct).ConfigureAwait(false);
            }
            catch (DbUpdateException e) when (DatabaseFault.IsTaken(e) || DatabaseFault.IsUnresolved(e))
            {
                // It is one already, or there is no such contact any more: twice is as good as once.
            }
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();

    internal static bool IsSame(Contact? stored, Contact seen) =>
        stored is { DeletedAt: null } && stored.Version == seen.Version && stored.TenantId == seen.TenantId && stored.Owner == seen.Owner;

    internal static async Task<bool> IsFullAsync(RtcDbContext db, IReadOnlyList<Contact> contacts, CancellationToken ct)
    {
        var made = contacts.Count(static contact => contact.Version == 0);
        var (tenant, owner) = (contacts[0].TenantId, contacts[0].Owner);
        return made > 0 && await db.Contacts.CountAsync(c => c.TenantId == tenant && c.Owner == owner && c.DeletedAt == null, ct).ConfigureAwait(false) + made > IContactWriter.MostInBook;
    }

    /// <summary>Prepares a contact whose new fields come from a source.</summary>
    internal Task<int> PutFromAsync(RtcDbContext db, RowWriter keys, Contact? stored, Contact contact, string source, CancellationToken ct) =>
        PutAsync(db, keys, stored, contact, new ContactOrigin("", source, contact.ChangedBy, Now), ct);

    /// <summary>Prepares a contact to be saved as the version after its own, with its keys; null for an origin leaves those of the card.</summary>
    private async Task<int> PutAsync(RtcDbContext db, RowWriter keys, Contact? stored, Contact contact, ContactOrigin? origin, CancellationToken ct)
    {
        var now = origin?.At ?? Now;
        var card = origin is null ? contact.Card : ContactOrigins.Told(stored?.Card, contact.Card, origin);
        var next = contact with
        {
            Card = card,
            SortKey = StoredText.Cleaned(ContactText.Fold(card.Name), ContactRules.LongestName),
            Version = contact.Version + 1,
            CreatedAt = stored?.CreatedAt ?? now,
            ChangedAt = now,
        };
        var wanted = ContactKeys.Of(card).ToHashSet(StringComparer.Ordinal);
        if (stored is null)
        {
            db.Add(next);
        }
        else
        {
            Change(db, stored, next, next.Version);
            if (stored.DeletedAt is null)
            {
                db.Add(new ContactVersion { ContactId = stored.Id, Version = stored.Version, Card = stored.Card, ChangedAt = stored.ChangedAt, ChangedBy = stored.ChangedBy });
                var oldest = stored.Version - KeptVersions;
                await db.ContactVersions.Where(v => v.ContactId == stored.Id && v.Version <= oldest).ExecuteDeleteAsync(ct).ConfigureAwait(false);
            }

            var there = await db.ContactKeys.Where(k => k.ContactId == stored.Id).Select(k => k.Key).ToListAsync(ct).ConfigureAwait(false);
            db.RemoveRange(there.Where(key => !wanted.Contains(key)).Select(key => KeyOf(next, key)));
            wanted.ExceptWith(there);
        }

        foreach (var key in wanted)
        {
            keys.Insert(KeyOf(next, key));
        }

        return next.Version;
    }

    private static ContactKey KeyOf(Contact contact, string key) => new() { TenantId = contact.TenantId, Owner = contact.Owner, Key = key, ContactId = contact.Id };

    private static void Change(RtcDbContext db, Contact stored, Contact next, int? version = null)
    {
        var entry = db.Entry(next with { Version = version ?? stored.Version + 1 });
        entry.State = EntityState.Modified;
        entry.Property(c => c.Version).OriginalValue = stored.Version;
    }

    /// <summary>Whoever has the second among the favourites finds the first there.</summary>
    private static async Task FollowAsync(RtcDbContext db, Contact first, Contact second, CancellationToken ct)
    {
        var users = await db.ContactFavorites.Where(f => f.ContactId == second.Id).Select(f => f.UserName).ToListAsync(ct).ConfigureAwait(false);
        var there = await db.ContactFavorites.Where(f => f.ContactId == first.Id).Select(f => f.UserName).ToListAsync(ct).ConfigureAwait(false);
        await db.ContactFavorites.Where(f => f.ContactId == second.Id).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        db.AddRange(users.Except(there, StringComparer.Ordinal).Select(user => new ContactFavorite { TenantId = first.TenantId, UserName = user, ContactId = first.Id }));
    }

    private async Task<SaveResult> WriteAsync(Func<RtcDbContext, RowWriter, Task<SaveResult>> write, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                return await db.InTransactionAsync(
                    async () =>
                    {
                        // Keys are many, and nobody changes those of a contact whose row this transaction has written.
                        var keys = new RowWriter(db);
                        var result = await write(db, keys).ConfigureAwait(false);
                        await db.SaveChangesAsync(ct).ConfigureAwait(false);
                        await keys.WriteAsync(ct).ConfigureAwait(false);
                        return result;
                    },
                    ct).ConfigureAwait(false);
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || DatabaseFault.IsTaken(e))
            {
                return SaveResult.Conflict("The contact");
            }
            catch (DbUpdateException e) when (DatabaseFault.IsUnresolved(e))
            {
                return SaveResult.Invalid("There is no such tenant.");
            }
        }
    }
}
