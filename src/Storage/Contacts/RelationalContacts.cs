using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Contacts;

/// <summary>The contacts in the relational database.</summary>
internal sealed class RelationalContacts(IDbContextFactory<RtcDbContext> contexts) : IContacts
{
    private const int LargestPage = 500;
    private const int MostVersions = 200;

    public async Task<Contact?> FindAsync(string tenantId, IReadOnlyList<string> owners, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Contacts.SingleOrDefaultAsync(c => c.Id == id && c.TenantId == tenantId && owners.Contains(c.Owner) && c.DeletedAt == null, ct).ConfigureAwait(false);
        }
    }

    public async Task<Page<Contact>> ListAsync(ContactQuery query, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var after = default(PageCursor);
        if (cursor is not null && !PageCursor.TryDecode(cursor, out after))
        {
            return Page<Contact>.CursorRefused;
        }

        var place = ContactPlace.Of(after);
        if (!StoredText.Accepts(query.TenantId, query.FavoriteOf, place.SortKey, place.Id))
        {
            return new Page<Contact>([], null);
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var found = new List<Contact>();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            // One after the other: each owner's contacts are read in the order of an index, and few are read in vain.
            foreach (var owner in query.Owners)
            {
                found.AddRange(await ContactSearch.ListAsync(db, query, owner, cursor is null ? null : place, limit + 1, ct).ConfigureAwait(false));
            }
        }

        found.Sort(static (left, right) => ContactPlace.Of(left).CompareTo(ContactPlace.Of(right)));
        return Page<Contact>.Cut(found, limit, static contact => ContactPlace.Of(contact).Cursor);
    }

    public async Task<IReadOnlyDictionary<string, Contact>> FindByNumbersAsync(
        string tenantId, IReadOnlyList<string> owners, IReadOnlyCollection<string> numbers, CancellationToken ct = default)
    {
        var asked = numbers.Where(static number => StoredText.Accepts(number)).DistinctBy(ContactKeys.Number, StringComparer.Ordinal).ToDictionary(ContactKeys.Number, static number => number, StringComparer.Ordinal);
        var keys = asked.Keys.Where(static key => key.Length is > 2 and <= ContactKeys.Longest).ToList();
        if (keys.Count == 0 || !StoredText.Accepts(tenantId))
        {
            return new Dictionary<string, Contact>();
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var found = await db.ContactKeys.Where(k => k.TenantId == tenantId && owners.Contains(k.Owner) && EF.Parameter(keys).Contains(k.Key))
                .Join(db.Contacts, k => k.ContactId, c => c.Id, (k, c) => new { k.Key, Contact = c })
                .ToListAsync(ct).ConfigureAwait(false);
            var order = owners.ToList();
            // A number of two contacts of one owner is the older one's: it was there first.
            return found.GroupBy(static f => f.Key, StringComparer.Ordinal)
                .ToDictionary(group => asked[group.Key], group => group.OrderBy(f => order.IndexOf(f.Contact.Owner)).ThenBy(static f => f.Contact.Id, StringComparer.Ordinal).First().Contact, StringComparer.Ordinal);
        }
    }

    public async Task<IReadOnlyList<Contact>> FindLikeAsync(string tenantId, string owner, IReadOnlyList<ContactCard> cards, CancellationToken ct = default)
    {
        var keys = cards.SelectMany(ContactKeys.OfPerson).Distinct(StringComparer.Ordinal).ToList();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var ids = db.ContactKeys.Where(k => k.TenantId == tenantId && k.Owner == owner && EF.Parameter(keys).Contains(k.Key)).Select(k => k.ContactId);
            return await db.Contacts.Where(c => ids.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<int> CountAsync(string tenantId, string owner, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Contacts.CountAsync(c => c.TenantId == tenantId && c.Owner == owner && c.DeletedAt == null, ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<ContactGroup>> ListGroupsAsync(string tenantId, IReadOnlyList<string> owners, CancellationToken ct = default)
    {
        var (low, high) = ("g:", "g:" + ContactKeys.After);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var groups = await db.ContactKeys
                .Where(k => k.TenantId == tenantId && owners.Contains(k.Owner) && string.Compare(k.Key, low) >= 0 && string.Compare(k.Key, high) < 0)
                .GroupBy(k => k.Key).Select(group => new { group.Key, Count = group.Count() }).OrderBy(group => group.Key).Take(LargestPage)
                .ToListAsync(ct).ConfigureAwait(false);
            return [.. groups.Select(static group => new ContactGroup(group.Key[2..], group.Count))];
        }
    }

    public async Task<IReadOnlyList<ContactVersion>> ListVersionsAsync(string id, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ContactVersions.Where(v => v.ContactId == id).OrderByDescending(v => v.Version).Take(MostVersions).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<ContactDuplicates>> ListDuplicatesAsync(string tenantId, string owner, int limit = 50, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var shared = new List<(string Key, List<Contact> Contacts)>();
            foreach (var kind in new[] { "n:", "e:", "f:" })
            {
                var (low, high) = (kind, kind + ContactKeys.After);
                var keys = await db.ContactKeys.Where(k => k.TenantId == tenantId && k.Owner == owner && string.Compare(k.Key, low) >= 0 && string.Compare(k.Key, high) < 0)
                    .GroupBy(k => k.Key).Where(group => group.Count() > 1).Select(group => group.Key).OrderBy(key => key).Take(limit)
                    .ToListAsync(ct).ConfigureAwait(false);
                var rows = await db.ContactKeys.Where(k => k.TenantId == tenantId && k.Owner == owner && EF.Parameter(keys).Contains(k.Key))
                    .Join(db.Contacts, k => k.ContactId, c => c.Id, (k, c) => new { k.Key, Contact = c }).ToListAsync(ct).ConfigureAwait(false);
                shared.AddRange(keys.Select(key => (key, rows.Where(row => row.Key == key).Select(static row => row.Contact).OrderBy(static c => c.Id, StringComparer.Ordinal).Take(10).ToList())));
            }

            // Two that share a number mostly share the name too, and are proposed once.
            return
            [
                .. shared.DistinctBy(static group => string.Join(' ', group.Contacts.Select(static c => c.Id)), StringComparer.Ordinal).Take(limit)
                    .Select(static group => new ContactDuplicates(group.Key[0] switch { 'n' => "number", 'e' => "email", _ => "name" }, group.Key[2..], group.Contacts)),
            ];
        }
    }

    public async Task<IReadOnlySet<string>> FavoritesAsync(string tenantId, string user, IReadOnlyCollection<string> ids, CancellationToken ct = default)
    {
        var asked = ids.ToList();
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return (await db.ContactFavorites.Where(f => f.TenantId == tenantId && f.UserName == user && EF.Parameter(asked).Contains(f.ContactId))
                .Select(f => f.ContactId).ToListAsync(ct).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        }
    }

    public async Task<IReadOnlyList<Contact>> ListChangesAsync(string tenantId, string owner, DateTimeOffset since, int limit = 500, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Contacts.Where(c => c.TenantId == tenantId && c.Owner == owner && c.ChangedAt >= since)
                .OrderBy(c => c.ChangedAt).ThenBy(c => c.Id).Take(Math.Clamp(limit, 1, LargestPage)).ToListAsync(ct).ConfigureAwait(false);
        }
    }
}
