using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Contacts;

public abstract class ContactContract(Engine engine) : EngineContract(engine), IAsyncLifetime
{
    private string _tenant = "";
    private int _ids;

    private IContacts Contacts => Engine.Get<IContacts>();

    private IContactWriter Writer => Engine.Get<IContactWriter>();

    public async ValueTask InitializeAsync() => _tenant = await Engine.NewTenantAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task IsFoundAsSaved_CleanedAndWithTheOriginOfEachField()
    {
        var made = New("ana", new ContactCard
        {
            GivenName = " Ana ",
            FamilyName = "Gómez\0",
            Numbers = [new ContactNumber("300 1234567", "+573001234567", "work"), new ContactNumber("+57 300 1234567", "+573001234567"), new ContactNumber(" ")],
            Emails = [new ContactEmail("ana@example.com"), new ContactEmail("ANA@example.com")],
            Groups = ["Clientes", "clientes"],
        });

        Assert.Equal((SaveStatus.Saved, 1), await SaveAsync(made));

        var found = await FindAsync(made.Id);
        Assert.Equal(("Ana Gómez\uFFFD", "ana gomez", 1, "ana"), (found.Card.Name, found.SortKey, found.Version, found.ChangedBy));
        Assert.Equal([new ContactNumber("300 1234567", "+573001234567", "work")], found.Card.Numbers);
        Assert.Equal([new ContactEmail("ana@example.com")], found.Card.Emails);
        Assert.Equal(["Clientes"], found.Card.Groups);
        Assert.Equal(
            ["name", "givenName", "familyName", "numbers/+573001234567", "emails/ana@example.com", "groups/Clientes"], found.Card.Origins.Select(static origin => origin.Field));
        Assert.All(found.Card.Origins, origin => Assert.Equal(("user", "ana", found.ChangedAt), (origin.Source, origin.By, Milliseconds(origin.At))));
    }

    [Fact]
    public async Task AFieldKeepsItsOrigin_UntilItsValueChanges()
    {
        var made = New("ana", Card("Ana", "+573001234567") with { Organization = "Acme" });
        Assert.True((await Writer.SaveAsync(made, "import", Ct)).IsSaved);
        var first = await FindAsync(made.Id);

        Assert.Equal((SaveStatus.Saved, 2), await SaveAsync(first with { Card = first.Card with { Organization = "Ajax", Origins = [] } }));

        var origins = (await FindAsync(made.Id)).Card.Origins.ToDictionary(static origin => origin.Field, static origin => origin.Source);
        Assert.Equal(("import", "user", "import"), (origins["name"], origins["organization"], origins["numbers/+573001234567"]));
    }

    [Fact]
    public async Task NobodyOverwritesAChangeThatTheyHaveNotSeen()
    {
        var made = New("ana", Card("Ana"));
        await SaveAsync(made);
        var seen = await FindAsync(made.Id);

        Assert.Equal((SaveStatus.Saved, 2), await SaveAsync(seen with { Card = Card("Ana B") }));
        Assert.Equal((SaveStatus.Conflict, 0), await SaveAsync(seen with { Card = Card("Ana C") }));
        Assert.Equal((SaveStatus.Conflict, 0), await SaveAsync(made));
        Assert.Equal((SaveStatus.Conflict, 0), await SaveAsync(New("ana", Card("x")) with { Version = 3 }));
        Assert.Equal("Ana B", (await FindAsync(made.Id)).Card.Name);
    }

