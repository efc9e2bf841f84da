using System.Globalization;
using System.Text.Json.Nodes;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Contacts;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>Contacts on both sides, while nothing fails.</summary>
[Collection(GoogleHouse.Name)]
public sealed class GoogleContactTests(GrainHouse house)
{
    [Fact]
    public async Task AllPagesComeIn_WithLabels_AndWhatCannotBeKeptIsLeftOut()
    {
        var user = new GoogleUser(house, "gpages");
        for (var i = 0; i < 1_203; i++)
        {
            user.People.Add("Ana", $"Número {i}", string.Create(CultureInfo.InvariantCulture, $"+57300{i:0000000}"));
        }

        var label = user.People.AddGroup("Suppliers");
        user.People.Add(new JsonObject
        {
            ["names"] = new JsonArray(new JsonObject { ["givenName"] = "<script>alert(1)</script>", ["familyName"] = new string('x', 300) }),
            ["phoneNumbers"] = new JsonArray(new JsonObject { ["value"] = "call me 🙂" }, new JsonObject { ["value"] = "300 123 4567", ["type"] = "work" }),
            ["emailAddresses"] = new JsonArray(new JsonObject { ["value"] = "no address" }),
            ["organizations"] = new JsonArray(new JsonObject { ["name"] = "Acme", ["title"] = "Buyer" }),
            ["biographies"] = new JsonArray(new JsonObject { ["value"] = "Pays late." }),
            ["memberships"] = new JsonArray(new JsonObject { ["contactGroupMembership"] = new JsonObject { ["contactGroupResourceName"] = label } }),
        });
        user.People.Add([]);

        await user.Connected();

        var all = await user.All();
        Assert.Equal(1_204, all.Count);
        var odd = Assert.Single(all, static contact => contact.Card.Organization == "Acme");
        Assert.Equal(("Buyer", "Pays late.", "Suppliers"), (odd.Card.Title, odd.Card.Notes, string.Join(' ', odd.Card.Groups)));
        Assert.Equal([new ContactNumber("300 123 4567", "+573001234567", "work")], odd.Card.Numbers);
        Assert.Empty(odd.Card.Emails);
        Assert.Equal(200, odd.Card.Name.Length);
        Assert.All(odd.Card.Origins, origin => Assert.Equal(("google", "gpages"), (origin.Source, origin.By)));
        var card = await user.Grain.State();
        Assert.Equal((true, "gpages@example.com", 1_204, true), (card.IsOffered, card.Email, card.Linked, (await user.Part()).IsOn));
        Assert.NotNull(card.SyncedAt);
        Assert.DoesNotContain(user.Account.Asked, static asked => asked.Contains("updateContact", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatChangesThere_ChangesHere_AndOnlyThatIsRead()
    {
        var user = new GoogleUser(house, "gthere");
        var (ana, luis, eva) = (user.People.Add("Ana", "Díaz", "+573001110001"), user.People.Add("Luis", "Gil", "+573001110002"), user.People.Add("Eva", "Paz", "+573001110003"));
        await user.Connected();

        user.People.Change(ana, person => person["phoneNumbers"]!.AsArray().Add(new JsonObject { ["value"] = "+573001110009", ["type"] = "work" }));
        user.People.Delete(luis);
        var zoe = user.People.Add("Zoë", "Roa", "+573001110004");
        var card = await user.Synced();

        var all = await user.All();
        Assert.Equal(["Ana Díaz", "Eva Paz", "Zoë Roa"], all.Select(static contact => contact.Card.Name));
        Assert.Equal(["+573001110001", "+573001110009"], all[0].Card.Numbers.Select(static number => number.E164));
        Assert.Equal((1, 1, 3), (all[1].Version, all[2].Version, card.Linked));
        Assert.Contains(user.Account.Asked, static asked => asked.Contains("syncToken=sync", StringComparison.Ordinal));
        Assert.Equal([ana, eva, zoe], user.People.Names);
    }

    [Fact]
    public async Task WhatChangesHere_ChangesThere_AndNothingElseIsWritten()
    {
        var user = new GoogleUser(house, "ghere");
        var rosa = user.People.Add(new JsonObject
        {
            ["names"] = new JsonArray(new JsonObject { ["givenName"] = "Rosa", ["familyName"] = "Mora" }),
            ["phoneNumbers"] = new JsonArray(new JsonObject { ["value"] = "+573002220001", ["type"] = "mobile" }, new JsonObject { ["value"] = "ask at the desk" }),
            ["biographies"] = new JsonArray(new JsonObject { ["value"] = "Old notes" }),
        });
        user.People.Add("Tom", "Gone", "+573002220002");
        await user.Connected();
        var all = await user.All();

        await user.Save(all[0] with { Card = all[0].Card with { Title = "Chef", Organization = "Acme", Numbers = [.. all[0].Card.Numbers, new ContactNumber("+573002220003", "+573002220003", "work")], Groups = ["Kitchen"] } });
        Assert.True(await user.Delete(all[1]));
        await user.Add("Nuria", "Paz", "+573002220004");
        await user.Synced();

        Assert.Equal(["+573002220001", "ask at the desk", "+573002220003"], user.NumbersThere(rosa));
        Assert.Equal(("Acme", "Chef", "Old notes"), (user.People[rosa]!["organizations"]![0]!["name"]!.ToString(), user.People[rosa]!["organizations"]![0]!["title"]!.ToString(), user.People[rosa]!["biographies"]![0]!["value"]!.ToString()));
        Assert.Equal(["Kitchen"], user.People.Groups.Values);
        Assert.Contains(user.People.Groups.Keys.Single(), user.People[rosa]!["memberships"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2, user.People.Names.Count);
        var made = user.People[user.People.Names[1]]!;
        Assert.Equal("Nuria Paz", made["names"]![0]!["displayName"]!.ToString());

        // What was written comes back with the next reading, and is known.
        var before = await user.All();
        var writes = user.Account.Asked.Count(IsWrite);
        await user.Synced();
        await user.Synced();
        Assert.Equal(before.Select(static contact => (contact.Id, contact.Version)), (await user.All()).Select(static contact => (contact.Id, contact.Version)));
        Assert.Equal(writes, user.Account.Asked.Count(IsWrite));
    }

    [Fact]
    public async Task WhereBothSidesChanged_EachFieldIsOfWhoChangedIt()
    {
        var user = new GoogleUser(house, "gboth");
        var name = user.People.Add(new JsonObject
        {
            ["names"] = new JsonArray(new JsonObject { ["givenName"] = "Olga", ["familyName"] = "Ruiz" }),
            ["phoneNumbers"] = new JsonArray(new JsonObject { ["value"] = "+573003330001", ["type"] = "mobile" }, new JsonObject { ["value"] = "+573003330002", ["type"] = "home" }),
        });
        await user.Connected();
        var olga = await user.One();

        await user.Save(olga with { Card = olga.Card with { Notes = "From here", Numbers = [olga.Card.Numbers[0]] } });
        house.Time.Advance(TimeSpan.FromSeconds(5));
        user.People.Change(name, person =>
        {
            person["names"]![0]!["familyName"] = "Ruiz Mora";
            person["phoneNumbers"]!.AsArray().Add(new JsonObject { ["value"] = "+573003330003", ["type"] = "work" });
        });
        await user.Synced();

        var now = await user.One();
        Assert.Equal(("Olga Ruiz Mora", "From here"), (now.Card.Name, now.Card.Notes));
        Assert.Equal(["+573003330001", "+573003330003"], now.Card.Numbers.Select(static number => number.E164));
        Assert.Equal(["+573003330001", "+573003330003"], user.NumbersThere(name));
        Assert.Equal("From here", user.People[name]!["biographies"]![0]!["value"]!.ToString());
    }

    [Fact]
    public async Task AChangeBeatsADeletion_OnEitherSide()
    {
        var user = new GoogleUser(house, "gbeats");
        var (ivan, sara) = (user.People.Add("Ivan", "Rey", "+573004440001"), user.People.Add("Sara", "Sol", "+573004440002"));
        await user.Connected();
        var all = await user.All();

        await user.Save(all[0] with { Card = all[0].Card with { Notes = "Changed here" } });
        user.People.Delete(ivan);
        Assert.True(await user.Delete(all[1]));
        user.People.Change(sara, person => person["biographies"] = new JsonArray(new JsonObject { ["value"] = "Changed there" }));
        await user.Synced();

        var now = await user.All();
        Assert.Equal([("Ivan Rey", "Changed here"), ("Sara Sol", "Changed there")], now.Select(static contact => (contact.Card.Name, contact.Card.Notes)));
        Assert.Equal(2, user.People.Names.Count);
        Assert.Equal(sara, user.People.Names[0]);
        Assert.Equal("Changed here", user.People[user.People.Names[1]]!["biographies"]![0]!["value"]!.ToString());
    }

    [Fact]
    public async Task WhoIsOnBothSidesAlready_IsOnePerson()
    {
        var user = new GoogleUser(house, "gsame");
        var own = await user.Add(new ContactCard { GivenName = "Pía", FamilyName = "Lara", Notes = "Ours", Numbers = [new ContactNumber("+573005550001", "+573005550001", "mobile")] });
        var name = user.People.Add(new JsonObject
        {
            ["names"] = new JsonArray(new JsonObject { ["givenName"] = "Pía", ["familyName"] = "Lara" }),
            ["phoneNumbers"] = new JsonArray(new JsonObject { ["value"] = "300 555 0001", ["type"] = "mobile" }),
            ["organizations"] = new JsonArray(new JsonObject { ["name"] = "Theirs" }),
        });
        await user.Connected();

        var now = await user.One();
        Assert.Equal((own.Id, "Ours", "Theirs"), (now.Id, now.Card.Notes, now.Card.Organization));
        Assert.Equal([name], user.People.Names);
        Assert.Equal("Ours", user.People[name]!["biographies"]![0]!["value"]!.ToString());
    }

    [Fact]
    public async Task WhoAsksAgainAndAgain_IsComparedOnceInTenSeconds()
    {
        var user = new GoogleUser(house, "goften");
        await user.Connected();
        await user.Synced();
        var asked = user.Account.Asked.Count;

        for (var i = 0; i < 5; i++)
        {
            await user.Grain.Sync();
            await user.Idle();
        }

        Assert.Equal(asked, user.Account.Asked.Count);

        // What was asked for meanwhile is not forgotten.
        user.People.Add("Ana", "Late", "+573005560001");
        house.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.IsTrueAsync("it to be done", TimeSpan.FromSeconds(120), async () => (await user.All()).Count == 1);
        await user.Idle();
    }

    private static bool IsWrite(string asked) => !asked.StartsWith("GET", StringComparison.Ordinal) && asked.Contains("/v1/", StringComparison.Ordinal);
}
