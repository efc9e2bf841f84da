using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Sessions;

/// <summary>Linked accounts in Identity's table of logins: its primary key decides whose an account is.</summary>
internal sealed class LoginStore(IDbContextFactory<RtcDbContext> contexts) : ILoginStore
{
    private const int LongestLabel = 254;

    public async Task<string?> FindUserAsync(string issuer, string subject, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(issuer, subject))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.UserLogins.Where(l => l.LoginProvider == issuer && l.ProviderKey == subject).Select(l => l.UserId).SingleOrDefaultAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<LinkedLogin>> ListAsync(string userId, CancellationToken ct = default)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.UserLogins.Where(l => l.UserId == userId).OrderBy(l => l.LoginProvider)
                .Select(l => new LinkedLogin(l.LoginProvider, l.ProviderKey, l.ProviderDisplayName ?? "")).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task<LinkResult> LinkAsync(string userId, LinkedLogin login, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(login);
        if (!StoredText.Accepts(login.Issuer, login.Subject))
        {
            throw new ArgumentException("An account's id is text.", nameof(login));
        }

        try
        {
            return await TryLinkAsync(userId, login, ct).ConfigureAwait(false);
        }
        catch (DbUpdateException taken) when (DatabaseFault.IsTaken(taken))
        {
            // Somebody linked the same account between the look and the insert.
            return await FindUserAsync(login.Issuer, login.Subject, ct).ConfigureAwait(false) == userId ? LinkResult.Present : LinkResult.OfAnother;
        }
    }

    public async Task<bool> UnlinkAsync(string userId, string issuer, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(userId, issuer))
        {
            return false;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                () => db.UserLogins.Where(l => l.UserId == userId && l.LoginProvider == issuer).ExecuteDeleteAsync(ct), ct).ConfigureAwait(false) > 0;
        }
    }

    private async Task<LinkResult> TryLinkAsync(string userId, LinkedLogin login, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    var near = await db.UserLogins
                        .Where(l => l.LoginProvider == login.Issuer && (l.ProviderKey == login.Subject || l.UserId == userId)).ToListAsync(ct).ConfigureAwait(false);
                    if (near.Find(l => l.ProviderKey == login.Subject) is { } same)
                    {
                        return same.UserId == userId ? LinkResult.Present : LinkResult.OfAnother;
                    }

                    if (near.Count > 0)
                    {
                        return LinkResult.HasAnother;
                    }

                    db.Add(new IdentityUserLogin<string>
                    {
                        LoginProvider = login.Issuer,
                        ProviderKey = login.Subject,
                        ProviderDisplayName = StoredText.Cleaned(login.Label, LongestLabel),
                        UserId = userId,
                    });
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return LinkResult.Linked;
                },
                ct).ConfigureAwait(false);
        }
    }
}
