using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Directory;

public abstract class UserContract(Engine engine) : EngineContract(engine)
{
    private static DirectoryUser NewUser(string tenant, string name = "ana", string? extension = "1001") => new()
    {
        TenantId = tenant, Name = name, DisplayName = "Ana Núñez", Email = $"{name}@{tenant}.test", Extension = extension, Role = UserRole.Supervisor,
    };

    [Fact]
    public async Task FindsUserByNameAndByExtension_AsSaved()
    {
        var tenant = await Engine.NewTenantAsync();
        var user = NewUser(tenant);

        var saved = await Engine.Writer.SaveUserAsync(user, "s3cret", Ct);

        Assert.Equal(new SaveResult(SaveStatus.Saved, 1, ""), saved);
        Assert.Equal(user with { Version = 1 }, await Engine.Directory.FindUserAsync(tenant, "ana", Ct));
        Assert.Equal(user with { Version = 1 }, await Engine.Directory.FindUserByExtensionAsync(tenant, "1001", Ct));
        Assert.Equal([user with { Version = 1 }], await Engine.Directory.FindUsersAsync(tenant, ["ana", "bo", "\ud800"], Ct));
        Assert.Equal([user with { Version = 1 }], await Engine.Directory.FindUsersByExtensionsAsync(tenant, ["1001", "1002"], Ct));
    }

    [Fact]
    public async Task FindsNobody_InOtherTenant()
    {
        var tenant = await Engine.NewTenantAsync();
        var other = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "s3cret", Ct);

