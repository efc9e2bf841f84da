using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Departures;

namespace RtcCluster.Storage.Directory;

/// <summary>One save of a user: the Identity row and the SIP account, which share the password and change together.</summary>
internal sealed class UserSave
{
    private static readonly PasswordHasher<AppUser> Passwords = new();
    private static readonly UpperInvariantLookupNormalizer Normalizer = new();

    private readonly ISecretProtector _secrets;
    private readonly TimeProvider _time;
    private readonly string? _password;
    private readonly string? _passwordHash;

    /// <summary>Prepares a save. The slow hash is made here, before the caller opens a transaction that others wait for.</summary>
    public UserSave(ISecretProtector secrets, TimeProvider time, string? password, PasswordHasher<AppUser>? hasher = null)
    {
        _secrets = secrets;
        _time = time;
        _password = password;
        // The hasher takes a user for the sake of other hashers; this one reads nothing of it.
        _passwordHash = password is null ? null : (hasher ?? Passwords).HashPassword(null!, password);
    }

    /// <summary>An address as it is compared.</summary>
    public static string Normalized(string email) => Normalizer.NormalizeEmail(email);

    public async Task<SaveResult> SaveAsync(RtcDbContext db, DirectoryUser user, CancellationToken ct)
    {
        var stored = await db.Users.AsTracking().SingleOrDefaultAsync(u => u.Id == user.Id, ct).ConfigureAwait(false);
        if ((stored?.Version ?? 0) != user.Version)
        {
            return SaveResult.Conflict($"User {user.Name}");
        }

        var tenant = await db.Tenants.SingleOrDefaultAsync(t => t.Id == user.TenantId, ct).ConfigureAwait(false);
        if (tenant is null)
        {
            return SaveResult.Invalid($"There is no tenant '{user.TenantId}'.");
        }

        var moved = stored?.Extension is not null && user.Extension is not null && stored.Extension != user.Extension;
        if (moved && _password is null)
        {
            return SaveResult.Invalid("A new extension needs the password too, because the SIP digest is made of both.");
        }

        if (await FindCollisionAsync(db, user, ct).ConfigureAwait(false) is { } collision)
        {
            return SaveResult.Invalid(collision);
        }

        if (stored is null && await TakeNameAsync(db, user, ct).ConfigureAwait(false) is { } taken)
        {
            return SaveResult.Taken(taken);
        }

        if (stored is { Role: UserRole.Administrator, Disabled: false }
            && (user.Disabled || user.Role != UserRole.Administrator)
            && await LastAdministrator.RefusalAsync(db, user.TenantId, user.Name, ct).ConfigureAwait(false) is { } last)
        {
            return SaveResult.Taken(last);
        }

        var row = stored ?? db.Users.Add(new AppUser { Id = user.Id, TenantId = user.TenantId, Name = user.Name, LockoutEnabled = true }).Entity;
        Fill(row, user);
        await SaveAccountAsync(db, row, tenant, ct).ConfigureAwait(false);
        await db.SaveChangesAsync(ct).ConfigureAwait(false);
        return SaveResult.Saved(row.Version);
    }

    // A name that somebody had is free when nothing of theirs is left; what the company keeps of that time is not the new user's.
    private async Task<string?> TakeNameAsync(RtcDbContext db, DirectoryUser user, CancellationToken ct)
    {
        if (await db.Departures.SingleOrDefaultAsync(d => d.TenantId == user.TenantId && d.UserName == user.Name, ct).ConfigureAwait(false) is not { } departure)
        {
            return null;
        }

        if (departure.EndedAt is null)
        {
            return departure.Held > 0
                ? $"The name {user.Name} was that of a user of whom {departure.Held} messages or faxes are held for a legal case; it is free when they are released."
                : $"The name {user.Name} was that of a user whose data are being erased, or whom a legal case names; try later.";
        }

        var now = _time.GetUtcNow();
        await db.Departures.Where(d => d.TenantId == user.TenantId && d.UserName == user.Name).ExecuteUpdateAsync(set => set.SetProperty(d => d.ReusedAt, now), ct).ConfigureAwait(false);
        await DepartureErasure.BeginConversationsAsync(db, user.TenantId, user.Name, now, ct).ConfigureAwait(false);
        return null;
    }

    private static async Task<string?> FindCollisionAsync(RtcDbContext db, DirectoryUser user, CancellationToken ct)
    {
        var address = Normalizer.NormalizeEmail(user.Email);
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == address && u.Id != user.Id, ct).ConfigureAwait(false))
        {
            return $"The address {user.Email} belongs to another user.";
        }

        return user.Extension is not null
            && await db.Users.AnyAsync(u => u.TenantId == user.TenantId && u.Extension == user.Extension && u.Id != user.Id, ct).ConfigureAwait(false)
            ? $"Extension {user.Extension} belongs to another user."
            : null;
    }

    private void Fill(AppUser row, DirectoryUser user)
    {
        row.DisplayName = user.DisplayName;
        row.Email = row.UserName = user.Email;
        row.NormalizedEmail = Normalizer.NormalizeEmail(user.Email);
        row.NormalizedUserName = Normalizer.NormalizeName(user.Email);
        row.EmailConfirmed = true;
        row.Extension = user.Extension;
        row.RequireSrtp = user.RequireSrtp;
        row.Calls = user.Calls;
        row.SearchText = string.Join('\n', user.Name, user.DisplayName, user.Email, user.Extension).ToLowerInvariant();
        row.Version++;
        row.ConcurrencyStamp = Guid.NewGuid().ToString();
        row.PasswordHash = _passwordHash ?? row.PasswordHash;
        // A new stamp ends what was signed in with the old password, role or permission.
        if (_password is not null || row.Role != user.Role || row.Disabled != user.Disabled || row.SecurityStamp is null)
        {
            row.SecurityStamp = Guid.NewGuid().ToString("N");
        }

        row.Role = user.Role;
        row.Disabled = user.Disabled;
    }

    private async Task SaveAccountAsync(RtcDbContext db, AppUser row, Tenant tenant, CancellationToken ct)
    {
        var stored = await db.SipAccounts.SingleOrDefaultAsync(a => a.UserId == row.Id, ct).ConfigureAwait(false);
        if (stored is not null && (_password is not null || row.Extension is null))
        {
            db.Remove(stored);
            await db.SaveChangesAsync(ct).ConfigureAwait(false);
        }

        if (_password is null || row.Extension is null)
        {
            return;
        }

        var digests = SipDigests.Compute(row.Extension, tenant.SipRealm, _password);
        db.Add(new SipAccountRow
        {
            TenantId = tenant.Id,
            Username = row.Extension,
            Realm = tenant.SipRealm,
            UserId = row.Id,
            ProtectedHa1Md5 = _secrets.Protect(digests.Md5),
            ProtectedHa1Sha256 = _secrets.Protect(digests.Sha256),
            UpdatedAt = _time.GetUtcNow(),
        });
    }
}
