using System.Linq.Expressions;
using System.Net;
using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Directory;

/// <summary>The directory in the relational database.</summary>
internal sealed class RelationalDirectory(IDbContextFactory<RtcDbContext> contexts, ISecretProtector secrets) : IDirectory
{
    private const int LongestNumber = 32;
    private const int LargestPage = 500;

    private static readonly Expression<Func<AppUser, DirectoryUser>> ToDirectoryUser = user => new DirectoryUser
    {
        TenantId = user.TenantId,
        Name = user.Name,
        DisplayName = user.DisplayName,
        Email = user.Email!,
        Extension = user.Extension,
        Role = user.Role,
        Disabled = user.Disabled,
        RequireSrtp = user.RequireSrtp,
        Calls = user.Calls,
        Version = user.Version,
    };

    // Compiled once for a directory: each call and each registration asks for users, accounts and lines.
    private readonly Func<RtcDbContext, string, string, CancellationToken, Task<DirectoryUser?>> _user = EF.CompileAsyncQuery(
        (RtcDbContext db, string tenant, string name, CancellationToken ct) => db.Users.Where(u => u.TenantId == tenant && u.Name == name).Select(ToDirectoryUser).SingleOrDefault());

    private readonly Func<RtcDbContext, string, string, CancellationToken, Task<DirectoryUser?>> _byExtension = EF.CompileAsyncQuery(
        (RtcDbContext db, string tenant, string extension, CancellationToken ct) =>
            db.Users.Where(u => u.TenantId == tenant && u.Extension == extension).Select(ToDirectoryUser).SingleOrDefault());

    private readonly Func<RtcDbContext, string, string, CancellationToken, Task<FoundAccount?>> _account = EF.CompileAsyncQuery(
        (RtcDbContext db, string realm, string username, CancellationToken ct) => db.SipAccounts.Where(a => a.Realm == realm && a.Username == username)
            .Join(db.Users.Where(u => !u.Disabled), a => a.UserId, u => u.Id, (a, u) => new FoundAccount(a, u)).SingleOrDefault());

    private readonly Func<RtcDbContext, string, string, List<string>, IAsyncEnumerable<Line>> _lines = EF.CompileAsyncQuery(
        (RtcDbContext db, string tenant, string number, List<string> patterns) => db.Lines
            .Where(l => l.TenantId == tenant
                && ((l.Kind != LineKind.TrunkOut && l.Number == number) || (l.Kind == LineKind.TrunkOut && patterns.Contains(l.Number)))));

    public Task<Tenant?> FindTenantAsync(string tenantId, CancellationToken ct = default) =>
        FindAsync(db => db.Tenants.Where(t => t.Id == tenantId), ct, tenantId);

    public Task<Tenant?> FindTenantByRealmAsync(string realm, CancellationToken ct = default)
    {
        // Domain names compare without case (RFC 3261 §19.1.4); they are stored in lower case.
        var stored = realm.ToLowerInvariant();
        return FindAsync(db => db.Tenants.Where(t => t.SipRealm == stored), ct, stored);
    }

