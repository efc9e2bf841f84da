using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Conversations;

/// <summary>Conversations in the database, which gives the numbers: two activations of a grain cannot give one twice.</summary>
internal sealed class ConversationStore(IDbContextFactory<RtcDbContext> contexts) : IConversations
{
    private const int LargestPage = 500;
    private const int Tries = 5;

    public async Task<AddedMessage> AddAsync(ChatMessage message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var clean = message with { Text = StoredText.Cleaned(message.Text, ChatMessage.LongestText) };
        for (var tries = 1; ; tries++)
        {
            var db = contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                try
                {
                    return await db.InTransactionAsync(() => AddAsync(db, clean, ct), ct).ConfigureAwait(false);
                }
                catch (Exception e) when (tries < Tries && DatabaseFault.IsTaken(e))
                {
                    // Somebody was faster with the same message, or with the first one of the conversation: it is there now.
                }
            }
        }
    }

    public async Task<(Conversation Conversation, IReadOnlyList<string> Members)?> FindAsync(string tenantId, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Conversations.SingleOrDefaultAsync(c => c.TenantId == tenantId && c.Id == id && c.ClosedAt == null, ct).ConfigureAwait(false) is { } found
                ? (found, await Present(db, tenantId, id).OrderBy(m => m.UserName).Select(m => m.UserName).ToListAsync(ct).ConfigureAwait(false))
                : null;
        }
    }

    public async Task SaveGroupAsync(Conversation group, IReadOnlyList<string> members, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(members);
        var (tenant, id) = (group.TenantId, group.Id);
        await WriteAsync(
            async db =>
            {
                var name = StoredText.Cleaned(group.Name, ConversationModel.NameLength);
                var number = await db.Conversations.Where(c => c.TenantId == tenant && c.Id == id).Select(c => (long?)c.LastNumber).SingleOrDefaultAsync(ct).ConfigureAwait(false);
                if (number is null)
                {
                    db.Add(group with { Name = name });
                }
                else
                {
                    await db.Conversations.Where(c => c.TenantId == tenant && c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, name), ct).ConfigureAwait(false);
                }

                var last = number ?? 0;
                var ever = await db.ConversationMembers.Where(m => m.TenantId == tenant && m.ConversationId == id).ToDictionaryAsync(m => m.UserName, StringComparer.Ordinal, ct).ConfigureAwait(false);
                var present = members.ToHashSet(StringComparer.Ordinal);
                foreach (var user in present)
                {
                    var before = ever.GetValueOrDefault(user);
                    if (before is { LeftNumber: null })
                    {
                        continue;
                    }

                    var joined = new ConversationMember
                    {
                        TenantId = tenant,
                        ConversationId = id,
                        UserName = user,
                        JoinedNumber = last,
                        ReadNumber = last,
                        LastAt = group.CreatedAt,
                        IsShown = true,
                    };
                    db.Entry(joined).State = before is null ? EntityState.Added : EntityState.Modified;
                }

                foreach (var gone in ever.Values.Where(m => m.LeftNumber is null && !present.Contains(m.UserName)))
                {
                    db.Entry(gone with { LeftNumber = last, IsShown = false, Unread = 0 }).State = EntityState.Modified;
                }

                await db.SaveChangesAsync(ct).ConfigureAwait(false);
                return true;
            },
            ct).ConfigureAwait(false);
    }

    public Task<bool> LeaveAsync(string tenantId, string id, string user, CancellationToken ct = default) => WriteAsync(
        async db => await db.ConversationMembers.Where(m => m.TenantId == tenantId && m.ConversationId == id && m.UserName == user && m.LeftNumber == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(m => m.LeftNumber, m => m.LastNumber).SetProperty(m => m.IsShown, false).SetProperty(m => m.Unread, 0), ct).ConfigureAwait(false) > 0,
        ct);

    public Task CloseAsync(string tenantId, string id, DateTimeOffset at, CancellationToken ct = default) => WriteAsync(
        async db =>
        {
            await db.Conversations.Where(c => c.TenantId == tenantId && c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, at), ct).ConfigureAwait(false);
            await Present(db, tenantId, id)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.LeftNumber, m => m.LastNumber).SetProperty(m => m.IsShown, false).SetProperty(m => m.Unread, 0), ct).ConfigureAwait(false);
            return true;
        },
        ct);

    public async Task<ConversationView?> FindOfAsync(string tenantId, string user, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, user, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var mine = await Shown(db, tenantId, user).Where(m => m.ConversationId == id).ToListAsync(ct).ConfigureAwait(false);
            return (await ViewsAsync(db, mine, ct).ConfigureAwait(false)).SingleOrDefault();
        }
    }

    public async Task<Page<ConversationView>> ListAsync(string tenantId, string user, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var after = default(PageCursor);
        if (cursor is not null && !PageCursor.TryDecode(cursor, out after))
        {
            return Page<ConversationView>.CursorRefused;
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var mine = Shown(db, tenantId, user);
            if (cursor is not null)
            {
                mine = mine.Where(m => m.LastAt < after.At || (m.LastAt == after.At && string.Compare(m.ConversationId, after.Id) < 0));
            }

            var found = await mine.OrderByDescending(m => m.LastAt).ThenByDescending(m => m.ConversationId).Take(limit + 1).ToListAsync(ct).ConfigureAwait(false);
            return Page<ConversationView>.Cut(await ViewsAsync(db, found, ct).ConfigureAwait(false), limit, view => new PageCursor(view.Member.LastAt, view.Member.ConversationId));
        }
    }

    public async Task<IReadOnlyList<ChatMessage>?> ListMessagesAsync(string tenantId, string user, string id, long? after, long? before, int limit, CancellationToken ct = default)
    {
        if (await FindOfAsync(tenantId, user, id, ct).ConfigureAwait(false) is not { } view)
        {
            return null;
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var from = Math.Max(after ?? 0, view.Member.JoinedNumber);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var seen = db.ChatMessages.Where(m => m.TenantId == tenantId && m.ConversationId == id && m.Number > from && (!m.IsBlocked || m.Sender == user));
            if (before is { } bound)
            {
                seen = seen.Where(m => m.Number < bound);
            }

            if (after is not null)
            {
                return await seen.OrderBy(m => m.Number).Take(limit).ToListAsync(ct).ConfigureAwait(false);
            }

            var last = await seen.OrderByDescending(m => m.Number).Take(limit).ToListAsync(ct).ConfigureAwait(false);
            last.Reverse();
            return last;
        }
    }

    public async Task<bool> ReadAsync(string tenantId, string user, string id, long number, CancellationToken ct = default) =>
        await FindOfAsync(tenantId, user, id, ct).ConfigureAwait(false) is not null && await WriteAsync(
            async db =>
            {
                var mine = Shown(db, tenantId, user).Where(m => m.ConversationId == id);
                // Nobody reads what there is not, nor unreads what was read on another page.
                await mine.Where(m => m.ReadNumber < number).ExecuteUpdateAsync(set => set.SetProperty(m => m.ReadNumber, m => number < m.LastNumber ? number : m.LastNumber), ct).ConfigureAwait(false);
                var member = await mine.SingleOrDefaultAsync(ct).ConfigureAwait(false);
                if (member is null)
                {
                    return false;
                }

                var unread = await db.ChatMessages.CountAsync(
                    m => m.TenantId == tenantId && m.ConversationId == id && m.Number > member.ReadNumber && m.Number > member.JoinedNumber && m.Sender != user && !m.IsBlocked, ct).ConfigureAwait(false);
                return await mine.ExecuteUpdateAsync(set => set.SetProperty(m => m.Unread, unread), ct).ConfigureAwait(false) > 0;
            },
            ct).ConfigureAwait(false);

    public async Task<IReadOnlyList<string>> ListBlockedAsync(string tenantId, string user, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ChatBlocks.Where(b => b.TenantId == tenantId && b.UserName == user).OrderBy(b => b.Blocked).Select(b => b.Blocked).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<bool> IsBlockedAsync(string tenantId, string user, string sender, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ChatBlocks.AnyAsync(b => b.TenantId == tenantId && b.UserName == user && b.Blocked == sender, ct).ConfigureAwait(false);
        }
    }

    public Task<bool> SetBlockedAsync(string tenantId, string user, string other, bool isBlocked, CancellationToken ct = default) => WriteAsync(
        async db =>
        {
            var list = db.ChatBlocks.Where(b => b.TenantId == tenantId && b.UserName == user);
            var isThere = await list.AnyAsync(b => b.Blocked == other, ct).ConfigureAwait(false);
            if (!isBlocked)
            {
                await list.Where(b => b.Blocked == other).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                return true;
            }

            if (isThere)
            {
                return true;
            }

            if (await list.CountAsync(ct).ConfigureAwait(false) >= IConversations.MostBlocked)
            {
                return false;
            }

            db.Add(new ChatBlock { TenantId = tenantId, UserName = user, Blocked = other });
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
            return true;
        },
        ct);

    private static async Task<AddedMessage> AddAsync(RtcDbContext db, ChatMessage message, CancellationToken ct)
    {
        var (tenant, id, sender, client, at) = (message.TenantId, message.ConversationId, message.Sender, message.ClientId, message.At);
        if (await db.ChatMessages.SingleOrDefaultAsync(m => m.TenantId == tenant && m.ConversationId == id && m.Sender == sender && m.ClientId == client, ct).ConfigureAwait(false) is { } there)
        {
            return new AddedMessage(there, IsNew: false);
        }

        var conversation = db.Conversations.Where(c => c.TenantId == tenant && c.Id == id);
        // The row is locked from here on: numbers are given in the order in which they are seen.
        if (await conversation.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastNumber, c => c.LastNumber + 1), ct).ConfigureAwait(false) == 0)
        {
            db.Add(new Conversation { TenantId = tenant, Id = id, LastNumber = 1, CreatedAt = at });
            foreach (var user in id.Split('+'))
            {
                db.Add(new ConversationMember { TenantId = tenant, ConversationId = id, UserName = user, LastAt = at });
            }

            await db.SaveChangesAsync(ct).ConfigureAwait(false);
        }

        var number = await conversation.Select(c => c.LastNumber).SingleAsync(ct).ConfigureAwait(false);
        var numbered = message with { Number = number };
        db.Add(numbered);
        await db.SaveChangesAsync(ct).ConfigureAwait(false);
        var members = Present(db, tenant, id);
        await members.Where(m => m.UserName == sender)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.LastNumber, number).SetProperty(m => m.LastAt, at).SetProperty(m => m.IsShown, true), ct).ConfigureAwait(false);
        if (!message.IsBlocked)
        {
            await members.Where(m => m.UserName != sender)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.LastNumber, number).SetProperty(m => m.LastAt, at).SetProperty(m => m.IsShown, true).SetProperty(m => m.Unread, m => m.Unread + 1), ct)
                .ConfigureAwait(false);
        }

        return new AddedMessage(numbered, IsNew: true);
    }

    private static IQueryable<ConversationMember> Present(RtcDbContext db, string tenant, string id) =>
        db.ConversationMembers.Where(m => m.TenantId == tenant && m.ConversationId == id && m.LeftNumber == null);

    private static IQueryable<ConversationMember> Shown(RtcDbContext db, string tenant, string user) =>
        db.ConversationMembers.Where(m => m.TenantId == tenant && m.UserName == user && m.IsShown);

    private static async Task<List<ConversationView>> ViewsAsync(RtcDbContext db, List<ConversationMember> mine, CancellationToken ct)
    {
        if (mine.Count == 0)
        {
            return [];
        }

        var (tenant, user) = (mine[0].TenantId, mine[0].UserName);
        var ids = mine.Select(static m => m.ConversationId).ToList();
        var conversations = await db.Conversations.Where(c => c.TenantId == tenant && EF.Parameter(ids).Contains(c.Id)).ToDictionaryAsync(static c => c.Id, StringComparer.Ordinal, ct).ConfigureAwait(false);
        var last = await db.ChatMessages
            .Where(m => m.TenantId == tenant && EF.Parameter(ids).Contains(m.ConversationId)
                && db.ConversationMembers.Any(o => o.TenantId == tenant && o.ConversationId == m.ConversationId && o.UserName == user && o.LastNumber == m.Number))
            .ToDictionaryAsync(static m => m.ConversationId, StringComparer.Ordinal, ct).ConfigureAwait(false);
        return [.. mine.Select(member => new ConversationView(conversations[member.ConversationId], member, last.GetValueOrDefault(member.ConversationId)))];
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
