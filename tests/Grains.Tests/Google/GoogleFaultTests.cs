using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Google;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Google;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>Contacts on both sides, while things fail: nothing twice, nothing lost.</summary>
[Collection(GoogleHouse.Name)]
public sealed class GoogleFaultTests(GrainHouse house)
{
    private const string List = "GET /v1/people/me/connections";
    private const string Create = "POST /v1/people:createContact";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NothingIsSavedOfWhoHasWithdrawnOrIsDeletedMeanwhile_AndTheTokenIsGivenBack()
    {
        var user = new GoogleUser(house, "gwithdrawn");
        await user.Allow(true);
        await user.Allow(false);
        Assert.Equal(GoogleConnected.Refused, await user.Bring());

        var gone = new GoogleUser(house, "ggone");
        var writer = house.Services.GetRequiredService<IDirectoryWriter>();
        Assert.True((await writer.SaveUserAsync(new DirectoryUser { TenantId = "demo", Name = "ggone", DisplayName = "Gone", Email = "ggone@demo.local", Extension = "7799", Role = UserRole.Agent }, "a good one", Ct)).IsSaved);
        await writer.DeleteUserAsync("demo", "ggone", Ct);
        await gone.Allow(true);
        Assert.Equal(GoogleConnected.Refused, await gone.Bring());

        var store = house.Services.GetRequiredService<IGoogleStore>();
        Assert.Equal((null, null), (await store.FindAsync("demo", "gwithdrawn", Ct), await store.FindAsync("demo", "ggone", Ct)));
        Assert.Equal((0, 0), (user.Account.RefreshTokens.Count, gone.Account.RefreshTokens.Count));
    }

    [Fact]
    public async Task EachContactComesOnce_ThoughTheActivationEndsBetweenPages()
    {
        var user = new GoogleUser(house, "gcrash");
        for (var i = 0; i < 2_600; i++)
        {
            user.People.Add("Ana", $"Número {i}", string.Create(CultureInfo.InvariantCulture, $"+57301{i:0000000}"));
        }

        var pages = 0;
        user.Account.Before = async path =>
        {
            // Every second page is asked for by an activation that ends before it has the answer.
            if (path == "/v1/people/me/connections" && ++pages % 2 == 0)
            {
                await GrainHouse.Deactivate(user.Grain);
            }
        };
        try
        {
            Assert.Equal(GoogleConnected.Done, await user.Connect());
            await Eventually.IsTrueAsync(
                "all contacts to be there",
                Soon,
                async () =>
                {
                    await user.Grain.Sync();
                    return (await user.Grain.State()).SyncedAt is not null;
                });
        }
        finally
        {
            user.Account.Before = static _ => Task.CompletedTask;
        }

        var card = await user.Idle();
        var all = await user.All();
        Assert.Equal((2_600, 2_600, 2_600), (all.Count, all.Select(static contact => contact.Card.Name).Distinct().Count(), card.Linked));
        Assert.All(all, static contact => Assert.Equal(1, contact.Version));
        Assert.Equal(2_600, user.People.Names.Count);
        Assert.True(pages > 7, $"{pages} pages");
    }

    [Theory]
    [InlineData(410, "")]
    [InlineData(400, "EXPIRED_SYNC_TOKEN")]
    public async Task WhereTheReadingWentOnFromIsTooOld_AllIsReadAnew_AndWhatIsGoneGoes(int status, string reason)
    {
        var user = new GoogleUser(house, $"gexpired{status}");
        var gone = user.People.Add("Gil", "Gone", "+573006660001");
        user.People.Add("Sol", "Stays", "+573006660002");
        await user.Connected();

        user.Account.Fail(List, status, reason);
        user.People.Delete(gone);
        await user.Synced(TimeSpan.FromMinutes(11));

        Assert.Equal("Sol Stays", (await user.One()).Card.Name);
        await user.Synced();
        Assert.Equal("Sol Stays", (await user.One()).Card.Name);
    }

    [Fact]
    public async Task ATokenOfAWeekAgo_IsNotEvenTried()
    {
        var user = new GoogleUser(house, "gweek");
        var gone = user.People.Add("Gil", "Gone", "+573006670001");
        await user.Connected();
        user.People.Delete(gone);

        await user.Synced(TimeSpan.FromDays(8));

        Assert.Empty(await user.All());
    }

