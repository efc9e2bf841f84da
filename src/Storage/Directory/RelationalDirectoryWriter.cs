using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Storage.Directory;

/// <summary>Writes of the directory in the relational database: each is one transaction.</summary>
internal sealed class RelationalDirectoryWriter(IDbContextFactory<RtcDbContext> contexts, ISecretProtector secrets, TimeProvider time, Entitlements entitlements) : IDirectoryWriter
{
    public Task<SaveResult> SaveTenantAsync(Tenant tenant, CancellationToken ct = default) =>
        SaveAsync(DirectoryRules.Check(tenant), $"Tenant {tenant.Id}", db => SaveTenantAsync(db, tenant, ct), ct);

    public async Task<SaveResult> SaveUserAsync(DirectoryUser user, string? password = null, CancellationToken ct = default)
    {
        if ((DirectoryRules.Check(user) ?? (password is null ? null : DirectoryRules.CheckPassword(password))) is { } reason)
        {
            return SaveResult.Invalid(reason);
        }

        var save = new UserSave(secrets, time, password);
        return await SaveAsync(
            null,
            $"User {user.Name}",
            async db => await entitlements.SeatRefusalAsync(db, user, ct).ConfigureAwait(false) is { } refusal ? SaveResult.NoSeat(refusal) : await save.SaveAsync(db, user, ct).ConfigureAwait(false),
            ct).ConfigureAwait(false);
    }

    public async Task<SaveResult> SetPasswordAsync(string tenantId, string name, string password, CancellationToken ct = default)
    {
        var unknown = SaveResult.Invalid($"There is no user '{name}'.");
        if (!StoredText.Accepts(tenantId, name))
        {
            return unknown;
        }

        if (DirectoryRules.CheckPassword(password) is { } reason)
        {
            return SaveResult.Invalid(reason);
        }

        var save = new UserSave(secrets, time, password);
        return await SaveAsync(
            null,
            $"User {name}",
            async db => await db.Users.SingleOrDefaultAsync(u => u.TenantId == tenantId && u.Name == name, ct).ConfigureAwait(false) is { } row
                ? await save.SaveAsync(db, RelationalDirectory.DirectoryUserOf(row), ct).ConfigureAwait(false)
                : unknown,
            ct).ConfigureAwait(false);
    }

    public Task<SaveResult> DeleteUserAsync(string tenantId, string name, CancellationToken ct = default) =>
        SaveAsync(
            StoredText.Accepts(tenantId, name) ? null : $"There is no user '{name}'.",
            $"User {name}",
            async db =>
            {
                if (await LastAdministrator.RefusalAsync(db, tenantId, name, ct).ConfigureAwait(false) is { } refusal)
                {
                    return SaveResult.Taken(refusal);
                }

                await DepartureErasure.BeginAsync(db, tenantId, name, time.GetUtcNow(), ct).ConfigureAwait(false);
                return SaveResult.Saved(0);
            },
            ct);

    public Task<SaveResult> SaveLineAsync(Line line, CancellationToken ct = default) =>
        SaveAsync(
            DirectoryRules.Check(line),
            $"Line {line.Number}",
            db => PutAsync(db, line with { Version = line.Version + 1 }, line.Version, ct),
            ct);

    public Task<SaveResult> DeleteLineAsync(string tenantId, string number, int version, CancellationToken ct = default) =>
        SaveAsync(
            StoredText.Accepts(tenantId, number) ? null : $"There is no line '{number}'.",
            $"Line {number}",
            async db => Deleted($"Line {number}", await db.Lines
                .Where(l => l.TenantId == tenantId && l.Number == number && l.Version == version).ExecuteDeleteAsync(ct).ConfigureAwait(false)),
            ct);

    public Task<SaveResult> SaveTrunkAsync(Trunk trunk, string? password = null, CancellationToken ct = default) =>
        SaveAsync(
            DirectoryRules.Check(trunk) ?? (string.IsNullOrEmpty(password) ? null : DirectoryRules.CheckPassword(password)),
            $"Trunk {trunk.Name}",
            db => SaveTrunkAsync(db, trunk, password, ct),
            ct);

    public Task<SaveResult> DeleteTrunkAsync(string tenantId, string name, int version, CancellationToken ct = default) =>
        SaveAsync(
            StoredText.Accepts(tenantId, name) ? null : $"There is no trunk '{name}'.",
            $"Trunk {name}",
            async db => Deleted($"Trunk {name}", await db.Trunks
                .Where(t => t.TenantId == tenantId && t.Name == name && t.Version == version).ExecuteDeleteAsync(ct).ConfigureAwait(false)),
            ct);

    public Task<SaveResult> SaveDocumentAsync(Document document, CancellationToken ct = default) =>
        SaveAsync(DirectoryRules.Check(document), $"The {document.Kind} {document.Name}", db => DocumentSave.SaveAsync(db, document, time.GetUtcNow(), ct), ct);

