using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Conversations;

namespace RtcCluster.Storage.Retention;

/// <summary>Erases messages of conversations that have been kept long enough. They are everybody's who could read them, for rules and for legal cases alike.</summary>
internal sealed class ChatEraser(IDbContextFactory<RtcDbContext> contexts, TimeProvider time)
{
    public static async Task<List<SweptChat>> PageAsync(RtcDbContext db, RetentionPolicy policy, string tenant, (DateTimeOffset At, string Id) after, int limit, CancellationToken ct)
    {
        var cutoff = policy.Cutoff(RetentionKind.Chat);
        var found = await db.ChatMessages
            .Where(m => m.TenantId == tenant && m.At <= cutoff && (m.At > after.At || (m.At == after.At && string.Compare(m.Id, after.Id) > 0)))
            .OrderBy(m => m.At).ThenBy(m => m.Id).Take(limit).ToListAsync(ct).ConfigureAwait(false);
        var ids = found.Select(static m => m.ConversationId).Distinct().ToList();
        // Those who have left too: they have read it.
        var members = (await db.ConversationMembers.Where(m => m.TenantId == tenant && EF.Parameter(ids).Contains(m.ConversationId)).Select(m => new { m.ConversationId, m.UserName })
            .ToListAsync(ct).ConfigureAwait(false)).ToLookup(static m => m.ConversationId, m => $"{tenant}/{m.UserName}");
        return [.. found.Select(message => new SweptChat(message, new Kept(RetentionKind.Chat, message.At, null, "", [.. members[message.ConversationId]], [], [])))];
    }

    public async Task<SweepResult> EraseAsync(SweptChat thing, RetentionPolicy policy, CancellationToken ct)
    {
        var judgement = policy.Judge(thing.Kept);
        if (!judgement.Erases)
        {
            return judgement.IsDue ? SweepResult.Held : SweepResult.Kept;
        }

        var id = thing.Message.Id;
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    if (await db.ChatMessages.Where(m => m.Id == id).ExecuteDeleteAsync(ct).ConfigureAwait(false) == 0)
                    {
                        return SweepResult.Kept;
                    }

                    db.Add(new RetentionReceipt { TenantId = thing.Message.TenantId, At = time.GetUtcNow(), Kind = RetentionKind.Chat, ObjectId = id, Rule = judgement.Rule });
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return SweepResult.Erased;
                },
                ct).ConfigureAwait(false);
        }
    }
}

/// <summary>A message of a conversation that a sweep looks at.</summary>
internal sealed record SweptChat(ChatMessage Message, Kept Kept) : ISweepable
{
    public (DateTimeOffset At, string Id) Place => (Message.At, Message.Id);
}
