using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>Answers of Google that are none, or that are always the same no: nothing is deleted for them, and nothing asks without end.</summary>
[Collection(GoogleHouse.Name)]
public sealed class GoogleAnswerTests(GrainHouse house)
{
    private const string List = "GET /v1/people/me/connections";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IGoogleStore Store => house.Services.GetRequiredService<IGoogleStore>();

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "{}")]
    [InlineData(3, """{"connections":[],"totalItems":3}""")]
    [InlineData(4, """{"connections":[],"totalItems":3,"nextSyncToken":"sync:9:0"}""")]
    public async Task ALastPageThatIsNone_DeletesNothing(int number, string body)
    {
        var user = new GoogleUser(house, $"gnone{number}");
        for (var i = 0; i < 3; i++)
        {
            user.People.Add("Ana", $"Número {i}", $"+57300777100{i}");
        }

        await user.Connected();

        // A whole reading is the one that deletes what it does not meet.
        user.Account.Fail(List, 410);
        user.Account.Mislead(List, body);
        await user.Synced(TimeSpan.FromMinutes(11));
        Assert.Equal("away", (await user.Part()).Reason);
        Assert.Equal((3, 3), ((await user.All()).Count, user.People.Names.Count));

        user.People.Delete(user.People.Names[0]);
        await user.Synced(TimeSpan.FromMinutes(11));
        Assert.True((await user.Part()).IsOn);
        Assert.Equal((2, 2), ((await user.All()).Count, user.People.Names.Count));
    }

    [Fact]
    public async Task APersonWhoIsNone_EmptiesNoContact()
    {
        var user = new GoogleUser(house, "gnobody");
        var name = user.People.Add("Ana", "Díaz", "+573007720001");
        await user.Connected();
        var ana = await user.One();
        await user.Save(ana with { Card = ana.Card with { Notes = "Ours" } });

        user.Account.Mislead($"GET /v1/{name}?", "{}");
        await user.Synced();
        var now = await user.One();
        Assert.Equal(("away", "Ana Díaz", "Ours", 1), ((await user.Part()).Reason, now.Card.Name, now.Card.Notes, now.Card.Numbers.Count));

        await user.Synced();
        Assert.Equal("Ours", user.People[name]!["biographies"]![0]!["value"]!.ToString());
    }

    [Theory]
    [InlineData(List, 410)]
    [InlineData("&pageToken=", 400)]
    public async Task AReadingThatNeverMayGoOn_Waits(string what, int status)
    {
        var user = new GoogleUser(house, $"gloop{status}");
        for (var i = 0; i < 600; i++)
        {
            user.People.Add("Ana", $"Número {i}", string.Create(CultureInfo.InvariantCulture, $"+57304{i:0000000}"));
        }

        user.Account.Fail(what, status, times: 20);
        await user.Connected();

        Assert.Equal("away", (await user.Part()).Reason);
        Assert.Equal(2, user.Account.Asked.Count(asked => asked.Contains(what, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AContactThatGoogleDoesNotTake_HoldsNoOtherUp_AndIsToldAgainInItsNextVersion()
    {
        var user = new GoogleUser(house, "gstubborn");
        for (var i = 0; i < 3; i++)
        {
            user.People.Add("Ana", $"Número {i}", $"+57300773000{i}");
        }

        await user.Connected();
        // In the order in which they are told.
        var all = (await user.All()).OrderBy(static contact => contact.Id, StringComparer.Ordinal).ToList();
        var links = await Store.FindLinksOfAsync("demo", user.Name, [.. all.Select(static contact => contact.Id)], Ct);
        var names = all.ConvertAll(contact => links.Single(link => link.ContactId == contact.Id).ResourceName!);
        Assert.True(await user.Delete(all[0]));
        await user.Save(all[1] with { Card = all[1].Card with { Notes = "Second" } });
        await user.Save(all[2] with { Card = all[2].Card with { Notes = "Third" } });
        user.Account.Fail($"DELETE /v1/{names[0]}:", 400);
        user.Account.Fail($"PATCH /v1/{names[1]}:", 400, "FAILED_PRECONDITION", times: 3);

        var card = await user.Synced();
        Assert.True((await user.Part()).IsOn);
        Assert.Equal(house.Time.GetUtcNow(), card.SyncedAt);
        Assert.Equal("Third", Notes(2));
        Assert.Null(Notes(1));
        Assert.NotNull(user.People[names[0]]);

        // Neither is asked again as it is.
        var writes = user.Account.Asked.Count(IsWrite);
        await user.Synced();
        Assert.Equal(writes, user.Account.Asked.Count(IsWrite));

        var second = (await user.All()).Single(contact => contact.Id == all[1].Id);
        await user.Save(second with { Card = second.Card with { Notes = "Again" } });
        await user.Synced();
        Assert.Equal("Again", Notes(1));

        string? Notes(int at) => user.People[names[at]]!["biographies"]?[0]?["value"]?.ToString();
    }

    [Fact]
    public async Task AClientThatGoogleDoesNotTake_IsNoFaultOfTheContactThatIsBeingTold()
    {
        var user = new GoogleUser(house, "gclient");
        await user.Connected();
        await user.Add("Nina", "Sanz", "+573007740001");
        user.Account.Before = path =>
        {
            if (path == "/v1/people/me/connections")
            {
                user.Account.DropAccess();
                house.Google.KnowsClient = false;
            }

            return Task.CompletedTask;
        };
        try
        {
            await user.Synced();
            Assert.Equal("refused", (await user.Part()).Reason);
            Assert.Empty(user.People.Names);
        }
        finally
        {
            user.Account.Before = static _ => Task.CompletedTask;
            house.Google.KnowsClient = true;
        }

        await user.Synced(TimeSpan.FromMinutes(31));
        Assert.True((await user.Part()).IsOn);
        Assert.Single(user.People.Names);
    }

    [Fact]
    public async Task ATokenThatCannotBeReadHere_IsKept()
    {
        var user = new GoogleUser(house, "gkeys");
        await user.Connected();
        var account = (await Store.FindAsync("demo", user.Name, Ct))!;
        Assert.NotNull(await Store.SaveAsync(account with { RefreshToken = "of other keys" }, Ct));

        await user.Synced();
        Assert.Equal("refused", (await user.Part()).Reason);
        var kept = (await Store.FindAsync("demo", user.Name, Ct))!;
        Assert.Equal("of other keys", kept.RefreshToken);

        // The next silo can read it.
        Assert.NotNull(await Store.SaveAsync(kept with { RefreshToken = account.RefreshToken }, Ct));
        await user.Synced(TimeSpan.FromMinutes(31));
        Assert.True((await user.Part()).IsOn);
    }

    private static bool IsWrite(string asked) => asked.StartsWith("DELETE", StringComparison.Ordinal) || asked.StartsWith("PATCH", StringComparison.Ordinal);
}
