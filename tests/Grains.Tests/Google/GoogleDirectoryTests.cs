using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>The company's directory at Google: one administrator's account reads it for everybody.</summary>
[Collection(GoogleHouse.Name)]
public sealed class GoogleDirectoryTests(GrainHouse house)
{
    private const string Scope = "https://www.googleapis.com/auth/directory.readonly";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnAdministratorsAccountReadsItForEverybody_AndWhenItIsGone_AnothersDoes()
    {
        var (first, second, agent) = (await Administrator("gdir1"), await Administrator("gdir2"), new GoogleUser(house, "gdir3"));
        var ana = house.Google.Directory.Add("Ana", "Directora", "+576015550001", "work");
        var luis = house.Google.Directory.Add("Luis", "Leaves", "+576015550002", "work");
        await agent.Connected();
        Assert.Equal(["contacts", "calendar", "meet", "gmail", "chat"], (await agent.Grain.State()).Parts.Select(static part => part.Name));
        Assert.Empty(await Everybody());

        await first.Connected();
        await second.Connected();
        Assert.Equal(["Ana Directora", "Luis Leaves"], await Everybody());
        Assert.Contains(first.Account.Asked, IsOfDirectory);
        Assert.DoesNotContain(second.Account.Asked, IsOfDirectory);
        Assert.Equal([("contacts", true), ("calendar", true), ("directory", true)], (await second.Grain.State()).Parts.Where(static part => part.Name is "contacts" or "calendar" or "directory").Select(static part => (part.Name, part.IsOn)));
        Assert.Empty(await first.All());
        Assert.Empty(first.People.Names);

        house.Google.Directory.Delete(luis);
        house.Google.Directory.Change(ana, static person => person["names"]![0]!["familyName"] = "Gerente");
        await first.Synced();
        Assert.Equal(["Ana Gerente"], await Everybody());

        // Its user takes it away at Google: another administrator's account goes on, and nobody is there twice.
        first.Account.Revoke();
        first.Account.DropAccess();
        house.Google.Directory.Add("Zoë", "New", "+576015550003", "work");
        await first.Synced();
        await second.Synced(TimeSpan.FromMinutes(1));
        Assert.Equal(["Ana Gerente", "Zoë New"], await Everybody());

        await second.Grain.Disconnect();
        Assert.Empty(await Everybody());
        await first.Grain.Disconnect();
    }

    [Fact]
    public async Task WhereItIsNotAllowed_ContactsWorkAllTheSame()
    {
        var (denied, disabled) = (await Administrator("gdir4"), await Administrator("gdir5"));
        denied.Account.DeniedScopes.Add(Scope);
        denied.People.Add("Ana", "Own", "+573001230001");
        await denied.Connected();
        Assert.Equal([("contacts", true, null), ("calendar", true, null), ("directory", false, "scope")], (await denied.Grain.State()).Parts.Where(static part => part.Name is "contacts" or "calendar" or "directory").Select(static part => (part.Name, part.IsOn, part.Reason)));
        Assert.Single(await denied.All());
        Assert.DoesNotContain(denied.Account.Asked, IsOfDirectory);

        disabled.People.Add("Bea", "Own", "+573001230002");
        disabled.Account.Fail("listDirectoryPeople", 403, "SERVICE_DISABLED");
        await disabled.Connected();
        Assert.Equal([("contacts", true, null), ("calendar", true, null), ("directory", false, "disabled")], (await disabled.Grain.State()).Parts.Where(static part => part.Name is "contacts" or "calendar" or "directory").Select(static part => (part.Name, part.IsOn, part.Reason)));
        Assert.Single(await disabled.All());

        // And the other way round.
        disabled.Account.Fail("GET /v1/people/me/connections", 403, "SERVICE_DISABLED");
        var carl = house.Google.Directory.Add("Carl", "Listed", "+576015550009", "work");
        await disabled.Synced(TimeSpan.FromMinutes(31));
        Assert.Equal([("contacts", false, "disabled"), ("calendar", true, null), ("directory", true, null)], (await disabled.Grain.State()).Parts.Where(static part => part.Name is "contacts" or "calendar" or "directory").Select(static part => (part.Name, part.IsOn, part.Reason)));
        Assert.Contains("Carl Listed", await Everybody());
        await disabled.Grain.Disconnect();
        await denied.Grain.Disconnect();
        house.Google.Directory.Delete(carl);
    }

    [Theory]
    [InlineData(true, UserRole.Administrator)]
    [InlineData(false, UserRole.Agent)]
    public async Task WhenItsUserMayNotSignIn_OrIsNoAdministratorAnyMore_AnothersAccountReadsIt(bool isDisabled, UserRole role)
    {
        var (first, second) = (await Administrator(isDisabled ? "gdir6" : "gdir8"), await Administrator(isDisabled ? "gdir7" : "gdir9"));
        await first.Connected();
        await second.Connected();
        Assert.DoesNotContain(second.Account.Asked, IsOfDirectory);

        var nora = house.Google.Directory.Add("Nora", "Later", "+576015550011", "work");
        var user = (await house.Services.GetRequiredService<IDirectory>().FindUserAsync("demo", first.Name, Ct))!;
        Assert.Equal(SaveStatus.Saved, (await house.Services.GetRequiredService<IDirectoryWriter>().SaveUserAsync(user with { Disabled = isDisabled, Role = role }, ct: Ct)).Status);
        await second.Synced();
        Assert.Contains(second.Account.Asked, IsOfDirectory);
        Assert.Contains("Nora Later", await Everybody());

        await first.Grain.Disconnect();
        Assert.NotEmpty(await Everybody());
        await second.Grain.Disconnect();
        Assert.Empty(await Everybody());
        house.Google.Directory.Delete(nora);
    }

    [Fact]
    public async Task WhoeverDiesWhileDisconnecting_EmptiesItWhenAskedAgain()
    {
        var user = await Administrator("gdir10");
        var nora = house.Google.Directory.Add("Nora", "Stays", "+576015550012", "work");
        await user.Connected();
        Assert.Contains("Nora Stays", await Everybody());

        house.GoogleStore.Fails = nameof(IGoogleStore.DeleteDirectoryAsync);
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(user.Grain.Disconnect);
        }
        finally
        {
            house.GoogleStore.Fails = null;
        }

        await user.Grain.Disconnect();
        Assert.Empty(await Everybody());
        Assert.Null((await user.Grain.State()).Email);
        house.Google.Directory.Delete(nora);
    }

    private static bool IsOfDirectory(string asked) => asked.Contains("listDirectoryPeople", StringComparison.Ordinal);

    private async Task<IReadOnlyList<string>> Everybody() =>
        [.. (await house.Services.GetRequiredService<IContacts>().ListAsync(new ContactQuery { TenantId = "demo", Owners = [Contact.Directory] }, null, 500, Ct)).Items.Select(static contact => contact.Card.Name)];

    private async Task<GoogleUser> Administrator(string name)
    {
        var saved = await house.Services.GetRequiredService<IDirectoryWriter>().SaveUserAsync(
            new DirectoryUser { TenantId = "demo", Name = name, DisplayName = name, Email = $"{name}@demo.test", Role = UserRole.Administrator }, ct: Ct);
        Assert.Equal(SaveStatus.Saved, saved.Status);
        return new GoogleUser(house, name);
    }
}
