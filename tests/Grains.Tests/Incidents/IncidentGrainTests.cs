using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Incidents;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Incidents;
using RtcCluster.Storage.Sessions;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Incidents;

/// <summary>A watch on real stores: its cases, its blocks, and a store that is slow or refuses.</summary>
public sealed class IncidentGrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly TenantId Demo = new("demo");
    private static readonly Place Bogota = new("CO", 4.71, -74.07);
    private static readonly Place Bucharest = new("RO", 44.43, 26.10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IncidentRules Rules => house.Services.GetRequiredService<IOptions<IncidentRules>>().Value;

    private IIncidents Store => house.Services.GetRequiredService<IIncidents>();

    private IIncidentGrain Watch => house.Grains.GetGrain<IIncidentGrain>(IIncidentGrain.KeyOf(Demo));

    [Fact]
    public async Task WhatGoesOnWhenTheBlockIsOver_IsBlockedAgain()
    {
        (Rules.Blocks, Rules.LearningDays) = ("tollBurst", 365);
        await Burst(1);
        var first = await Case("tollBurst", "agent1");
        await Blocked(1, true);

        house.Time.Advance(TimeSpan.FromHours(25));
        await Blocked(1, false);
        await Burst(1);

        await Blocked(1, true);
        var again = await Case("tollBurst", "agent1");
        Assert.Equal((first.Id, 2), (again.Id, again.Times));
        Assert.Equal(again.LastAt.AddHours(24), again.BlockedUntil);
    }

    [Fact]
    public async Task ABlockThatTheUserNeverHeardOf_IsPutByTheNextSuspicion_AndOneThatWasTakenBackIsNot()
    {
        (Rules.Blocks, Rules.LearningDays) = ("tollBurst", 365);
        await Burst(2);
        var found = await Case("tollBurst", "agent2");
        await Blocked(2, true);

        // As if the silo had died between the two.
        await User(2).BlockOutside(null, found.Id);
        await Blocked(2, false);
        house.Time.Advance(TimeSpan.FromMinutes(11));
        await Burst(2);
        await Blocked(2, true);
        Assert.Equal(found.BlockedUntil, (await Case("tollBurst", "agent2")).BlockedUntil);

        Assert.Equal(ConfigureStatus.Saved, (await Watch.Block(found.Id, null)).Status);
        house.Time.Advance(TimeSpan.FromMinutes(11));
        await Burst(2);
        await Eventually.IsTrueAsync("the third time", Bound, async () => (await Case("tollBurst", "agent2")).Times == 3);
        await Blocked(2, false);
    }

    [Fact]
    public async Task WhoDismissesACase_LeavesTheBlockOfAnother()
    {
        (Rules.Blocks, Rules.LearningDays) = ("tollBurst,blockedNumbers", 365);
        await Burst(3);
        for (var i = 0; i < 5; i++)
        {
            await Watch.Observe([Outside(3, "+88213000000") with { IsRefused = true }]);
        }

        var (burst, numbers) = (await Case("tollBurst", "agent3"), await Case("blockedNumbers", "agent3"));
        Assert.Equal(ConfigureStatus.Saved, (await Watch.Decide(burst.Id, false, "was none", GrainHouse.User(1))).Status);
        await Blocked(3, true);
        Assert.Equal(ConfigureStatus.Saved, (await Watch.Decide(numbers.Id, false, "was none", GrainHouse.User(1))).Status);
        await Blocked(3, false);
    }

    [Fact]
    public async Task WhatABlockRefuses_TeachesTheWatchNothing()
    {
        (Rules.Blocks, Rules.LearningDays) = ("", 365);
        await User(4).BlockOutside(house.Time.GetUtcNow().AddHours(1), "some case");
        Assert.Equal(403, Assert.IsType<RefuseRoute>(await Route("+37120000001")).Failure.SipCode);
        await User(4).BlockOutside(null, "some case");
        await Route("+390612345678");

        await Eventually.IsTrueAsync("the country that was called", Bound, async () => (await Remembered()).Countries.ContainsKey("IT"));
        Assert.DoesNotContain("LV", (await Remembered()).Countries.Keys);

        Task<RoutePlan> Route(string number) => house.Grains.GetGrain<ILineGrain>(new LineId(Demo, number).Key)
            .Route(new RouteRequest(house.NewCall(), new Party("1004", null, GrainHouse.User(4)), GrainHouse.User(4), 0));
    }

    [Fact]
    public async Task EachSessionAtAnotherPlace_Ends_AlsoWhileACaseIsOpen()
    {
        (Rules.Blocks, Rules.LearningDays) = ("impossibleTravel", 365);
        var sessions = house.Services.GetRequiredService<ISessionStore>();

        // Nobody waits for a signal to arrive: sent to an activation that ends or begins one may pass another, and here it matters who was first.
        await GrainHouse.Deactivate(Watch);
        await Heard();
        var own = await SignIn(Bogota);
        var first = await SignIn(Bucharest);
        await Ended(first);
        house.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await SignIn(Bucharest);

        await Ended(second);
        Assert.Null((await sessions.FindAsync(own, Ct))!.RevokedAt);
        // The session ends first, then it is written down.
        await Eventually.IsTrueAsync("the second time", Bound, async () => (await Case("impossibleTravel", "agent4")).Times == 2);

        async Task<string> SignIn(Place place)
        {
            var session = await sessions.CreateAsync("demo/agent4", "127.0.0.1", "test", Ct);
            await Watch.Observe([new SignedIn(house.Time.GetUtcNow(), "127.0.0.1", GrainHouse.User(4), session.Id, place)]);
            await Heard();
            return session.Id;
        }

        // What the store refuses is tried again each second of the house's clock.
        async Task Ended(string session)
        {
            await Eventually.IsTrueAsync($"the session's end, where {await Where()}", Bound, async () =>
            {
                house.Time.Advance(TimeSpan.FromSeconds(1));
                return (await sessions.FindAsync(session, Ct))!.RevokedAt is not null;
            });
        }

        async Task<string> Where() => (await sessions.FindAsync(own, Ct))!.RevokedAt is null ? "the other one goes on" : "the other one ended";
    }

    [Fact]
    public async Task ACaseThatTheStoreRefuses_StopsNoOther_AndIsGivenUp()
    {
        Rules.Blocks = "";
        _ = Store;
        var refused = 0;
        house.Incidents.Before = subject => subject == "198.51.100.66" ? Task.FromException(new InvalidOperationException($"Refused {++refused}.")) : Task.CompletedTask;
        try
        {
            await Scan("198.51.100.66");
            await Scan("198.51.100.67");
            await Case("extensionScan", "198.51.100.67");

            await Eventually.IsTrueAsync("the last try", Bound, () =>
            {
                house.Time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(Volatile.Read(ref refused) == 10);
            });
            house.Time.Advance(TimeSpan.FromSeconds(5));
            await Scan("198.51.100.68");
            await Case("extensionScan", "198.51.100.68");
            Assert.Equal(10, refused);
        }
        finally
        {
            house.Incidents.Before = null;
        }
    }

    [Fact]
    public async Task NoSignalWaitsForTheStore_AndWhatIsLearntIsWrittenOnceAMinute()
    {
        Rules.Blocks = "";
        _ = Store;
        await GrainHouse.Deactivate(Watch);
        var holds = new TaskCompletionSource();
        house.Incidents.Before = _ => holds.Task;
        try
        {
            await Scan("198.51.100.77");
            await Eventually.IsTrueAsync("the store to be asked", Bound, () => Task.FromResult(house.Incidents.Asked > 0));
            var before = Writes();
            for (var i = 0; i < 20; i++)
            {
                await Watch.Observe([new SignedIn(house.Time.GetUtcNow(), "127.0.0.1", new UserId(Demo, $"walker{i}"), "s", Bogota)]);
            }

            await Eventually.IsTrueAsync("what was learnt to be written", Bound, () =>
            {
                house.Time.Advance(TimeSpan.FromSeconds(20));
                return Task.FromResult(Writes() > before);
            });
            Assert.Equal(before + 1, Writes());
        }
        finally
        {
            house.Incidents.Before = null;
            holds.SetResult();
        }

        await Case("extensionScan", "198.51.100.77");
        Assert.Equal(20, (await Remembered()).Places.Keys.Count(static name => name.StartsWith("walker", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WhatIsLearnt_SurvivesTheActivation()
    {
        Rules.Blocks = "";
        await Watch.Observe([new SignedIn(house.Time.GetUtcNow(), "127.0.0.1", new UserId(Demo, "leaver"), "s", Bogota)]);
        await Eventually.IsTrueAsync("the place", Bound, async () => (await Remembered()).Places.ContainsKey("leaver"));
    }

    // The activation ends with it: it writes what it learnt.
    private async Task<IncidentMemory> Remembered()
    {
        await GrainHouse.Deactivate(Watch);
        await Heard();
        var state = new GrainState<IncidentMemory>(new IncidentMemory());
        await house.Storage.ReadStateAsync("incidents", Watch.GetGrainId(), state);
        return state.State!;
    }

    // An answer: what was sent to the same activation before has been looked at.
    private async Task Heard() => Assert.Equal(ConfigureStatus.NotFound, (await Watch.Appeal("none", GrainHouse.User(1), "")).Status);

    private int Writes()
    {
        lock (house.Storage.Writes)
        {
            return house.Storage.Writes.GetValueOrDefault("incidents");
        }
    }

    private async Task Scan(string source)
    {
        for (var i = 0; i < 10; i++)
        {
            await Watch.Observe([new SignInFailed(house.Time.GetUtcNow(), source, i.ToString(CultureInfo.InvariantCulture), false, true)]);
        }
    }

    private async Task Burst(int agent)
    {
        for (var i = 0; i < 10; i++)
        {
            await Watch.Observe([Outside(agent, "+252611234567")]);
        }
    }

    private CalledOutside Outside(int agent, string number) => new(house.Time.GetUtcNow(), GrainHouse.User(agent), house.NewCall(), number, false, false);

    private async Task<Incident> Case(string rule, string subject) =>
        (await Eventually.GetAsync($"the case {rule} of {subject}", Bound, () => Store.FindOpenAsync("demo", rule, subject, Ct), static found => found is not null))!;

    private static string NumberAtHome => "+573001234567";

    private Task Blocked(int agent, bool isBlocked) => Eventually.IsTrueAsync(
        $"agent{agent} to be {(isBlocked ? "blocked" : "free")}",
        Bound,
        async () => (await User(agent).AdmitOutbound(house.NewCall(), NumberAtHome, false) is { Text: var text } && text.Contains("looked like fraud", StringComparison.Ordinal)) == isBlocked);

    private IUserGrain User(int agent) => house.Grains.GetGrain<IUserGrain>(GrainHouse.User(agent).Key);
}