    [Theory]
    [InlineData("", "", "", "needs a name")]
    [InlineData("Ana", "abc", "", "telephone number")]
    [InlineData("Ana", "", "nobody", "e-mail address")]
    public async Task WhatIsNoContactIsRefused_WithTheReason(string name, string number, string email, string reason)
    {
        var card = new ContactCard
        {
            Name = name,
            Numbers = number.Length > 0 ? [new ContactNumber(number)] : [],
            Emails = email.Length > 0 ? [new ContactEmail(email)] : [],
        };

        var result = await Writer.SaveAsync(New("ana", card), "user", Ct);

        Assert.Equal(SaveStatus.Invalid, result.Status);
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherOwnersAndAnotherTenantsContactsAreNotThere()
    {
        var other = await Engine.NewTenantAsync();
        var made = New("ana", Card("Ana", "+573001234567"));
        await SaveAsync(made);

        Assert.Null(await Contacts.FindAsync(_tenant, ["bob", Contact.Shared], made.Id, Ct));
        Assert.Null(await Contacts.FindAsync(other, ["ana"], made.Id, Ct));
        Assert.Empty((await Contacts.ListAsync(new ContactQuery { TenantId = other, Owners = ["ana"], Text = "ana" }, ct: Ct)).Items);
        Assert.Empty(await NamesAsync("", "bob", Contact.Shared));
        Assert.Empty(await Contacts.FindByNumbersAsync(other, ["ana"], ["+573001234567"], Ct));
        Assert.Empty(await Contacts.FindByNumbersAsync(_tenant, ["bob"], ["+573001234567"], Ct));
        Assert.False(await Writer.DeleteAsync(other, "ana", made.Id, "x", Ct));
        Assert.False(await Writer.DeleteAsync(_tenant, "bob", made.Id, "x", Ct));
        Assert.Equal((SaveStatus.Conflict, 0), await SaveAsync(made with { TenantId = other, Version = 1 }));
        Assert.Equal((SaveStatus.Conflict, 0), await SaveAsync(made with { Owner = "bob", Version = 1 }));
        Assert.Equal(SaveStatus.Invalid, (await Writer.RestoreAsync(_tenant, "bob", made.Id, 1, "x", Ct)).Status);
        Assert.Empty(await Contacts.ListDuplicatesAsync(other, "ana", ct: Ct));
        Assert.Empty(await Contacts.ListGroupsAsync(other, ["ana"], Ct));
        Assert.Empty(await Contacts.ListChangesAsync(other, "ana", DateTimeOffset.UnixEpoch, ct: Ct));
        Assert.Equal("Ana", (await FindAsync(made.Id)).Card.Name);
    }

    [Theory]
    [InlineData("jose", "José Núñez")]
    [InlineData("NUN jos", "José Núñez")]
    [InlineData("acme", "Ána Gómez", "José Núñez")]
    [InlineData("acme ana", "Ána Gómez")]
    [InlineData("a", "Ána Gómez", "José Núñez", "Zoë")]
    [InlineData("300 123", "Ána Gómez")]
    [InlineData("+57 300", "Ána Gómez")]
    [InlineData("3001234567", "Ána Gómez")]
    [InlineData("zoe@a", "Zoë")]
    [InlineData("cliente", "Zoë")]
    [InlineData("ose")]
    [InlineData("jose gomez")]
    [InlineData("!")]
    public async Task IsFoundByTheBeginningsOfItsWords(string query, params string[] names)
    {
        await SaveAsync(New("ana", Card("José Núñez") with { Organization = "Acme" }));
        await SaveAsync(New(Contact.Shared, Card("Ána Gómez", "+573001234567") with { Organization = "ACME Sur" }));
        await SaveAsync(New("ana", Card("Zoë") with { Emails = [new ContactEmail("zoe@aurora.test")], Groups = ["Clientes"] }));

        Assert.Equal(names, await NamesAsync(query, "ana", Contact.Shared));
    }

    [Fact]
    public async Task AChangedContactIsFoundByWhatItSaysNow()
    {
        var made = New("ana", Card("Ana Gómez", "+573001234567"));
        await SaveAsync(made);

        await SaveAsync(made with { Version = 1, Card = Card("Ana Pérez", "+573001234568") });

        Assert.Empty(await NamesAsync("gomez", "ana"));
        Assert.Equal(["Ana Pérez"], await NamesAsync("perez", "ana"));
        Assert.Equal(["+573001234568"], (await Contacts.FindByNumbersAsync(_tenant, ["ana"], ["+573001234567", "+573001234568"], Ct)).Keys);
    }

    [Fact]
    public async Task IsListedByName_PageByPage_OfTwoOwnersAsOne()
    {
        string[] names = ["Ana", "ana", "Ánge", "Beto", "Борис", "Carla", "株式会社", "𝒳erxes", "\U00020BB7野家", "Zoë"];
        for (var i = 0; i < names.Length; i++)
        {
            await SaveAsync(New(i % 2 == 0 ? "ana" : Contact.Shared, Card(names[i])));
        }

        var (paged, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await Contacts.ListAsync(new ContactQuery { TenantId = _tenant, Owners = ["ana", Contact.Shared] }, cursor, 3, Ct);
            paged.AddRange(page.Items.Select(static contact => contact.Card.Name));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(["Ana", "ana", "Ánge", "Beto", "Carla", "Zoë", "Борис", "株式会社", "𝒳erxes", "\U00020BB7野家"], paged);
        Assert.False((await Contacts.ListAsync(new ContactQuery { TenantId = _tenant, Owners = ["ana"] }, "?", ct: Ct)).CursorAccepted);
    }

    [Fact]
    public async Task GroupsAndFavoritesAreLists_FavoritesOfOneUserAlone()
    {
        var (ana, beto) = (New(Contact.Shared, Card("Ana") with { Groups = ["Clientes"] }), New(Contact.Shared, Card("Beto") with { Groups = ["clientes", "VIP"] }));
        await SaveAsync(ana);
        await SaveAsync(beto);
        await Writer.SetFavoriteAsync(_tenant, "u", beto.Id, true, Ct);
        await Writer.SetFavoriteAsync(_tenant, "u", beto.Id, true, Ct);

        var shared = new ContactQuery { TenantId = _tenant, Owners = [Contact.Shared] };
        Assert.Equal([new ContactGroup("clientes", 2), new ContactGroup("vip", 1)], await Contacts.ListGroupsAsync(_tenant, [Contact.Shared], Ct));
        Assert.Equal(["Beto"], await NamesAsync(shared with { Group = "vip" }));
        Assert.Equal(["Ana", "Beto"], await NamesAsync(shared with { Group = "CLIENTES" }));
        Assert.Empty(await NamesAsync(shared with { Group = "client" }));
        Assert.Equal(["Beto"], await NamesAsync(shared with { FavoriteOf = "u" }));
        Assert.Empty(await NamesAsync(shared with { FavoriteOf = "v" }));
        Assert.Equal([beto.Id], await Contacts.FavoritesAsync(_tenant, "u", [ana.Id, beto.Id], Ct));
        await Writer.SetFavoriteAsync(_tenant, "u", beto.Id, false, Ct);
        Assert.Empty(await Contacts.FavoritesAsync(_tenant, "u", [ana.Id, beto.Id], Ct));
    }

    [Fact]
    public async Task ANumberIsTheOwnContactsBeforeTheCompanys()
    {
        await SaveAsync(New(Contact.Shared, Card("Company", "+573001234567")));
        await SaveAsync(New("ana", Card("Own", "+573001234567")));
        await SaveAsync(New(Contact.Shared, new ContactCard { Name = "Door", Numbers = [new ContactNumber("12 34")] }));

        var found = await Contacts.FindByNumbersAsync(_tenant, ["ana", Contact.Shared], ["+573001234567", "1234", "+570"], Ct);

        Assert.Equal(["+573001234567=Own", "1234=Door"], found.Select(static one => $"{one.Key}={one.Value.Card.Name}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhatIsDeletedIsGone_AndLeavesATombstoneThatNamesNobody()
    {
        var made = New("ana", Card("Ana", "+573001234567"));
        await SaveAsync(made);
        await SaveAsync(made with { Version = 1, Card = Card("Ana B", "+573001234567") });
        await Writer.SetFavoriteAsync(_tenant, "u", made.Id, true, Ct);

        Assert.True(await Writer.DeleteAsync(_tenant, "ana", made.Id, "bob", Ct));
        Assert.False(await Writer.DeleteAsync(_tenant, "ana", made.Id, "bob", Ct));

        Assert.Null(await Contacts.FindAsync(_tenant, ["ana"], made.Id, Ct));
        Assert.Empty(await NamesAsync("ana", "ana"));
        Assert.Empty(await Contacts.FindByNumbersAsync(_tenant, ["ana"], ["+573001234567"], Ct));
        Assert.Empty(await Contacts.ListVersionsAsync(made.Id, Ct));
        Assert.Empty(await Contacts.FavoritesAsync(_tenant, "u", [made.Id], Ct));
        Assert.Equal((SaveStatus.Conflict, 0), await SaveAsync(made with { Version = 2 }));
        Assert.Equal((SaveStatus.Conflict, 0), await SaveAsync(made));
        var left = Assert.Single(await Contacts.ListChangesAsync(_tenant, "ana", DateTimeOffset.UnixEpoch, ct: Ct));
        Assert.Equal((made.Id, "", "", 3, true), (left.Id, left.Card.Name, left.SortKey, left.Version, left.DeletedAt is not null));
    }

    [Fact]
    public async Task SaysAgainWhatItSaidBefore()
    {
        var made = New("ana", Card("Ana", "+573001234567"));
        await SaveAsync(made);
        await SaveAsync(made with { Version = 1, Card = Card("Nobody") });
        Assert.Equal([1], (await Contacts.ListVersionsAsync(made.Id, Ct)).Select(static version => version.Version));

        Assert.Equal(3, (await Writer.RestoreAsync(_tenant, "ana", made.Id, 1, "bob", Ct)).Version);
        Assert.Equal(SaveStatus.Invalid, (await Writer.RestoreAsync(_tenant, "ana", made.Id, 9, "bob", Ct)).Status);

        Assert.Equal(("Ana", 3, "bob"), await FindAsync(made.Id) is { } found ? (found.Card.Name, found.Version, found.ChangedBy) : default);
        Assert.Equal(["Ana"], await NamesAsync("3001", "ana"));
    }

    [Fact]
    public async Task ProposesWhoSeemsToBeOne_AndMergesThem_AndUndoesIt()
    {
        var (ana, anna) = (New("ana", Card("Ana", "+573001234567") with { Notes = "Old" }), New("ana", Card("Anna G", "+573001234567") with { Organization = "Acme", Notes = "New" }));
        Assert.True((await Writer.SaveAsync(ana, "import", Ct)).IsSaved);
        await SaveAsync(anna);
        await SaveAsync(New("ana", Card("Beto", "+573001234568")));
        await Writer.SetFavoriteAsync(_tenant, "u", anna.Id, true, Ct);
        var proposed = Assert.Single(await Contacts.ListDuplicatesAsync(_tenant, "ana", ct: Ct));
        Assert.Equal(("number", "+573001234567", 2), (proposed.Reason, proposed.Value, proposed.Contacts.Count));

        var merged = await Writer.MergeAsync(proposed.Contacts[0], proposed.Contacts[1], "ana", Ct);
        Assert.Equal((SaveStatus.Conflict, 0), await Writer.MergeAsync(proposed.Contacts[0], proposed.Contacts[1], "ana", Ct) is { } late ? (late.Status, late.Version) : default);

        Assert.Equal((SaveStatus.Saved, 2), (merged.Status, merged.Version));
        var one = await FindAsync(ana.Id);
        Assert.Equal(("Ana", "Acme", "Old\n\nNew", 1), (one.Card.Name, one.Card.Organization, one.Card.Notes, one.Card.Numbers.Count));
        Assert.Equal(
            ["name=import", "organization=user", "notes=merge", "numbers/+573001234567=import"], one.Card.Origins.Select(static origin => $"{origin.Field}={origin.Source}"));
        Assert.Null(await Contacts.FindAsync(_tenant, ["ana"], anna.Id, Ct));
        Assert.Equal(["Ana"], await NamesAsync("an", "ana"));
        Assert.Equal([ana.Id], await Contacts.FavoritesAsync(_tenant, "u", [ana.Id, anna.Id], Ct));
        Assert.Empty(await Contacts.ListDuplicatesAsync(_tenant, "ana", ct: Ct));

        Assert.True((await Writer.RestoreAsync(_tenant, "ana", ana.Id, 1, "ana", Ct)).IsSaved);

        Assert.Equal(["Ana", "Anna G"], await NamesAsync("an", "ana"));
        Assert.Equal("Acme", (await FindAsync(anna.Id)).Card.Organization);
        Assert.Equal("", (await FindAsync(ana.Id)).Card.Organization);
    }

    [Fact]
    public async Task WhatWasMergedGoesWithWhatIsDeleted()
    {
        var (ana, anna) = (New("ana", Card("Ana")), New("ana", Card("Anna")));
        await SaveAsync(ana);
        await SaveAsync(anna);
        await Writer.MergeAsync(await FindAsync(ana.Id), await FindAsync(anna.Id), "ana", Ct);

        Assert.True(await Writer.DeleteAsync(_tenant, "ana", ana.Id, "ana", Ct));

        Assert.All(await Contacts.ListChangesAsync(_tenant, "ana", DateTimeOffset.UnixEpoch, ct: Ct), static left => Assert.Equal(("", (string?)null), (left.Card.Name, left.MergedInto)));
    }

    [Fact]
    public async Task AllAreSavedOrNone()
    {
        var there = New("ana", Card("Ana"));
        await SaveAsync(there);

        Assert.Equal(SaveStatus.Conflict, (await Writer.SaveAllAsync([New("ana", Card("New")), there with { Version = 7 }], "import", Ct)).Status);
        Assert.Equal(["Ana"], await NamesAsync("", "ana"));

        Assert.True((await Writer.SaveAllAsync([New("ana", Card("New")), there with { Version = 1, Card = Card("Ana B") }], "import", Ct)).IsSaved);
        Assert.Equal(["Ana B", "New"], await NamesAsync("", "ana"));
    }

    [Fact]
    public async Task ContactsGoWithTheirUser()
    {
        var user = new DirectoryUser { TenantId = _tenant, Name = "leaver", DisplayName = "Leaver", Email = $"leaver@{_tenant}.test", Role = UserRole.Agent };
        Assert.True((await Engine.Writer.SaveUserAsync(user, "a good one", Ct)).IsSaved);
        await SaveAsync(New("leaver", Card("Ana")));
        var shared = New(Contact.Shared, Card("Shared"));
        await SaveAsync(shared);
        await Writer.SetFavoriteAsync(_tenant, "leaver", shared.Id, true, Ct);

        await Engine.Writer.DeleteUserAsync(_tenant, "leaver", Ct);

        Assert.Empty(await NamesAsync("", "leaver"));
        Assert.Equal(["Shared"], await NamesAsync("", Contact.Shared));
        Assert.Empty(await Contacts.FavoritesAsync(_tenant, "leaver", [shared.Id], Ct));
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    private static ContactCard Card(string name, string? e164 = null) => new() { Name = name, Numbers = e164 is null ? [] : [new ContactNumber(e164, e164)] };

    private Contact New(string owner, ContactCard card) => new() { Id = $"{_tenant}-{++_ids:d4}", TenantId = _tenant, Owner = owner, Card = card, ChangedBy = owner.Length > 0 ? owner : "admin" };

    private async Task<(SaveStatus Status, int Version)> SaveAsync(Contact contact) => await Writer.SaveAsync(contact, "user", Ct) is { } result ? (result.Status, result.Version) : default;

    private async Task<Contact> FindAsync(string id) => (await Contacts.FindAsync(_tenant, ["ana", Contact.Shared], id, Ct))!;

    private Task<List<string>> NamesAsync(string text, params string[] owners) => NamesAsync(new ContactQuery { TenantId = _tenant, Owners = owners, Text = text });

    private async Task<List<string>> NamesAsync(ContactQuery query) => [.. (await Contacts.ListAsync(query, ct: Ct)).Items.Select(static contact => contact.Card.Name)];
}