    [Fact]
    public async Task WhenGoogleWantsToBeLeftAlone_ItIs_AndThenItGoesOnWhereItWas()
    {
        var user = new GoogleUser(house, "gquota");
        for (var i = 0; i < 1_600; i++)
        {
            user.People.Add("Ana", $"Número {i}", string.Create(CultureInfo.InvariantCulture, $"+57302{i:0000000}"));
        }

        // The calendar, Chat, labels, and two pages.
        user.Account.Quota = 5;
        await user.Connected();
        var asked = user.Account.Asked.Count;
        var throttled = await user.Part();
        Assert.Equal((false, "throttled"), (throttled.IsOn, throttled.Reason));
        Assert.Equal(1_000, (await user.All()).Count);

        house.Time.Advance(TimeSpan.FromSeconds(20));
        await user.Grain.Sync();
        await user.Idle();
        Assert.Equal(asked, user.Account.Asked.Count);

        // Its own timer brings it back.
        house.Time.Advance(TimeSpan.FromSeconds(41));
        await Eventually.IsTrueAsync("it to go on", Soon, async () => (await user.Grain.State()).SyncedAt is not null);
        user.Account.Quota = int.MaxValue;
        await user.Idle();
        Assert.Equal(1_600, (await user.All()).Count);
        Assert.True((await user.Part()).IsOn);
        Assert.Equal(1_600, user.People.Names.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AContactWhoseMakingWasNotAnswered_IsMadeOnce(bool isDone)
    {
        var user = new GoogleUser(house, $"gmade{isDone}".ToLowerInvariant());
        user.People.Lag = TimeSpan.FromMinutes(5);
        await user.Connected();
        await user.Add("Nina", "Sanz", "+573007770001");
        user.Account.Fail(Create, 0, isDone: isDone);
        await user.Synced();
        Assert.Equal("away", (await user.Part()).Reason);

        // The lists of Google do not show it yet, and nobody makes it again.
        await user.Synced();
        await user.Synced(TimeSpan.FromMinutes(2));
        Assert.Equal(isDone ? 1 : 0, user.People.Names.Count);

        await user.Synced(TimeSpan.FromMinutes(11));
        await user.Synced();
        await user.Synced(TimeSpan.FromMinutes(11));
        Assert.Single(user.People.Names);
        Assert.Equal(("Nina Sanz", 1), ((await user.One()).Card.Name, (await user.Grain.State()).Linked));
    }

    [Fact]
    public async Task ListsThatLagBehindWrites_UndoNothing()
    {
        var user = new GoogleUser(house, "glag");
        user.People.Add("Ana", "Changed", "+573008880001");
        user.People.Add("Bea", "Deleted", "+573008880002");
        house.Time.Advance(TimeSpan.FromMinutes(20));
        user.People.Lag = TimeSpan.FromMinutes(8);
        await user.Connected();
        var all = await user.All();

        await user.Save(all[0] with { Card = all[0].Card with { Notes = "New" } });
        Assert.True(await user.Delete(all[1]));
        await user.Add("Carl", "Made", "+573008880003");
        await user.Synced();

        // Everything is read anew from a list that knows nothing of it yet, and then again and again.
        user.Account.Fail(List, 410);
        for (var i = 0; i < 12; i++)
        {
            await user.Synced();
            Assert.Equal([("Ana Changed", "New"), ("Carl Made", "")], (await user.All()).Select(static contact => (contact.Card.Name, contact.Card.Notes)));
            Assert.Equal(2, user.People.Names.Count);
        }

        Assert.Equal("New", user.People[user.People.Names[0]]!["biographies"]![0]!["value"]!.ToString());
    }

    [Fact]
    public async Task AnAccountThatWasTakenAway_IsOff_AndConnectedAgainNothingIsTwice()
    {
        var user = new GoogleUser(house, "grevoked");
        user.People.Add("Ana", "Díaz", "+573009990001");
        await user.Connected();

        user.Account.Revoke();
        user.Account.DropAccess();
        await user.Synced();
        var off = await user.Part();
        Assert.Equal((false, "revoked"), (off.IsOn, off.Reason));
        var asked = user.Account.Asked.Count;
        await user.Synced(TimeSpan.FromHours(1));
        Assert.Equal(asked, user.Account.Asked.Count);
        await user.Add("Made", "Meanwhile", "+573009990002");

        await user.Connected();
        Assert.True((await user.Part()).IsOn);
        Assert.Equal((2, 2), ((await user.All()).Count, user.People.Names.Count));
    }

    [Fact]
    public async Task AnAccessTokenThatIsOver_IsRenewed()
    {
        var user = new GoogleUser(house, "gaccess");
        await user.Connected();
        user.People.Add("Ana", "Díaz", "+573009910001");

        user.Account.DropAccess();
        await user.Synced();
        Assert.Equal("Ana Díaz", (await user.One()).Card.Name);

        user.People.Add("Luis", "Gil", "+573009910002");
        await user.Synced(TimeSpan.FromHours(3));
        Assert.Equal(2, (await user.All()).Count);
    }

    [Fact]
    public async Task WhatTheUserDidNotAllow_IsOff_AndNothingIsAskedOfIt()
    {
        var user = new GoogleUser(house, "gscope");
        user.Account.DeniedScopes.Add("https://www.googleapis.com/auth/contacts");
        await user.Connected();
        await user.Synced();

        var part = await user.Part();
        Assert.Equal(("contacts", false, "scope"), (part.Name, part.IsOn, part.Reason));
        Assert.DoesNotContain(user.Account.Asked, static asked => asked.Contains("/v1/people", StringComparison.Ordinal) || asked.Contains("/v1/contactGroups", StringComparison.Ordinal));
        Assert.Contains(user.Account.Asked, static asked => asked.StartsWith("POST /calendar", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(403, "SERVICE_DISABLED", "disabled")]
    [InlineData(500, "", "away")]
    [InlineData(0, "", "away")]
    public async Task WhatFails_IsShown_AndTriedAgain(int status, string reason, string shown)
    {
        var user = new GoogleUser(house, $"gfails{status}");
        user.People.Add("Ana", "Díaz", "+573009920001");
        user.Account.Fail(List, status, reason);

        await user.Connected();
        Assert.Equal(shown, (await user.Part()).Reason);

        await user.Synced(TimeSpan.FromMinutes(31));
        Assert.Null((await user.Part()).Reason);
        Assert.Equal("Ana Díaz", (await user.One()).Card.Name);
    }

    [Fact]
    public async Task AGoogleThatNeverAnswers_HoldsNothingUp()
    {
        var user = new GoogleUser(house, "gslow");
        var release = new TaskCompletionSource();
        user.Account.Before = _ => release.Task;
        try
        {
            Assert.Equal(GoogleConnected.Done, await user.Connect());
            Assert.True((await user.Grain.State()).IsReading);
            await user.Idle();
            Assert.Equal("away", (await user.Part()).Reason);
        }
        finally
        {
            user.Account.Before = static _ => Task.CompletedTask;
            release.SetResult();
        }
    }

    [Fact]
    public async Task AnotherAccount_TakesNothingAway_AndDisconnectingGivesTheTokenBack()
    {
        var user = new GoogleUser(house, "gother");
        user.People.Add("Ana", "First", "+573009930001");
        await user.Connected();
        var first = user.Account;

        user.Account = house.Google.Add("sub-gother-2", "gother2@example.com");
        user.People.Add("Bea", "Second", "+573009930002");
        await user.Connected();
        Assert.Equal(["Ana First", "Bea Second"], (await user.All()).Select(static contact => contact.Card.Name));
        Assert.Single(first.People.Names);
        Assert.Empty(first.RefreshTokens);
        Assert.Equal(2, user.People.Names.Count);

        var stored = (await house.Services.GetRequiredService<IGoogleStore>().FindAsync("demo", "gother", Ct))!;
        Assert.DoesNotContain(Assert.Single(user.Account.RefreshTokens).Key, stored.RefreshToken, StringComparison.Ordinal);
        await user.Grain.Disconnect();
        Assert.Empty(user.Account.RefreshTokens);
        Assert.Null((await user.Grain.State()).Email);
        Assert.Equal(2, (await user.All()).Count);
    }

    [Fact]
    public async Task ACodeThatProvesNothing_ConnectsNothing()
    {
        var user = new GoogleUser(house, "gcode");
        Assert.Equal(GoogleConnected.Refused, await user.Grain.Connect(new GoogleCode("nobody's", "http://127.0.0.1/signed-in", new string('v', 43), "nonce")));
        house.Google.IsUp = false;
        try
        {
            Assert.Equal(GoogleConnected.Away, await user.Grain.Connect(new GoogleCode("any", "http://127.0.0.1/signed-in", new string('v', 43), "nonce")));
        }
        finally
        {
            house.Google.IsUp = true;
        }

        Assert.Null((await user.Grain.State()).Email);
    }
}
