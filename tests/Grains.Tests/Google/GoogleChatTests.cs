using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>Who is not to be disturbed in Google Chat is engaged here, and who is in a call here is not to be disturbed there.</summary>
[Collection(GoogleHouse.Name)]
public sealed class GoogleChatTests(GrainHouse house)
{
    private const string Scope = "https://www.googleapis.com/auth/chat.users.availability";
    private const string Get = "GET /v1/users/me/availability";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task WhoIsInACall_IsNotToBeDisturbedInChat_UntilItIsOver()
    {
        var (user, person) = await Agent(3);
        var call = new CallId(new TenantId("demo"), "chatcall");
        await user.Connected();
        Assert.Equal("AWAY", user.Account.Availability.State);

        await person.CallChanged(new UserCall(call, UserCallState.Talking, house.Time.GetUtcNow()));
        await Marked(user, "DO_NOT_DISTURB");
        Assert.Equal("DO_NOT_DISTURB", user.Account.Availability.State);

        // What is told there does not come back as what the user chose there.
        await user.Synced(TimeSpan.FromSeconds(11));
        Assert.Equal(["DO_NOT_DISTURB"], user.Account.Availability.Marked);

        // A long call is told again before that is over.
        await user.Synced(TimeSpan.FromMinutes(10));
        await Marked(user, "DO_NOT_DISTURB", "DO_NOT_DISTURB");
        house.Time.Advance(TimeSpan.FromSeconds(1));
        await person.CallChanged(new UserCall(call, UserCallState.None, house.Time.GetUtcNow()));
        await Marked(user, "DO_NOT_DISTURB", "DO_NOT_DISTURB", "ACTIVE");
        Assert.Equal(PresenceStatus.Available, (await person.Presence()).Status);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task WhatTheUserChoseInChat_IsLeftAsItIs_AndIsSeenHere()
    {
        var (user, person) = await Agent(4);
        user.Account.Availability.Choose("DO_NOT_DISTURB", house.Time.GetUtcNow().AddHours(1));
        await user.Connected();
        Assert.Equal(PresenceStatus.Busy, (await person.Presence()).Status);

        await person.SetPresence(PresenceStatus.DoNotDisturb, null);
        await person.SetPresence(PresenceStatus.Available, null);
        await user.Synced();
        Assert.Empty(user.Account.Availability.Marked);
        Assert.Equal(PresenceStatus.Busy, (await person.Presence()).Status);

        user.Account.Availability.Choose("ACTIVE");
        await user.Synced();
        Assert.Equal(PresenceStatus.Available, (await person.Presence()).Status);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task WhatTheUserChangesInChatDuringACall_IsNotTakenBack()
    {
        var (user, person) = await Agent(3);
        await user.Connected();
        await person.SetPresence(PresenceStatus.DoNotDisturb, null);
        await Marked(user, "DO_NOT_DISTURB");
        user.Account.Availability.Choose("DO_NOT_DISTURB", house.Time.GetUtcNow().AddHours(3));

        await person.SetPresence(PresenceStatus.Available, null);
        await user.Synced();

        Assert.Equal(["DO_NOT_DISTURB"], user.Account.Availability.Marked);
        Assert.Equal(PresenceStatus.Busy, (await person.Presence()).Status);
        await user.Grain.Disconnect();
        Assert.Equal(PresenceStatus.Available, (await person.Presence()).Status);
    }

    [Fact]
    public async Task WhoDidNotAllowIt_HasNothingToldThere_AndAFailureHoldsNothingUp()
    {
        var (user, person) = await Agent(4);
        user.Account.DeniedScopes.Add(Scope);
        await user.Connected();
        await person.SetPresence(PresenceStatus.DoNotDisturb, null);
        await user.Synced();
        Assert.Equal((false, "scope"), ((await user.Part("chat")).IsOn, (await user.Part("chat")).Reason));
        Assert.DoesNotContain(user.Account.Asked, static asked => asked.Contains("availability", StringComparison.Ordinal));

        user.Account.DeniedScopes.Clear();
        user.Account.Fail("GET /v1/users/me/availability", 403, "SERVICE_DISABLED");
        await user.Connected();
        Assert.Equal("disabled", (await user.Part("chat")).Reason);
        Assert.True((await user.Part()).IsOn && (await user.Part("calendar")).IsOn);

        await user.Synced();
        await Marked(user, "DO_NOT_DISTURB");
        Assert.True((await user.Part("chat")).IsOn);
        await person.SetPresence(PresenceStatus.Available, null);
        await Marked(user, "DO_NOT_DISTURB", "ACTIVE");
        await user.Grain.Disconnect();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhoIsNotToBeDisturbedForMonths_IsEngaged_AndTelephonesRegister(bool byChat)
    {
        var (user, person) = await Agent(4);
        var now = house.Time.GetUtcNow();
        if (byChat)
        {
            user.Account.Availability.Choose("DO_NOT_DISTURB", now.AddDays(60));
            await user.Connected();
        }
        else
        {
            await person.Engage([new Engagement(now, now.AddDays(60))]);
        }

        Assert.Equal(PresenceStatus.Busy, (await person.Presence()).Status);
        await house.Register(4, house.A, port: 6804, expires: 36_000);
        await user.Grain.Disconnect();
        await person.Engage([]);
    }

    [Fact]
    public async Task AChatThatIsOff_IsLeftAloneForHalfAnHour_OrUntilSomebodyAsks()
    {
        var (user, person) = await Agent(3);
        user.Account.Fail(Get, 403, "SERVICE_DISABLED");
        await user.Connected();
        Assert.Equal("disabled", (await user.Part("chat")).Reason);

        await person.SetPresence(PresenceStatus.DoNotDisturb, null);
        await person.SetPresence(PresenceStatus.Available, null);
        // It comes after what the user's grain has told.
        await user.Grain.State();
        house.Time.Advance(TimeSpan.FromMinutes(31));
        await person.SetPresence(PresenceStatus.DoNotDisturb, null);
        await Marked(user, "DO_NOT_DISTURB");
        Assert.Equal(2, user.Account.Asked.Count(static asked => asked == Get));
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task AMarkOfAnActivationThatDied_IsKnownAsOurs()
    {
        var (user, person) = await Agent(3);
        await user.Connected();
        await person.SetPresence(PresenceStatus.DoNotDisturb, null);
        await Marked(user, "DO_NOT_DISTURB");

        await GrainHouse.Deactivate(user.Grain);
        await user.Synced();
        await person.SetPresence(PresenceStatus.Available, null);

        await Marked(user, "DO_NOT_DISTURB", "ACTIVE");
        Assert.Equal(PresenceStatus.Available, (await person.Presence()).Status);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task WhoDisconnectsDuringACall_IsNotLeftUndisturbed()
    {
        var (user, person) = await Agent(4);
        await user.Connected();
        await person.SetPresence(PresenceStatus.DoNotDisturb, null);
        await Marked(user, "DO_NOT_DISTURB");

        await user.Grain.Disconnect();

        Assert.Equal(["DO_NOT_DISTURB", "ACTIVE"], user.Account.Availability.Marked);
        Assert.Empty(user.Account.RefreshTokens);
    }

    [Fact]
    public async Task ADoNotDisturbWithoutAnEnd_IsTheUsersOwn()
    {
        var (user, person) = await Agent(3);
        await user.Connected();
        await person.SetPresence(PresenceStatus.DoNotDisturb, null);
        await Marked(user, "DO_NOT_DISTURB");
        user.Account.Availability.Choose("DO_NOT_DISTURB");

        await person.SetPresence(PresenceStatus.Available, null);
        await user.Synced();

        Assert.Equal(["DO_NOT_DISTURB"], user.Account.Availability.Marked);
        Assert.Equal(PresenceStatus.Busy, (await person.Presence()).Status);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task WhatAnotherAccountSaid_IsForgottenWithIt()
    {
        var (user, person) = await Agent(4);
        user.Account.Availability.Choose("DO_NOT_DISTURB", house.Time.GetUtcNow().AddHours(1));
        await user.Connected();
        Assert.Equal(PresenceStatus.Busy, (await person.Presence()).Status);

        user.Account = house.Google.Add("sub-agent4-2", "agent4b@example.com");
        user.Account.DeniedScopes.Add(Scope);
        await user.Connected();

        Assert.Equal(PresenceStatus.Available, (await person.Presence()).Status);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task ACalendarThatIsOff_HidesNothingOfChat()
    {
        var (user, person) = await Agent(3);
        user.Account.Fail("POST /calendar/v3/freeBusy", 403, "SERVICE_DISABLED");
        user.Account.Availability.Choose("DO_NOT_DISTURB", house.Time.GetUtcNow().AddHours(1));
        await user.Connected();

        Assert.Equal("disabled", (await user.Part("calendar")).Reason);
        Assert.Equal(PresenceStatus.Busy, (await person.Presence()).Status);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task ContactsThatFail_DoNotEndTheMarkOfALongCall()
    {
        var (user, person) = await Agent(4);
        user.Account.Fail("GET /v1/people/me/connections", 403, "SERVICE_DISABLED");
        await user.Connected();
        Assert.Equal("disabled", (await user.Part()).Reason);
        await person.SetPresence(PresenceStatus.DoNotDisturb, null);
        await Marked(user, "DO_NOT_DISTURB");

        house.Time.Advance(TimeSpan.FromMinutes(10));
        await user.Grain.AsReference<IRemindable>().ReceiveReminder("compares", new TickStatus(default, TimeSpan.FromMinutes(5), default), TestContext.Current.CancellationToken);

        await Marked(user, "DO_NOT_DISTURB", "DO_NOT_DISTURB");
        await user.Grain.Disconnect();
    }

    private static Task Marked(GoogleUser user, params string[] states) =>
        Eventually.IsTrueAsync($"Chat to be told {string.Join(", ", states)}", Soon, () => Task.FromResult(user.Account.Availability.Marked.SequenceEqual(states)));

    private async Task<(GoogleUser User, IUserGrain Person)> Agent(int number)
    {
        await house.Register(number, house.A, port: 6800 + number, expires: 36_000);
        var person = house.Grains.GetGrain<IUserGrain>(GrainHouse.User(number).Key);
        await person.SetPresence(PresenceStatus.Available, null);
        return (new GoogleUser(house, $"agent{number}"), person);
    }
}
