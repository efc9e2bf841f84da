using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Contacts;

namespace RtcCluster.Storage.Directory;

/// <summary>Asks the tables of conversations and contacts: one query for each rule, however many users there are.</summary>
internal sealed class RelationalViewers(IDbContextFactory<RtcDbContext> contexts) : IViewers
{
    public async Task<IReadOnlySet<string>> ShowingAsync(DirectoryUser viewer, IReadOnlyCollection<(string Owner, VisibleTo Rule)> owners, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        ArgumentNullException.ThrowIfNull(owners);
        var showing = owners.Where(one => one.Rule == VisibleTo.Everyone || one.Owner == viewer.Name).Select(static one => one.Owner).ToHashSet(StringComparer.Ordinal);
        var (tenant, name) = (viewer.TenantId, viewer.Name);
        if (Of(VisibleTo.Groups) is { Count: > 0 } groups)
        {
            showing.UnionWith(await ListAsync(db => Mates(db, tenant).Where(m => m.Viewer == name && EF.Parameter(groups).Contains(m.Owner)).Select(m => m.Owner), ct).ConfigureAwait(false));
        }

        if (Of(VisibleTo.Contacts) is { Count: > 0 } contacts)
        {
            var keys = Keys(viewer);
            showing.UnionWith(await ListAsync(
                db => db.Set<ContactKey>().Where(k => k.TenantId == tenant && EF.Parameter(contacts).Contains(k.Owner) && EF.Parameter(keys).Contains(k.Key)).Select(k => k.Owner),
                ct).ConfigureAwait(false));
        }

        return showing;

        List<string> Of(VisibleTo rule) => [.. owners.Where(one => one.Rule == rule && !showing.Contains(one.Owner)).Select(static one => one.Owner)];
    }

    public async Task<IReadOnlySet<string>> SeeingAsync(IReadOnlyCollection<DirectoryUser> viewers, string owner, VisibleTo rule, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(viewers);
        var seeing = viewers.Where(viewer => rule == VisibleTo.Everyone || viewer.Name == owner).Select(static viewer => viewer.Name).ToHashSet(StringComparer.Ordinal);
        var others = viewers.Where(viewer => !seeing.Contains(viewer.Name)).ToList();
        if (others.Count == 0)
        {
            return seeing;
        }

        var tenant = others[0].TenantId;
        if (rule == VisibleTo.Groups)
        {
            var names = others.ConvertAll(static viewer => viewer.Name);
            seeing.UnionWith(await ListAsync(db => Mates(db, tenant).Where(m => m.Owner == owner && EF.Parameter(names).Contains(m.Viewer)).Select(m => m.Viewer), ct).ConfigureAwait(false));
        }
        else if (rule == VisibleTo.Contacts)
        {
            var keys = others.SelectMany(Keys).Distinct(StringComparer.Ordinal).ToList();
            var known = (await ListAsync(
                db => db.Set<ContactKey>().Where(k => k.TenantId == tenant && k.Owner == owner && EF.Parameter(keys).Contains(k.Key)).Select(k => k.Key), ct).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
            seeing.UnionWith(others.Where(viewer => Keys(viewer).Exists(known.Contains)).Select(static viewer => viewer.Name));
        }

        return seeing;
    }

    // Two who have a conversation of their own are no group: its id has a plus sign. Anybody puts anybody into a group: it counts for who made it or has said something in it.
    private static IQueryable<Mate> Mates(RtcDbContext db, string tenant) =>
        from m in db.ConversationMembers
        where m.TenantId == tenant && m.LeftNumber == null && !EF.Functions.Like(m.ConversationId, "%+%")
            && (db.Conversations.Any(c => c.TenantId == tenant && c.Id == m.ConversationId && c.Owner == m.UserName)
                || db.ChatMessages.Any(t => t.TenantId == tenant && t.ConversationId == m.ConversationId && t.Sender == m.UserName && t.Number > m.JoinedNumber))
        from o in db.ConversationMembers
        where o.TenantId == tenant && o.ConversationId == m.ConversationId && o.LeftNumber == null
        select new Mate { Owner = m.UserName, Viewer = o.UserName };

    private static List<string> Keys(DirectoryUser viewer) =>
        viewer.Extension is { } extension ? [ContactKeys.Email(viewer.Email), ContactKeys.Number(extension)] : [ContactKeys.Email(viewer.Email)];

    private async Task<List<string>> ListAsync(Func<RtcDbContext, IQueryable<string>> query, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await query(db).Distinct().ToListAsync(ct).ConfigureAwait(false);
        }
    }

    private sealed class Mate
    {
        public required string Owner { get; init; }

        public required string Viewer { get; init; }
    }
}