    public Task<SaveResult> DeleteDocumentAsync(string tenantId, string kind, string name, int version, CancellationToken ct = default) =>
        SaveAsync(
            StoredText.Accepts(tenantId, kind, name) ? null : $"There is no {kind} '{name}'.",
            $"The {kind} {name}",
            async db => Deleted($"The {kind} {name}", await db.Documents
                .Where(d => d.TenantId == tenantId && d.Kind == kind && d.Name == name && d.Version == version).ExecuteDeleteAsync(ct).ConfigureAwait(false)),
            ct);

    private static SaveResult Deleted(string what, int rows) => rows == 1 ? SaveResult.Saved(0) : SaveResult.Conflict(what);

    private static async Task<SaveResult> PutAsync<T>(RtcDbContext db, T next, int version, CancellationToken ct)
        where T : class
    {
        var entry = db.Entry(next);
        entry.State = version == 0 ? EntityState.Added : EntityState.Modified;
        entry.Property<int>(nameof(Line.Version)).OriginalValue = version;
        await db.SaveChangesAsync(ct).ConfigureAwait(false);
        return SaveResult.Saved(version + 1);
    }

    private static async Task<SaveResult> SaveTenantAsync(RtcDbContext db, Tenant tenant, CancellationToken ct)
    {
        var stored = await db.Tenants.SingleOrDefaultAsync(t => t.Id == tenant.Id, ct).ConfigureAwait(false);
        if (stored is not null && stored.SipRealm != tenant.SipRealm
            && await db.SipAccounts.AnyAsync(a => a.TenantId == tenant.Id, ct).ConfigureAwait(false))
        {
            return SaveResult.Invalid("The realm is part of every SIP digest; it cannot change while the tenant has SIP accounts.");
        }

        if (await db.Tenants.AnyAsync(t => t.SipRealm == tenant.SipRealm && t.Id != tenant.Id, ct).ConfigureAwait(false))
        {
            return SaveResult.Invalid($"The realm {tenant.SipRealm} belongs to another tenant.");
        }

        return await PutAsync(db, tenant with { Version = tenant.Version + 1 }, tenant.Version, ct).ConfigureAwait(false);
    }

    private async Task<SaveResult> SaveTrunkAsync(RtcDbContext db, Trunk trunk, string? password, CancellationToken ct)
    {
        var networks = trunk.AcceptFrom.Select(text => SourceNetwork.TryCanonical(text, out var network) ? network : text).Distinct().ToList();
        var taken = await db.TrunkAddresses.Where(a => networks.Contains(a.Network) && (a.TenantId != trunk.TenantId || a.TrunkName != trunk.Name))
            .Select(a => a.Network).FirstOrDefaultAsync(ct).ConfigureAwait(false);
        if (taken is not null)
        {
            return SaveResult.Invalid($"Calls from {taken} are taken by another trunk already.");
        }

        var next = trunk with { Version = trunk.Version + 1 };
        var kept = password is not null ? null : await db.Trunks.Where(t => t.TenantId == trunk.TenantId && t.Name == trunk.Name)
            .Select(t => EF.Property<string?>(t, DirectoryModel.ProtectedPassword)).SingleOrDefaultAsync(ct).ConfigureAwait(false);
        db.Entry(next).Property<string?>(DirectoryModel.ProtectedPassword).CurrentValue = string.IsNullOrEmpty(password) ? kept : secrets.Protect(password);
        var saved = await PutAsync(db, next, trunk.Version, ct).ConfigureAwait(false);

        await db.TrunkAddresses.Where(a => a.TenantId == trunk.TenantId && a.TrunkName == trunk.Name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        db.AddRange(networks.Select(network => new TrunkAddressRow { Network = network, TenantId = trunk.TenantId, TrunkName = trunk.Name }));
        await db.SaveChangesAsync(ct).ConfigureAwait(false);
        return saved;
    }

    private async Task<SaveResult> SaveAsync(string? reason, string what, Func<RtcDbContext, Task<SaveResult>> work, CancellationToken ct)
    {
        if (reason is not null)
        {
            return SaveResult.Invalid(reason);
        }

        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                return await db.InTransactionAsync(() => work(db), ct).ConfigureAwait(false);
            }
            catch (DbUpdateConcurrencyException)
            {
                return SaveResult.Conflict(what);
            }
            catch (DbUpdateException raced) when (DatabaseFault.IsTaken(raced))
            {
                return SaveResult.Conflict(what);
            }
            catch (DbUpdateException missing) when (DatabaseFault.IsUnresolved(missing))
            {
                return SaveResult.Invalid($"{what} names a tenant that does not exist.");
            }
        }
    }
}
