using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Google;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Google;

public abstract class GoogleContract(Engine engine) : EngineContract(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);

    private IGoogleStore Store => Engine.Get<IGoogleStore>();

    private GooglePages Pages => Engine.Get<GooglePages>();

    private IContacts Contacts => Engine.Get<IContacts>();

    [Fact]
    public async Task APageIsStoredWithWhereTheNextOneIs_OrNotAtAll()
    {
        var account = await AccountAsync();
        var read = account with { Reading = new GoogleReading { Id = "r1", IsWhole = true, PageToken = "two" } };

        var (result, after) = await Pages.TakeAsync(read, [Person(1, "Ana"), Person(2, "Bea")], Ct);
        // Somebody who woke up late reads the page again, and stores nothing of it.
        var (late, _) = await Pages.TakeAsync(read, [Person(1, "Ana"), Person(2, "Bea"), Person(3, "Carl")], Ct);

        Assert.Equal((GoogleStepResult.Done, GoogleStepResult.Overtaken), (result, late));
        Assert.Equal("two", (await Store.FindAsync(account.TenantId, "ana", Ct))!.Reading.PageToken);
        Assert.Equal(2, await Contacts.CountAsync(account.TenantId, "ana", Ct));
        Assert.Equal(2, await Store.CountLinksAsync(account.TenantId, "ana", Ct));
        Assert.Empty(await Store.ListUntoldAsync(account.TenantId, "ana", null, 10, Ct));
        Assert.Equal(["people/c1", "people/c2"], (await Store.FindLinksAsync(account.TenantId, "ana", ["people/c1", "people/c2", "people/c3"], Ct)).Select(static link => link.ResourceName!).Order(StringComparer.Ordinal));
        Assert.Equal(account.Version + 1, after.Version);
    }

    [Fact]
    public async Task WhatAWholeReadingDidNotMeet_Goes_ButForWhatWasChangedHereOrWrittenThereJustNow()
    {
        var account = await AccountAsync();
        (_, account) = await Pages.TakeAsync(account with { Reading = new GoogleReading { Id = "r1", IsWhole = true } }, [Person(1, "Gone"), Person(2, "Changed"), Person(3, "Written"), Person(4, "Met")], Ct);
        var all = (await Contacts.ListAsync(new ContactQuery { TenantId = account.TenantId, Owners = ["ana"] }, ct: Ct)).Items;
        var changed = all.Single(static contact => contact.Card.Name == "Changed");
        Assert.True((await Engine.Get<IContactWriter>().SaveAsync(changed with { Card = changed.Card with { Notes = "ours" } }, "user", Ct)).IsSaved);
        var written = Assert.Single(await Store.FindLinksAsync(account.TenantId, "ana", ["people/c3"], Ct));
        (_, account) = await Store.ApplyAsync(account, new GoogleStep { Links = [written with { WrittenAt = Start - TimeSpan.FromMinutes(9) }] }, Ct);

        (_, account) = await Pages.TakeAsync(account with { Reading = new GoogleReading { Id = "r2", IsWhole = true, IsRead = true, BegunAt = Start } }, [Person(4, "Met")], Ct);
        var (result, next, hasMore) = await Pages.SweepAsync(account, Ct);
        Assert.Equal((GoogleStepResult.Done, true), (result, hasMore));
        Assert.False((await Pages.SweepAsync(next, Ct)).HasMore);

        Assert.Equal(["Changed", "Met", "Written"], (await Contacts.ListAsync(new ContactQuery { TenantId = account.TenantId, Owners = ["ana"] }, ct: Ct)).Items.Select(static contact => contact.Card.Name));
        // Without its link it is made there anew.
        var untold = Assert.Single(await Store.ListUntoldAsync(account.TenantId, "ana", null, 10, Ct));
        Assert.Equal(("Changed", null), (untold.Contact.Card.Name, untold.Link));
    }

    [Fact]
    public async Task WhatIsUntold_IsNewChangedOrDeleted_AndWhatIsBeingMadeWaits()
    {
        var account = await AccountAsync();
        (_, account) = await Pages.TakeAsync(account with { Reading = new GoogleReading { Id = "r1" } }, [Person(1, "Deleted"), Person(2, "Same")], Ct);
        var deleted = (await Contacts.ListAsync(new ContactQuery { TenantId = account.TenantId, Owners = ["ana"], Text = "deleted" }, ct: Ct)).Items.Single();
        Assert.True(await Engine.Get<IContactWriter>().DeleteAsync(account.TenantId, "ana", deleted.Id, "ana", Ct));
        var made = new Contact { Id = Guid.NewGuid().ToString("n"), TenantId = account.TenantId, Owner = "ana", Card = new ContactCard { Name = "New" }, ChangedBy = "ana" };
        Assert.True((await Engine.Get<IContactWriter>().SaveAsync(made, "user", Ct)).IsSaved);
        Assert.Equal([deleted.Id, made.Id], (await Store.ListUntoldAsync(account.TenantId, "ana", null, 10, Ct)).Select(static untold => untold.Contact.Id).OrderBy(id => id == made.Id));

        var pending = new GoogleLink { TenantId = account.TenantId, UserName = "ana", ContactId = made.Id, PendingSince = Start };
        (_, account) = await Store.ApplyAsync(account, new GoogleStep { Links = [pending] }, Ct);
        Assert.Equal([deleted.Id], (await Store.ListUntoldAsync(account.TenantId, "ana", Start, 10, Ct)).Select(static untold => untold.Contact.Id));
        Assert.Equal(2, (await Store.ListUntoldAsync(account.TenantId, "ana", Start.AddSeconds(1), 10, Ct)).Count);

        await Engine.Get<IDirectoryWriter>().DeleteUserAsync(account.TenantId, "ana", Ct);
        Assert.Null(await Store.FindAsync(account.TenantId, "ana", Ct));
        Assert.Empty(await Store.FindLinksOfAsync(account.TenantId, "ana", [made.Id, deleted.Id], Ct));
    }

    [Fact]
    public async Task WhoGoesOnWithAnAccountThatWasDisconnected_DoesNotPutItInTheNewOnesPlace()
    {
        var old = await AccountAsync();
        await Store.DeleteAsync(old.TenantId, "ana", Ct);
        var now = (await Store.SaveAsync(new GoogleAccount { TenantId = old.TenantId, UserName = "ana", Subject = "2", RefreshToken = "of another" }, Ct))!;

        Assert.Null(await Store.SaveAsync(old with { Failures = 1 }, Ct));
        Assert.Equal(GoogleStepResult.Overtaken, (await Pages.TakeAsync(old, [Person(1, "Ana")], Ct)).Result);

        Assert.Equal(("2", "of another", now.Version), await Store.FindAsync(old.TenantId, "ana", Ct) is { } there ? (there.Subject, there.RefreshToken, there.Version) : default);
        Assert.Equal(0, await Contacts.CountAsync(old.TenantId, "ana", Ct));
        Assert.Equal(now.Version + 1, (await Store.SaveAsync(now, Ct))!.Version);
    }

    private static GooglePerson Person(int number, string name) => new($"people/c{number}", $"etag{number}", new ContactCard { Name = name, Numbers = [new ContactNumber($"+5730000000{number}", $"+5730000000{number}")] }, Start);

    private async Task<GoogleAccount> AccountAsync()
    {
        var tenant = await Engine.NewTenantAsync();
        return (await Store.SaveAsync(new GoogleAccount { TenantId = tenant, UserName = "ana", Subject = "1", RefreshToken = "sealed" }, Ct))!;
    }
}