        Assert.Null(await Engine.Directory.FindUserAsync(other, "ana", Ct));
        Assert.Null(await Engine.Directory.FindUserByExtensionAsync(other, "1001", Ct));
        Assert.Empty(await Engine.Directory.FindUsersAsync(other, ["ana"], Ct));
        Assert.Empty(await Engine.Directory.FindUsersByExtensionsAsync(other, ["1001"], Ct));
        Assert.Null(await Engine.Directory.FindSipAccountAsync($"{other}.test", "1001", Ct));
        Assert.Empty((await Engine.Directory.ListUsersAsync(other, ct: Ct)).Items);
    }

    [Fact]
    public async Task SecondOfTwoWhoChangedOneVersion_IsTold()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "s3cret", Ct);
        var read = (await Engine.Directory.FindUserAsync(tenant, "ana", Ct))!;

        var first = await Engine.Writer.SaveUserAsync(read with { DisplayName = "First" }, ct: Ct);
        var second = await Engine.Writer.SaveUserAsync(read with { DisplayName = "Second" }, ct: Ct);

        Assert.Equal(2, first.Version);
        Assert.Equal(SaveStatus.Conflict, second.Status);
        Assert.Equal("First", (await Engine.Directory.FindUserAsync(tenant, "ana", Ct))!.DisplayName);
    }

    [Fact]
    public async Task OneOfManyWins_WhenAllMakeTheSameUserAtOnce()
    {
        var tenant = await Engine.NewTenantAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            Engine.Writer.SaveUserAsync(NewUser(tenant) with { DisplayName = $"Number {i}" }, "s3cret", Ct)));

        Assert.Equal(1, results.Count(r => r.IsSaved));
        Assert.Equal(11, results.Count(r => r.Status == SaveStatus.Conflict));
        Assert.Equal($"Number {Array.FindIndex(results, r => r.IsSaved)}", (await Engine.Directory.FindUserAsync(tenant, "ana", Ct))!.DisplayName);
    }

    [Fact]
    public async Task KeepsBothDigestsOfThePassword_AndNeitherReadable()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "señal", Ct);

        var account = (await Engine.Directory.FindSipAccountAsync($"{tenant.ToUpperInvariant()}.Test", "1001", Ct))!;

        Assert.Equal(SipDigests.Compute("1001", $"{tenant}.test", "señal"), account.Digests);
        Assert.Equal(("1001", $"{tenant}.test", $"{tenant}/ana"), (account.Username, account.Realm, account.User.Id));
        await using var db = Engine.OpenContext();
        var row = db.SipAccounts.Single(a => a.TenantId == tenant);
        Assert.DoesNotContain(account.Digests.Md5, row.ProtectedHa1Md5, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Digests.Sha256, row.ProtectedHa1Sha256, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewPasswordReplacesDigestsAndStamp()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "old", Ct);
        await using var db = Engine.OpenContext();
        var before = db.Users.Single(u => u.TenantId == tenant);

        var changed = await Engine.Writer.SetPasswordAsync(tenant, "ana", "new", Ct);

        var after = db.Users.Single(u => u.TenantId == tenant);
        Assert.True(changed.IsSaved);
        Assert.NotEqual(before.SecurityStamp, after.SecurityStamp);
        Assert.NotEqual(before.PasswordHash, after.PasswordHash);
        Assert.Equal(SipDigests.Compute("1001", $"{tenant}.test", "new"), (await Engine.Directory.FindSipAccountAsync($"{tenant}.test", "1001", Ct))!.Digests);
    }

    [Fact]
    public async Task PasswordOfNobodyIsRefused()
    {
        var tenant = await Engine.NewTenantAsync();

        Assert.Equal("There is no user 'eva'.", (await Engine.Writer.SetPasswordAsync(tenant, "eva", "new", Ct)).Reason);
        Assert.Equal("There is no user '\0'.", (await Engine.Writer.SetPasswordAsync(tenant, "\0", "new", Ct)).Reason);
    }

    [Fact]
    public async Task NewExtensionNeedsThePassword()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "s3cret", Ct);
        var moved = (await Engine.Directory.FindUserAsync(tenant, "ana", Ct))! with { Extension = "1009" };

        var without = await Engine.Writer.SaveUserAsync(moved, ct: Ct);
        var with = await Engine.Writer.SaveUserAsync(moved, "s3cret", Ct);

        Assert.Equal(SaveStatus.Invalid, without.Status);
        Assert.True(with.IsSaved);
        Assert.Null(await Engine.Directory.FindSipAccountAsync($"{tenant}.test", "1001", Ct));
        Assert.Equal(SipDigests.Compute("1009", $"{tenant}.test", "s3cret"), (await Engine.Directory.FindSipAccountAsync($"{tenant}.test", "1009", Ct))!.Digests);
    }

    [Fact]
    public async Task UserWithoutExtensionHasNoSipAccount()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "s3cret", Ct);
        var user = (await Engine.Directory.FindUserAsync(tenant, "ana", Ct))!;

        var saved = await Engine.Writer.SaveUserAsync(user with { Extension = null }, ct: Ct);

        Assert.True(saved.IsSaved);
        Assert.Null(await Engine.Directory.FindSipAccountAsync($"{tenant}.test", "1001", Ct));
    }

    [Fact]
    public async Task DisabledUserHasNoSipAccountToRegisterWith()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "s3cret", Ct);
        var user = (await Engine.Directory.FindUserAsync(tenant, "ana", Ct))!;

        await Engine.Writer.SaveUserAsync(user with { Disabled = true }, ct: Ct);

        Assert.Null(await Engine.Directory.FindSipAccountAsync($"{tenant}.test", "1001", Ct));
    }

    [Fact]
    public async Task AddressIsUniqueOnTheCluster_AndExtensionInTheTenant()
    {
        var tenant = await Engine.NewTenantAsync();
        var other = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "s3cret", Ct);

        var sameAddress = await Engine.Writer.SaveUserAsync(NewUser(other) with { Email = $"ANA@{tenant}.test" }, "s3cret", Ct);
        var sameExtension = await Engine.Writer.SaveUserAsync(NewUser(tenant, "eva"), "s3cret", Ct);
        var sameExtensionElsewhere = await Engine.Writer.SaveUserAsync(NewUser(other, "eva"), "s3cret", Ct);

        Assert.Equal((SaveStatus.Invalid, $"The address ANA@{tenant}.test belongs to another user."), (sameAddress.Status, sameAddress.Reason));
        Assert.Equal((SaveStatus.Invalid, "Extension 1001 belongs to another user."), (sameExtension.Status, sameExtension.Reason));
        Assert.True(sameExtensionElsewhere.IsSaved);
    }

    [Fact]
    public async Task RefusesUserOfUnknownTenant()
    {
        var result = await Engine.Writer.SaveUserAsync(NewUser("nowhere"), "s3cret", Ct);

        Assert.Equal((SaveStatus.Invalid, "There is no tenant 'nowhere'."), (result.Status, result.Reason));
    }

    [Fact]
    public async Task DeletesUserWithAccountAndSessions()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "s3cret", Ct);
        var session = await Engine.Get<RtcCluster.Storage.Sessions.ISessionStore>().CreateAsync($"{tenant}/ana", "127.0.0.1", "test", Ct);

        var incidents = Engine.Get<RtcCluster.Storage.Incidents.IIncidents>();
        foreach (var user in new[] { "ana", "anab" })
        {
            await incidents.AddAsync(
                new() { Id = $"{Guid.NewGuid():n}", TenantId = tenant, Rule = "tollBurst", Subject = user, UserId = $"{tenant}/{user}", OpenedAt = DateTimeOffset.UnixEpoch, LastAt = DateTimeOffset.UnixEpoch, Reason = "x" }, Ct);
        }

        var deleted = await Engine.Writer.DeleteUserAsync(tenant, "ana", Ct);
        var again = await Engine.Writer.DeleteUserAsync(tenant, "ana", Ct);

        Assert.True(deleted.IsSaved);
        Assert.True(again.IsSaved);
        Assert.Null(await Engine.Directory.FindUserAsync(tenant, "ana", Ct));
        Assert.Null(await Engine.Directory.FindSipAccountAsync($"{tenant}.test", "1001", Ct));
        Assert.Null(await Engine.Get<RtcCluster.Storage.Sessions.ISessionStore>().FindAsync(session.Id, Ct));
        Assert.Equal(["anab"], (await incidents.ListAsync(tenant, ct: Ct)).Items.Select(static incident => incident.Subject));
    }

    [Fact]
    public async Task TheLastAdministratorIsNeitherDeletedNorDisabledNorMadeSomethingElse()
    {
        var tenant = await Engine.NewTenantAsync();
        foreach (var (name, role, disabled) in new[] { ("ana", UserRole.Administrator, false), ("bo", UserRole.Administrator, true), ("carl", UserRole.Supervisor, false) })
        {
            Assert.True((await Engine.Writer.SaveUserAsync(NewUser(tenant, name, null) with { Role = role, Disabled = disabled }, ct: Ct)).IsSaved);
        }

        var ana = (await Engine.Directory.FindUserAsync(tenant, "ana", Ct))!;
        var kept = new SaveResult(SaveStatus.Conflict, 0, "ana is the last administrator of this company. Make another user an administrator first.");

        Assert.Equal(kept, await Engine.Writer.DeleteUserAsync(tenant, "ana", Ct));
        Assert.Equal(kept, await Engine.Writer.SaveUserAsync(ana with { Disabled = true }, ct: Ct));
        Assert.Equal(kept, await Engine.Writer.SaveUserAsync(ana with { Role = UserRole.Supervisor }, ct: Ct));
        Assert.Equal(ana, await Engine.Directory.FindUserAsync(tenant, "ana", Ct));
        Assert.Equal("ana", await Engine.Directory.FindOnlyAdministratorAsync(tenant, Ct));
        Assert.True((await Engine.Writer.SaveUserAsync(ana with { DisplayName = "Ana" }, ct: Ct)).IsSaved);

        var bo = (await Engine.Directory.FindUserAsync(tenant, "bo", Ct))!;
        Assert.True((await Engine.Writer.SaveUserAsync(bo with { Disabled = false }, ct: Ct)).IsSaved);
        Assert.Null(await Engine.Directory.FindOnlyAdministratorAsync(tenant, Ct));
        Assert.True((await Engine.Writer.DeleteUserAsync(tenant, "carl", Ct)).IsSaved);
        // Two who take each other away: one of them is left.
        var both = await Task.WhenAll(Engine.Writer.DeleteUserAsync(tenant, "ana", Ct), Engine.Writer.DeleteUserAsync(tenant, "bo", Ct));
        Assert.Equal([SaveStatus.Saved, SaveStatus.Conflict], both.Select(static result => result.Status).Order());
        Assert.Single((await Engine.Directory.ListUsersAsync(tenant, ct: Ct)).Items);
    }

    [Fact]
    public async Task PagesUsersByName_WithoutRepeatOrGap_WhileUsersArrive()
    {
        var tenant = await Engine.NewTenantAsync();
        foreach (var name in new[] { "e", "a", "c", "g", "i" })
        {
            await Engine.Writer.SaveUserAsync(NewUser(tenant, name, null), ct: Ct);
        }

        var first = await Engine.Directory.ListUsersAsync(tenant, limit: 2, ct: Ct);
        await Engine.Writer.SaveUserAsync(NewUser(tenant, "b", null), ct: Ct);
        var second = await Engine.Directory.ListUsersAsync(tenant, cursor: first.Next, limit: 2, ct: Ct);
        var third = await Engine.Directory.ListUsersAsync(tenant, cursor: second.Next, limit: 2, ct: Ct);

        Assert.Equal(["a", "c"], first.Items.Select(u => u.Name));
        Assert.Equal(["e", "g"], second.Items.Select(u => u.Name));
        Assert.Equal(["i"], third.Items.Select(u => u.Name));
        Assert.Null(third.Next);
    }

    [Theory]
    [InlineData("núÑ", 1)]
    [InlineData("1001", 1)]
    [InlineData("%", 0)]
    [InlineData("_", 0)]
    [InlineData("\0", 0)]
    [InlineData("' OR 1=1 --", 0)]
    public async Task SearchesForTextAsItIs(string search, int found)
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "s3cret", Ct);

        Assert.Equal(found, (await Engine.Directory.ListUsersAsync(tenant, search, ct: Ct)).Items.Count);
    }

    [Theory]
    [InlineData("not a cursor")]
    [InlineData("")]
    [InlineData("AAAA")]
    public async Task RefusesForeignCursor(string cursor)
    {
        var page = await Engine.Directory.ListUsersAsync("demo", cursor: cursor, ct: Ct);

        Assert.False(page.CursorAccepted);
        Assert.Empty(page.Items);
    }

    [Fact]
    public async Task RoleThatThisVersionDoesNotKnow_ReadsAsTheSmallest()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(NewUser(tenant), "s3cret", Ct);
        await using var db = Engine.OpenContext();
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(
            db.Database, $"UPDATE users SET role = 'Emperor' WHERE tenant_id = {tenant}", Ct);

        Assert.Equal(UserRole.Agent, (await Engine.Directory.FindUserAsync(tenant, "ana", Ct))!.Role);
    }
}
