using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Directory;

/// <summary>A company keeps one who administers it: the last enabled administrator is neither deleted, nor disabled, nor made something else.</summary>
public static class LastAdministrator
{
    /// <summary>What is said to whoever tries.</summary>
    /// <param name="name">The administrator.</param>
    public static string Refusal(string name) => $"{name} is the last administrator of this company. Make another user an administrator first.";

    /// <summary>Whether a user is the last one, asked within the transaction that would take the user away: of two who take each other away at the same time the second waits, and is refused.</summary>
    /// <returns>Why not; null when it may be.</returns>
    internal static async Task<string?> RefusalAsync(RtcDbContext db, string tenant, string name, CancellationToken ct)
    {
        var others = db.Users.Where(u => u.TenantId == tenant && u.Role == UserRole.Administrator && !u.Disabled);
        if (!await others.AnyAsync(u => u.Name == name, ct).ConfigureAwait(false))
        {
            return null;
        }

        if (db.Database.IsNpgsql())
        {
            // SQLite has one writer anyway. Rows that refer to the tenant's are not in the way.
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM tenants WHERE id = {tenant} FOR NO KEY UPDATE", ct).ConfigureAwait(false);
        }

        return await others.AnyAsync(u => u.Name != name, ct).ConfigureAwait(false) ? null : Refusal(name);
    }
}
