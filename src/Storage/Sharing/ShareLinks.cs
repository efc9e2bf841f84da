using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Sharing;

/// <summary>The links in the relational database.</summary>
internal sealed class ShareLinks(IDbContextFactory<RtcDbContext> contexts, SigningKeys keys) : IShareLinks
{
    private const int MostListed = 500;

    /// <summary>Deletes the links of a call's recordings and who opened them, in the caller's transaction.</summary>
    public static async Task DeleteAsync(RtcDbContext db, string call, CancellationToken ct)
    {
        await db.ShareOpenings.Where(o => db.ShareLinks.Any(l => l.Id == o.LinkId && db.Recordings.Any(r => r.Id == l.RecordingId && r.CallId == call))).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.ShareLinks.Where(l => db.Recordings.Any(r => r.Id == l.RecordingId && r.CallId == call)).ExecuteDeleteAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Deletes the links of a voicemail message and who opened them, in the caller's transaction.</summary>
    public static async Task DeleteAsync(RtcDbContext db, string owner, string message, CancellationToken ct)
    {
        var links = db.ShareLinks.Where(l => l.RecordingId == message && db.VoicemailMessages.Any(m => m.Id == message && m.OwnerId == owner));
        await db.ShareOpenings.Where(o => links.Any(l => l.Id == o.LinkId)).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await links.ExecuteDeleteAsync(ct).ConfigureAwait(false);
    }

    public async Task<bool> AddAsync(ShareLink link, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    if (await db.ShareLinks.CountAsync(l => l.RecordingId == link.RecordingId && l.RevokedAt == null && l.ExpiresAt > link.CreatedAt, ct).ConfigureAwait(false) >= IShareLinks.MostOpen)
                    {
                        return false;
                    }

                    db.Add(link with { For = StoredText.Cleaned(link.For, ShareLink.LongestFor) });
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return true;
                },
                ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<ShareLink>> ListAsync(string tenantId, string recordingId, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ShareLinks.Where(l => l.TenantId == tenantId && l.RecordingId == recordingId)
                .OrderByDescending(l => l.CreatedAt).ThenBy(l => l.Id).Take(MostListed).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<ShareLink?> FindAsync(string tenantId, string id, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, id))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ShareLinks.SingleOrDefaultAsync(l => l.TenantId == tenantId && l.Id == id, ct).ConfigureAwait(false);
        }
    }

    public async Task<ShareLink?> FindBySecretAsync(string secret, CancellationToken ct = default)
    {
        var hash = ShareLink.HashOf(secret);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ShareLinks.SingleOrDefaultAsync(l => l.SecretHash == hash, ct).ConfigureAwait(false);
        }
    }

    public async Task<bool> RevokeAsync(string tenantId, string id, string by, DateTimeOffset at, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                () => db.ShareLinks.Where(l => l.TenantId == tenantId && l.Id == id && l.RevokedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(l => l.RevokedAt, at).SetProperty(l => l.RevokedBy, by), ct),
                ct).ConfigureAwait(false) == 1;
        }
    }

    public async Task WrongPasswordAsync(string id, DateTimeOffset at, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(
                async () =>
                {
                    await db.ShareLinks.Where(l => l.Id == id).ExecuteUpdateAsync(set => set.SetProperty(l => l.WrongPasswords, l => l.WrongPasswords + 1), ct).ConfigureAwait(false);
                    return await db.ShareLinks.Where(l => l.Id == id && l.RevokedAt == null && l.WrongPasswords >= IShareLinks.MostWrongPasswords)
                        .ExecuteUpdateAsync(set => set.SetProperty(l => l.RevokedAt, at), ct).ConfigureAwait(false);
                },
                ct).ConfigureAwait(false);
        }
    }

    public async Task<bool> OpenAsync(ShareOpening opening, AuditRow line, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(opening);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    // The count is asked and raised by one statement: two who open the last view at once are one too many.
                    if (await db.ShareLinks.Where(l => l.Id == opening.LinkId && l.TenantId == opening.TenantId && l.RevokedAt == null && l.ExpiresAt > opening.At && (l.MostViews == 0 || l.Views < l.MostViews))
                            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Views, l => l.Views + 1), ct).ConfigureAwait(false) == 0)
                    {
                        return false;
                    }

                    db.Add(opening);
                    db.Add(AuditLog.Signed(line, keys));
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return true;
                },
                ct).ConfigureAwait(false);
        }
    }

    public async Task<ShareLink?> FindByTicketAsync(string ticket, DateTimeOffset now, CancellationToken ct = default)
    {
        var hash = ShareLink.HashOf(ticket);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ShareLinks.SingleOrDefaultAsync(
                l => l.RevokedAt == null && l.ExpiresAt > now && db.ShareOpenings.Any(o => o.TicketHash == hash && o.LinkId == l.Id && o.Until > now), ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<ShareOpening>> ListOpeningsAsync(string tenantId, string linkId, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ShareOpenings.Where(o => o.TenantId == tenantId && o.LinkId == linkId)
                .OrderByDescending(o => o.At).ThenBy(o => o.TicketHash).Take(MostListed).ToListAsync(ct).ConfigureAwait(false);
        }
    }
}
