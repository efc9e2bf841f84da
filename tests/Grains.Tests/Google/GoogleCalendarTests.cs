using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Tests.Cluster;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>Who is busy by the calendar is seen as busy, and nobody learns with what.</summary>
[Collection(GoogleHouse.Name)]
public sealed class GoogleCalendarTests(GrainHouse house)
{
    private const string FreeBusy = "POST /calendar/v3/freeBusy";

    [Fact]
    public async Task WhoIsAvailableAndEngaged_IsSeenAsBusy_AsLongAsTheCalendarSays()
    {
        var (user, person) = await Agent(1);
        var now = house.Time.GetUtcNow();
        user.Account.Busy.Enqueue((now.AddMinutes(-5), now.AddMinutes(10)));
        user.Account.Busy.Enqueue((now.AddMinutes(20), now.AddMinutes(30)));
        Assert.Equal(PresenceStatus.Available, (await person.Presence()).Status);

        await user.Connected();
        var busy = await person.Presence();
        Assert.Equal((PresenceStatus.Busy, null), (busy.Status, busy.Reason));

        house.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(PresenceStatus.Available, (await person.Presence()).Status);
        house.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(PresenceStatus.Busy, (await person.Presence()).Status);

        // What the user says of themselves counts.
        await person.SetPresence(PresenceStatus.Away, "Lunch");
        Assert.Equal((PresenceStatus.Away, "Lunch"), ((await person.Presence()).Status, (await person.Presence()).Reason));
        await person.SetPresence(PresenceStatus.Available, null);
        Assert.Equal(PresenceStatus.Busy, (await person.Presence()).Status);

        // A meeting that is called off is over with the next look.
        user.Account.Busy.Clear();
        await user.Synced(TimeSpan.FromSeconds(1));
        Assert.Equal(PresenceStatus.Available, (await person.Presence()).Status);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task ACalendarThatFails_HoldsNothingUp_AndOneThatIsTakenAwaySaysNothingMore()
    {
        var (user, person) = await Agent(2);
        user.People.Add("Ana", "Own", "+573001250001");
        user.Account.Fail(FreeBusy, 403, "SERVICE_DISABLED");
        await user.Connected();
        Assert.Equal((false, "disabled"), ((await user.Part("calendar")).IsOn, (await user.Part("calendar")).Reason));
        Assert.True((await user.Part()).IsOn);
        Assert.Single(await user.All());

        user.Account.Busy.Enqueue((house.Time.GetUtcNow(), house.Time.GetUtcNow().AddHours(5)));
        await user.Synced();
        Assert.True((await user.Part("calendar")).IsOn);
        Assert.Equal(PresenceStatus.Busy, (await person.Presence()).Status);

        user.Account.Revoke();
        user.Account.DropAccess();
        await user.Synced();
        Assert.Equal("revoked", (await user.Part("calendar")).Reason);
        Assert.Equal(PresenceStatus.Available, (await person.Presence()).Status);
    }

    private async Task<(GoogleUser User, IUserGrain Person)> Agent(int number)
    {
        await house.Register(number, house.A, port: 6700 + number, expires: 36_000);
        return (new GoogleUser(house, $"agent{number}"), house.Grains.GetGrain<IUserGrain>(GrainHouse.User(number).Key));
    }
}
