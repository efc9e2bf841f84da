using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Lines;
using RtcCluster.Grains.Tests.Calls;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Notices;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>What lines say of notices before a recording, and of a company whose service is suspended, on a demo tenant of its own.</summary>
public sealed class NoticeGrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TenantId Demo = new("demo");
    private static readonly Party FromGermany = new("+493012345678", Trunk: new TrunkId(Demo, "carrier"));
    private static readonly Party FromColombia = new("+573001234567", Trunk: new TrunkId(Demo, "carrier"));
    private static readonly Party Nobody = new("anonymous", Trunk: new TrunkId(Demo, "carrier"));

    [Fact]
    public async Task ALineAddsTheNoticeOfTheFirstRule_ByTheCountryOfTheNumberOutside()
    {
        await SaveAsync(
            new NoticeRule { Name = "de", Tell = NoticeWay.Consent, Countries = ["DE"], Language = "en", Seconds = 5 },
            new NoticeRule { Name = "out", Tell = NoticeWay.Announce, Calls = NoticeDirection.Outgoing, Text = "Hola." });

        var asked = (await RouteAsync("2000", FromGermany)).Notice!;
        Assert.Equal((NoticeKind.Consent, 5, false, "de"), (asked.Kind, asked.Seconds, asked.RecordsUnanswered, asked.Rule));
        Assert.StartsWith("We would like to record", Assert.IsType<PromptSpeech>(Assert.Single(asked.Pieces)).Text, StringComparison.Ordinal);
        Assert.Null((await RouteAsync("2000", FromColombia)).Notice);
        Assert.Equal("de", (await RouteAsync("2000", Nobody)).Notice!.Rule);
        Assert.Null((await RouteAsync("2000", new Party("1001", User: GrainHouse.User(1)))).Notice);

        var told = await RouteAsync("+576017777777", new Party("1001", User: GrainHouse.User(1)), GrainHouse.User(1));
        Assert.Equal((true, "out", new PromptSpeech("Hola.", "es-CO")), (told.Record, told.Notice!.Rule, told.Notice.Pieces[0]));
        // Whom somebody's forwarding leads outside again is told by the rule of calls that come in, whatever line they came in by.
        var forwarded = await RouteAsync("+576017777777", FromGermany, GrainHouse.User(1));
        // Who is called there is told by the rule of calls to them.
        Assert.Equal((true, "de", "out"), (Assert.IsType<HuntRoute>(forwarded).Record, forwarded.Notice!.Rule, ((HuntRoute)forwarded).Called!.Rule));
        var uncovered = Assert.IsType<HuntRoute>(await RouteAsync("+576017777777", FromColombia, GrainHouse.User(1)));
        Assert.Equal((null, "out"), (uncovered.Notice, uncovered.Called!.Rule));
        Assert.Null(Assert.IsType<HuntRoute>(told).Called);
        // A call for help is not kept waiting, and not recorded behind somebody's back.
        var help = await RouteAsync("123", new Party("1001", User: GrainHouse.User(1)), GrainHouse.User(1));
        Assert.Equal((false, null), (help.Record, help.Notice));
        // Nor is one that somebody outside is transferred into, or who was called for help and comes to a line that records.
        var led = await RouteAsync("123", FromGermany, GrainHouse.User(1), transfers: true);
        Assert.Equal((false, null), (Assert.IsType<HuntRoute>(led).Record, led.Notice));
        var helper = new Party("123", Trunk: FromGermany.Trunk);
        var taken = await RouteAsync("2000", helper, GrainHouse.User(1), transfers: true);
        Assert.Equal((false, null), (taken.Record, taken.Notice));
        var line = house.Grains.GetGrain<ILineGrain>(new LineId(Demo, "2000").Key);
        Assert.Equal((false, true), ((await line.Notice(helper, false)).IsKnown, (await line.Notice(FromGermany, false)).IsKnown));
        Assert.False((await house.Grains.GetGrain<ILineGrain>(new LineId(Demo, "123").Key).Notice(helper, true)).IsKnown);
        Assert.Equal((false, true), (led.Withholds, (await RouteAsync("123", FromGermany, GrainHouse.User(1), transfers: true, isRecorded: true)).Withholds));
        await SaveAsync();
        Assert.True((await RouteAsync("123", new Party("1001", User: GrainHouse.User(1)), GrainHouse.User(1))).Record);
    }

    [Fact]
    public async Task OverATrunkThatDoesNotRecord_WhoeverComesIntoARecordedCallIsTold_AndNobodyElse()
    {
        var directory = house.Services.GetRequiredService<IDirectory>();
        var lines = (await directory.ListLinesAsync("demo", TestContext.Current.CancellationToken)).Where(static line => line.Kind == LineKind.TrunkOut).ToArray();
        Assert.NotEmpty(lines);
        await RecordAsync(false);
        try
        {
            await SaveAsync(new NoticeRule { Name = "out", Tell = NoticeWay.Announce, Calls = NoticeDirection.Outgoing });
            var inside = new Party("1002", User: GrainHouse.User(2));

            var recorded = Assert.IsType<HuntRoute>(await RouteAsync("+576017777777", inside, GrainHouse.User(2), transfers: true, isRecorded: true));
            Assert.Equal((false, "out", "out", false), (recorded.Record, recorded.Notice!.Rule, recorded.Called!.Rule, recorded.Withholds));
            Assert.Equal("out", (await RouteAsync("+576017777777", FromColombia, GrainHouse.User(2), transfers: true, isRecorded: true)).Notice!.Rule);
            Assert.Equal((false, null), (await RouteAsync("+576017777777", inside, GrainHouse.User(2), transfers: true)) is var plan ? (plan.Record, plan.Notice) : default);
        }
        finally
        {
            await RecordAsync(true);
            await SaveAsync();
        }

        async Task RecordAsync(bool records)
        {
            foreach (var line in lines)
            {
                var now = (await directory.ListLinesAsync("demo", TestContext.Current.CancellationToken)).Single(each => each.Number == line.Number);
                Assert.True((await house.Services.GetRequiredService<IDirectoryWriter>().SaveLineAsync(now with { Recording = records ? line.Recording : RecordingPolicy.Never }, TestContext.Current.CancellationToken)).IsSaved);
            }
        }
    }

    [Fact]
    public async Task WhereWhoComesIsToldNothing_ButIsRecorded_WhoIsHereIsAskedForAsWell()
    {
        await SaveAsync(new NoticeRule { Name = "de", Tell = NoticeWay.Announce, Calls = NoticeDirection.Incoming, Countries = ["DE"] });
        try
        {
            // agent2 talks with somebody outside, unrecorded, and calls for help over a trunk that records.
            var call = new CallScript().Offer(caller: FromGermany).Route(CallScript.Ring(CallScript.Agent2, false, CallScript.Device(CallScript.Agent2, CallScript.A)));
            call.See(call.Answered(2));
            var help = house.NewCall();
            Assert.Null((await house.Call(help).Offer(house.Offer(house.A, 2, "123"))).Refusal);
            await house.A.Until(help, "open 2");
            // Either edge may lead to the trunk.
            var edge = house.A.Commands(help).OfType<InviteLeg>().Any() ? house.A : house.B;
            if (edge == house.B)
            {
                await house.A.Report(house.Grains, help, new MediaOffered(new LegId(2), house.Time.GetUtcNow(), "made"));
            }

            await edge.Until(help, "invite 2");
            await edge.Report(house.Grains, help, new LegAnswered(new LegId(2), house.Time.GetUtcNow(), "answer", null));
            await house.A.Until(help, "record 1+2");
            var question = new JoinQuestion(help, new CallYield(call.Id, call.State.Legs[1].Party), new LegId(2), null, Stays: true);

            var asking = new CallAsking(call.Id, house.Grains, () => call.State, NullLogger.Instance, TestContext.Current.CancellationToken);
            var joined = Assert.IsType<CallInput.Joined>(await asking.Answer(new CallEffects(false, null, [], null, null) { Join = question }));

            Assert.Equal((IntentStatus.Accepted, true, "de"), (joined.Answer.Status, joined.Answer.Leg!.Records, joined.Notice!.What?.Rule));
        }
        finally
        {
            await SaveAsync();
        }
    }

    [Fact]
    public async Task WhileTheDatabaseIsAway_RulesAreRemembered_AndWhereTheyNeverWereReadNothingIsRecorded()
    {
        await SaveAsync(new NoticeRule { Name = "all", Tell = NoticeWay.Announce });
        var (line, caller) = (new LineId(Demo, "2000"), new RouteRequest(house.NewCall(), FromGermany, null, 0));
        var plan = new PlayRoute(CallDirection.Internal, true, MediaSource.Echo);
        var tenant = (await house.Services.GetRequiredService<IDirectory>().FindTenantAsync("demo", TestContext.Current.CancellationToken))!;
        var (known, unknown) = (new NoticeMemory(house.Services.GetRequiredService<IDirectory>(), house.Time), new NoticeMemory(house.Services.GetRequiredService<IDirectory>(), house.Time));
        Assert.Equal("all", (await new NoticeBook(known, NullLogger.Instance).Noted(plan, caller, line, tenant)).Notice?.Rule);
        house.Time.Advance(NoticeMemory.Fresh);
        house.Directory.Away = true;
        try
        {
            Assert.Equal("all", (await new NoticeBook(known, NullLogger.Instance).Noted(plan, caller, line, tenant)).Notice?.Rule);
            Assert.Equal((false, false), (await new NoticeBook(unknown, NullLogger.Instance).Noted(plan, caller, line, tenant)) is var first ? (first.Record, first.Withholds) : default);
            Assert.True((await new NoticeBook(unknown, NullLogger.Instance).Noted(plan, caller with { IsRecorded = true }, line, tenant)).Withholds);
        }
        finally
        {
            house.Directory.Away = false;
            await SaveAsync();
        }
    }

    [Fact]
    public async Task NonsenseIsRefused()
    {
        var grain = house.Grains.GetGrain<INoticeGrain>(INoticeGrain.KeyOf(Demo));
        Assert.Equal(ConfigureStatus.Invalid, (await grain.Configure("{", null, "admin")).Status);
        Assert.Equal(ConfigureStatus.Invalid, (await grain.Configure("""{"rules":[{"name":"x","tell":"shout"}]}""", null, "admin")).Status);
        Assert.Equal("x: there is no prompt nothing.", (await grain.Configure("""{"rules":[{"name":"x","prompt":"nothing"}]}""", null, "admin")).Problem);
        Assert.True((await house.Services.GetRequiredService<IDirectoryWriter>().SaveDocumentAsync(
            new Document { TenantId = "demo", Kind = PromptFile.Kind, Name = "saga", Json = """{"blob":"x","milliseconds":90000}""" }, TestContext.Current.CancellationToken)).IsSaved);
        Assert.Equal("x: saga is longer than 90 seconds.", (await grain.Configure("""{"rules":[{"name":"x","prompt":"saga"}]}""", null, "admin")).Problem);
    }

    [Fact]
    public async Task ASuspendedCompany_HasNoNewCallsButForHelp_UntilItIsTakenBack()
    {
        var now = house.Time.GetUtcNow();
        await SuspendAsync(new Suspension { ToldAt = now, From = now.AddHours(1), Reason = "Not paid." });
        Assert.IsNotType<RefuseRoute>(await RouteAsync("9196", new Party("1001", User: GrainHouse.User(1))));

        house.Time.Advance(TimeSpan.FromHours(1));

        var inside = Assert.IsType<RefuseRoute>(await RouteAsync("9196", new Party("1001", User: GrainHouse.User(1)))).Failure;
        Assert.Equal((403, "The service is suspended: Not paid."), (inside.SipCode, inside.Text));
        Assert.Equal(480, Assert.IsType<RefuseRoute>(await RouteAsync("1002", FromColombia)).Failure.SipCode);
        Assert.Equal(403, Assert.IsType<RefuseRoute>(await RouteAsync("+576017777777", new Party("1001", User: GrainHouse.User(1)), GrainHouse.User(1))).Failure.SipCode);
        Assert.IsType<HuntRoute>(await RouteAsync("123", new Party("1001", User: GrainHouse.User(1)), GrainHouse.User(1)));

        // What goes on is led on, but not outside.
        Assert.IsNotType<RefuseRoute>(await RouteAsync("9196", FromColombia, goesOn: true));
        Assert.Equal(403, Assert.IsType<RefuseRoute>(await RouteAsync("+576017777777", new Party("1001", User: GrainHouse.User(1)), GrainHouse.User(1), goesOn: true)).Failure.SipCode);

        await SuspendAsync(null);
        Assert.IsNotType<RefuseRoute>(await RouteAsync("9196", new Party("1001", User: GrainHouse.User(1))));
    }

    private async Task SaveAsync(params NoticeRule[] rules) => Assert.Equal(
        ConfigureStatus.Saved, (await house.Grains.GetGrain<INoticeGrain>(INoticeGrain.KeyOf(Demo)).Configure(new NoticeRules { Rules = rules }.Write(), null, "admin")).Status);

    private async Task SuspendAsync(Suspension? suspension)
    {
        var tenant = (await house.Services.GetRequiredService<IDirectory>().FindTenantAsync("demo"))!;
        Assert.True((await house.Services.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(tenant with { Settings = tenant.Settings with { Suspension = suspension } })).IsSaved);
        // Tenants are remembered for ten seconds.
        house.Time.Advance(TimeSpan.FromSeconds(11));
    }

    private Task<RoutePlan> RouteAsync(string number, Party caller, UserId? onBehalfOf = null, bool goesOn = false, bool transfers = false, bool isRecorded = false) =>
        house.Grains.GetGrain<ILineGrain>(new LineId(Demo, number).Key).Route(new RouteRequest(house.NewCall(), caller, onBehalfOf, 0, GoesOn: goesOn, Transfers: transfers, IsRecorded: isRecorded));
}
