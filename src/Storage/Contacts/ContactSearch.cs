using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Contacts;

/// <summary>Finds contacts of one owner by beginnings of words, the first of the list's order.</summary>
/// <remarks>
/// Two ways, each bounded. A beginning that few contacts have (<see cref="Few"/>) names them by its keys, and they are sorted. One that many have
/// is met often enough on a walk along the list in its order, which ends when the page is full. Either alone is slow for the other kind of query; and a
/// word that is no rare one may still stand at the end of the list alone, as the name Zoë does, so that few are not a handful.
/// </remarks>
internal static class ContactSearch
{
    private const int Few = 4_000;

    public static async Task<List<Contact>> ListAsync(RtcDbContext db, ContactQuery query, string owner, ContactPlace? after, int most, CancellationToken ct)
    {
        var contacts = db.Contacts.Where(c => c.TenantId == query.TenantId && c.Owner == owner && c.DeletedAt == null);
        if (after is { } place)
        {
            var (key, id) = (place.SortKey, place.Id);
            contacts = contacts.Where(c => string.Compare(c.SortKey, key) >= 0 && (string.Compare(c.SortKey, key) > 0 || string.Compare(c.Id, id) > 0));
        }

        if (query.FavoriteOf is { } user)
        {
            var favorites = db.ContactFavorites.Where(f => f.TenantId == query.TenantId && f.UserName == user).Select(f => f.ContactId);
            contacts = contacts.Where(c => favorites.Contains(c.Id));
        }

        var asked = Asked(query);
        if (asked is null)
        {
            return [];
        }

        if (asked.Count > 0)
        {
            var (ids, common) = await FewAsync(db, query.TenantId, owner, asked, ct).ConfigureAwait(false);
            if (ids is not null)
            {
                if (ids.Count == 0)
                {
                    return [];
                }

                var these = ids.ToList();
                contacts = contacts.Where(c => EF.Parameter(these).Contains(c.Id));
            }

            // The key's owner is left out: with it an engine takes the range of all keys for the shorter way.
            foreach (var (low, high) in common)
            {
                contacts = contacts.Where(c => db.ContactKeys.Any(k => k.ContactId == c.Id && string.Compare(k.Key, low) >= 0 && string.Compare(k.Key, high) < 0));
            }
        }

        return await contacts.OrderBy(c => c.SortKey).ThenBy(c => c.Id).Take(most).ToListAsync(ct).ConfigureAwait(false);
    }

    /// <summary>What is asked for as ranges of keys; null when nothing can be found by it.</summary>
    private static List<(string Low, string High)>? Asked(ContactQuery query)
    {
        var asked = new List<(string Low, string High)>();
        if (!string.IsNullOrWhiteSpace(query.Text))
        {
            asked.AddRange(ContactKeys.Asked(query.Text).Select(static word => (word, word + ContactKeys.After)));
            if (asked.Count == 0)
            {
                return null;
            }
        }

        if (query.Group is { } group)
        {
            var key = ContactKeys.Group(group);
            asked.Add((key, key + "\u0001"));
        }

        return asked;
    }

    /// <summary>Who is in all ranges that few are in, null when there is no such range; and the ranges that many are in.</summary>
    private static async Task<(HashSet<string>? Ids, List<(string Low, string High)> Common)> FewAsync(
        RtcDbContext db, string tenant, string owner, List<(string Low, string High)> asked, CancellationToken ct)
    {
        HashSet<string>? few = null;
        var common = new List<(string Low, string High)>();
        foreach (var range in asked)
        {
            var keys = db.ContactKeys.Where(InRange(tenant, owner, range.Low, range.High)).OrderBy(k => k.Key).ThenBy(k => k.ContactId).Select(k => k.ContactId);
            // Counted where they lie: reading many ids only to find them too many would be most of the work.
            if (await keys.Skip(Few).AnyAsync(ct).ConfigureAwait(false))
            {
                common.Add(range);
                continue;
            }

            var ids = await keys.ToListAsync(ct).ConfigureAwait(false);
            if (few is null)
            {
                few = ids.ToHashSet(StringComparer.Ordinal);
            }
            else
            {
                few.IntersectWith(ids);
            }

            if (few is { Count: 0 })
            {
                break;
            }
        }

        return (few, common);
    }

    private static Expression<Func<ContactKey, bool>> InRange(string tenant, string owner, string low, string high) =>
        key => key.TenantId == tenant && key.Owner == owner && string.Compare(key.Key, low) >= 0 && string.Compare(key.Key, high) < 0;
}