    public Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken ct = default) => ListAsync(db => db.Tenants.OrderBy(t => t.Id), ct);

    public async Task<DirectoryUser?> FindUserAsync(string tenantId, string name, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, name))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await _user(db, tenantId, name, ct).ConfigureAwait(false);
        }
    }

    public async Task<DirectoryUser?> FindUserByExtensionAsync(string tenantId, string extension, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(tenantId, extension))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await _byExtension(db, tenantId, extension, ct).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<DirectoryUser>> FindUsersAsync(string tenantId, IReadOnlyCollection<string> names, CancellationToken ct = default)
    {
        List<string> asked = [.. names.Where(name => StoredText.Accepts(name))];
        return ListAsync(db => db.Users.Where(u => u.TenantId == tenantId && EF.Parameter(asked).Contains(u.Name)).Select(ToDirectoryUser), ct, tenantId);
    }

    public Task<IReadOnlyList<DirectoryUser>> FindUsersByExtensionsAsync(string tenantId, IReadOnlyCollection<string> extensions, CancellationToken ct = default)
    {
        List<string> asked = [.. extensions.Where(extension => StoredText.Accepts(extension))];
        return ListAsync(db => db.Users.Where(u => u.TenantId == tenantId && EF.Parameter(asked).Contains(u.Extension!)).Select(ToDirectoryUser), ct, tenantId);
    }

    public async Task<DirectoryUser?> FindUserByEmailAsync(string email, CancellationToken ct = default)
    {
        if (!StoredText.Accepts(email))
        {
            // Half a character has no other form.
            return null;
        }

        var stored = UserSave.Normalized(email);
        return await FindAsync(db => db.Users.Where(u => u.NormalizedEmail == stored).Select(ToDirectoryUser), ct).ConfigureAwait(false);
    }

    public async Task<string?> FindOnlyAdministratorAsync(string tenantId, CancellationToken ct = default) =>
        await ListAsync(db => db.Users.Where(u => u.TenantId == tenantId && u.Role == UserRole.Administrator && !u.Disabled).Select(u => u.Name).Order().Take(2), ct, tenantId).ConfigureAwait(false) is [var only] ? only : null;

    public async Task<Page<DirectoryUser>> ListUsersAsync(string tenantId, string? search = null, string? cursor = null, int limit = 100, CancellationToken ct = default)
    {
        var after = default(PageCursor);
        if (cursor is not null && !PageCursor.TryDecode(cursor, out after))
        {
            return Page<DirectoryUser>.CursorRefused;
        }

        if (!StoredText.Accepts(tenantId, search))
        {
            return new Page<DirectoryUser>([], null);
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var users = db.Users.Where(u => u.TenantId == tenantId);
            if (search is not null)
            {
                var folded = search.ToLowerInvariant();
                users = users.Where(u => u.SearchText.Contains(folded));
            }

            if (cursor is not null)
            {
                users = users.Where(u => string.Compare(u.Name, after.Id) > 0);
            }

            var found = await users.OrderBy(u => u.Name).Take(limit + 1).Select(ToDirectoryUser).ToListAsync(ct).ConfigureAwait(false);
            return Page<DirectoryUser>.Cut(found, limit, user => new PageCursor(DateTimeOffset.UnixEpoch, user.Name));
        }
    }

    public async Task<SipAccount?> FindSipAccountAsync(string realm, string username, CancellationToken ct = default)
    {
        var domain = realm.ToLowerInvariant();
        if (!StoredText.Accepts(domain, username))
        {
            return null;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var found = await _account(db, domain, username, ct).ConfigureAwait(false);
            if (found is null
                || !secrets.TryUnprotect(found.Account.ProtectedHa1Md5, out var md5)
                || !secrets.TryUnprotect(found.Account.ProtectedHa1Sha256, out var sha256))
            {
                return null;
            }

            var account = found.Account;
            return new SipAccount(account.TenantId, DirectoryUserOf(found.User), account.Realm, new SipDigests(md5, sha256), account.UpdatedAt)
            {
                Username = account.Username,
            };
        }
    }

    public async Task<Line?> FindLineAsync(string tenantId, string number, CancellationToken ct = default)
    {
        if (number.Length is 0 or > LongestNumber || !StoredText.Accepts(tenantId, number))
        {
            return null;
        }

        var patterns = PatternsOf(number);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var found = await _lines(db, tenantId, number, patterns).ToListAsync(ct).ConfigureAwait(false);
            return found.OrderBy(l => l.Kind == LineKind.TrunkOut).ThenByDescending(l => l.Number.Length).FirstOrDefault();
        }
    }

    public async Task<IReadOnlyList<Line>> ListLinesOutAsync(string tenantId, string number, CancellationToken ct = default)
    {
        if (number.Length is 0 or > LongestNumber)
        {
            return [];
        }

        var patterns = PatternsOf(number);
        return await ListAsync(
            db => db.Lines.Where(l => l.TenantId == tenantId && l.Kind == LineKind.TrunkOut && patterns.Contains(l.Number)).OrderBy(l => l.Number), ct, tenantId, number).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<Line>> ListLinesAsync(string tenantId, CancellationToken ct = default) =>
        ListAsync(db => db.Lines.Where(l => l.TenantId == tenantId).OrderBy(l => l.Number), ct, tenantId);

    public Task<Trunk?> FindTrunkAsync(string tenantId, string name, CancellationToken ct = default) =>
        FindAsync(db => db.Trunks.Where(t => t.TenantId == tenantId && t.Name == name), ct, tenantId, name);

    public async Task<Trunk?> FindTrunkByAddressAsync(IPAddress address, CancellationToken ct = default)
    {
        var networks = SourceNetwork.Holding(address);
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var found = await db.TrunkAddresses.Where(a => networks.Contains(a.Network))
                .Join(db.Trunks.Where(t => t.Enabled), a => new { a.TenantId, Name = a.TrunkName }, t => new { t.TenantId, t.Name }, (a, t) => new { a.Network, Trunk = t })
                .ToListAsync(ct).ConfigureAwait(false);
            return networks.Select(network => found.Find(f => f.Network == network)?.Trunk).FirstOrDefault(trunk => trunk is not null);
        }
    }

    public Task<IReadOnlyList<Trunk>> ListTrunksAsync(string tenantId, CancellationToken ct = default) =>
        ListAsync(db => db.Trunks.Where(t => t.TenantId == tenantId).OrderBy(t => t.Name), ct, tenantId);

    public Task<Document?> FindDocumentAsync(string tenantId, string kind, string name, CancellationToken ct = default) =>
        FindAsync(db => db.Documents.Where(d => d.TenantId == tenantId && d.Kind == kind && d.Name == name), ct, tenantId, kind, name);

    public Task<IReadOnlyList<Document>> ListDocumentsAsync(string tenantId, string kind, CancellationToken ct = default) =>
        ListAsync(db => db.Documents.Where(d => d.TenantId == tenantId && d.Kind == kind).OrderBy(d => d.Name), ct, tenantId, kind);

    public Task<IReadOnlyList<Document>> ListDocumentVersionsAsync(string tenantId, string kind, string name, CancellationToken ct = default) =>
        ListAsync(
            db => db.DocumentVersions.Where(v => v.TenantId == tenantId && v.Kind == kind && v.Name == name).OrderByDescending(v => v.Version)
                .Select(v => new Document { TenantId = v.TenantId, Kind = v.Kind, Name = v.Name, Json = v.Json, ChangedAt = v.ChangedAt, ChangedBy = v.ChangedBy, Version = v.Version }),
            ct, tenantId, kind, name);

    public async Task<string?> FindTrunkPasswordAsync(string tenantId, string name, CancellationToken ct = default)
    {
        var kept = await FindAsync(
            db => db.Trunks.Where(t => t.TenantId == tenantId && t.Name == name).Select(t => EF.Property<string?>(t, DirectoryModel.ProtectedPassword)),
            ct, tenantId, name).ConfigureAwait(false);
        return kept is not null && secrets.TryUnprotect(kept, out var password) ? password : null;
    }

    internal static DirectoryUser DirectoryUserOf(AppUser user) => ToRecord(user);

    private static readonly Func<AppUser, DirectoryUser> ToRecord = ToDirectoryUser.Compile();

    // Whatever prefix of a number a trunk-out line may have, that of every number included.
    private static List<string> PatternsOf(string number) => [.. Enumerable.Range(0, number.Length + 1).Select(length => number[..length] + "*")];

    private async Task<T?> FindAsync<T>(Func<RtcDbContext, IQueryable<T>> query, CancellationToken ct, params string[] asked)
    {
        if (!StoredText.Accepts(asked))
        {
            return default;
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await query(db).SingleOrDefaultAsync(ct).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(Func<RtcDbContext, IQueryable<T>> query, CancellationToken ct, params string[] asked)
    {
        if (!StoredText.Accepts(asked))
        {
            return [];
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await query(db).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    private sealed record FoundAccount(SipAccountRow Account, AppUser User);
}
