using RtcCluster.Storage.History;
using RtcCluster.Storage.Reports;

namespace RtcCluster.Grains.Tests.Reports;

/// <summary>Each figure of the reports, computed by hand from the lines of <see cref="FortyCalls"/>; the numbers in the sums are those of the calls' lines.</summary>
public abstract class FortyCallsTests(FortyCallsStore store)
{
    private static readonly ReportCalendar Halves = new(TimeZoneInfo.Utc, ReportInterval.HalfHour);
    private static readonly DateTimeOffset Nine = Company.At("09:00:00");
    private static readonly DateTimeOffset HalfPast = Company.At("09:30:00");
    private static readonly ReportFilter Hour = new() { TenantId = "demo", From = Nine, Until = FortyCallsStore.Now };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void EveryCallOfTheStory_IsOver()
    {
        Assert.Equal(43, store.Calls.Count);
        Assert.Empty(store.Calls.Where(call => !call.State.Concluded).Select(call => call.Name));
    }

    [Fact]
    public async Task TheQueues_ByHalfHours()
    {
        var rows = await ListAsync(store.Reports.QueuesAsync(Hour, Halves, Ct));

        Assert.Equal([("sales", Nine), ("support", Nine), ("sales", HalfPast), ("support", HalfPast)], rows.Select(row => (row.QueueId["demo/".Length..], row.From)));

        // Came: 21, 22, 24, and 18 from support. Waits 2, 8, 4, 4. Talks 30 and 60, two wrap-ups of 10. 23 was not let in.
        Equal(
            new QueueFigures
            {
                From = Nine, To = HalfPast, QueueId = "demo/sales",
                Offered = 4, Handled = 2, HandledInTime = 2, Abandoned = 1, Lost = 1, Refused = 1, Offers = 2,
                ServiceLevel = 2 / 3.0, ServiceLevelOfAll = 2 / 3.0, AverageAnswerSeconds = (2 + 4) / 2.0, AverageHandlingSeconds = (30 + 10 + 60 + 10) / 2.0,
                LongestWaitSeconds = 8, WaitSeconds = 2 + 8 + 4 + 4, TalkSeconds = 30 + 60, WrapUpSeconds = 20,
            },
            rows[0]);

        // Came: 01 to 09, 12, 13, 14, 16, 18, 19, 20; 10 and 11 were not let in. Ten got an agent, 03 after 30 s. 05, 07, 20 hung up, 06 after 3 s. 08 and 09 were sent away.
        // 19 talked 50 s before and 50 s after the half hour, and was wrapped up after it; 20 waited 10 s before and 15 s after.
        Equal(
            new QueueFigures
            {
                From = Nine, To = HalfPast, QueueId = "demo/support",
                Offered = 16, Handled = 10, HandledInTime = 9, Abandoned = 3, ShortAbandoned = 1, SentAway = 2, Refused = 2,
                Offers = 1 + 1 + 2 + 2 + 1 + 1 + 1 + 1 + 1 + 1 + 1, Misses = 2,
                ServiceLevel = 9 / 13.0, ServiceLevelOfAll = 9 / 14.0,
                AverageAnswerSeconds = (5 + 10 + 30 + 8 + 4 + 5 + 6 + 2 + 3 + 10) / 10.0,
                AverageHandlingSeconds = (60 + 100 + 40 + 30 + 26 + 45 + 30 + 50 + 17 + 100 + (10 * 10)) / 10.0,
                LongestWaitSeconds = 120,
                WaitSeconds = 5 + 10 + 30 + 8 + 4 + 5 + 6 + 2 + 3 + 10 + 12 + 3 + 10 + 120 + 6 + 10,
                HoldSeconds = 15 + 20 + 14,
                TalkSeconds = 60 + (100 - 15) + 40 + 30 + 26 + 45 + (30 - 20) + (50 - 14) + 17 + 50,
                WrapUpSeconds = 9 * 10,
            },
            rows[1]);

        // 28 before its agent sent it to support.
        Equal(
            new QueueFigures
            {
                From = HalfPast, To = FortyCallsStore.Now, QueueId = "demo/sales",
                Offered = 1, Handled = 1, HandledInTime = 1, Offers = 1, ServiceLevel = 1, ServiceLevelOfAll = 1,
                AverageAnswerSeconds = 3, AverageHandlingSeconds = 10 + 10, LongestWaitSeconds = 3, WaitSeconds = 3, TalkSeconds = 10, WrapUpSeconds = 10,
            },
            rows[2]);

        // Came: 25, 26, 27, 41, and 28 from sales. 26 hung up after two agents had not answered; 27 met one who was busy; 41 is to be called back, and is by 42: that is no caller who came. And what was left of 19 and 20.
        Equal(
            new QueueFigures
            {
                From = HalfPast, To = FortyCallsStore.Now, QueueId = "demo/support",
                Offered = 5, Handled = 3, HandledInTime = 3, Abandoned = 1, CallBacks = 1, CalledBack = 1, Offers = 1 + 2 + 2 + 1 + 1, Misses = 2 + 1,
                ServiceLevel = 3 / 4.0, ServiceLevelOfAll = 3 / 4.0,
                AverageAnswerSeconds = (4 + 6 + 12) / 3.0, AverageHandlingSeconds = (30 + 10 + 20 + (3 * 10)) / 3.0,
                LongestWaitSeconds = 43, WaitSeconds = 15 + 4 + 43 + 6 + 12 + 7, TalkSeconds = 50 + 30 + 10 + 20 + 30, WrapUpSeconds = 10 + (3 * 10) + 10,
            },
            rows[3]);
    }

    [Fact]
    public async Task TheAgents_ByHalfHours()
    {
        var rows = await ListAsync(store.Reports.AgentsAsync(Hour, Halves, Ct));

        Assert.Equal(["ana", "ben", "cid", "ana", "ben", "cid"], rows.Select(row => row.AgentId["demo/".Length..]));

        // Rung for 01 to 04, 07, 12, 13, 16, 19; 03 not answered, and paused for it until 09:06. The talk of 19 counts whole in the average, and half of it in the half hour.
        Equal(
            new AgentFigures
            {
                From = Nine, To = HalfPast, AgentId = "demo/ana", Offered = 9, Handled = 7, Missed = 1,
                AverageHandlingSeconds = (60 + 100 + 30 + 26 + 45 + 50 + 100 + (7 * 10)) / 7.0, Occupancy = (361 + 60) / (1800 - 38.0),
                LoggedInSeconds = 1800, OfferedSeconds = 3 + 9 + 20 + 3 + 8 + 3 + 3 + 1 + 5, TalkSeconds = 60 + 100 + 30 + 26 + 45 + 50 + 50, HoldSeconds = 15 + 14,
                WrapUpSeconds = 6 * 10, PausedSeconds = 38, ReadySeconds = 1800 - 55 - 361 - 60 - 38, PausedByReason = new Dictionary<string, double> { ["no answer"] = 38 },
            },
            rows[0]);

        // Rung for 03, 04, 14, 18; 04 declined, and left alone for 10 s.
        Equal(
            new AgentFigures
            {
                From = Nine, To = HalfPast, AgentId = "demo/ben", Offered = 4, Handled = 3, Declined = 1,
                AverageHandlingSeconds = (40 + 30 + 17 + (3 * 10)) / 3.0, Occupancy = (87 + 30) / 1800.0,
                LoggedInSeconds = 1800, OfferedSeconds = 7 + 2 + 3 + 2, TalkSeconds = 40 + 30 + 17, HoldSeconds = 20,
                WrapUpSeconds = 3 * 10, RestingSeconds = 10, ReadySeconds = 1800 - 14 - 87 - 30 - 10,
            },
            rows[1]);

        // 21, and 18 after its transfer. That cid was called by colleagues, too, is no work in a queue.
        Equal(
            new AgentFigures
            {
                From = Nine, To = HalfPast, AgentId = "demo/cid", Offered = 2, Handled = 2, AverageHandlingSeconds = (30 + 60 + 20) / 2.0, Occupancy = (90 + 20) / 1800.0,
                LoggedInSeconds = 1800, OfferedSeconds = 1 + 2, TalkSeconds = 30 + 60, WrapUpSeconds = 20, ReadySeconds = 1800 - 3 - 90 - 20,
            },
            rows[2]);

        // The rest of 19; 26 not answered (paused 09:33:21 to 09:34); 27 and 28. Gone at 09:55.
        Equal(
            new AgentFigures
            {
                From = HalfPast, To = FortyCallsStore.Now, AgentId = "demo/ana", Offered = 3, Handled = 2, Missed = 1,
                AverageHandlingSeconds = (10 + 20 + 20) / 2.0, Occupancy = (80 + 30) / (1500 - 39.0),
                LoggedInSeconds = 1500, OfferedSeconds = 20 + 3 + 10, TalkSeconds = 50 + 10 + 20, WrapUpSeconds = 3 * 10, PausedSeconds = 39,
                ReadySeconds = 1500 - 33 - 80 - 30 - 39, PausedByReason = new Dictionary<string, double> { ["no answer"] = 39 },
            },
            rows[3]);

        // 25; 26 not answered (paused 09:33:42 to 09:34); busy for 27 and left alone for 10 s; lunch from 09:40 to 09:50. 42 took him 6 s of dialling and 30 s of talk. Ready since, which has no end yet.
        Equal(
            new AgentFigures
            {
                From = HalfPast, To = FortyCallsStore.Now, AgentId = "demo/ben", Offered = 3 + 1, Handled = 1 + 1, Missed = 2,
                AverageHandlingSeconds = (30 + 30 + (2 * 10)) / 2.0, Occupancy = (30 + 36 + 20) / (1800 - 618.0),
                LoggedInSeconds = 1800, OfferedSeconds = 2 + 20 + 3, TalkSeconds = 30 + 36, WrapUpSeconds = 2 * 10, RestingSeconds = 10, PausedSeconds = 18 + 600,
                ReadySeconds = 1800 - 25 - 66 - 20 - 10 - 618, PausedByReason = new Dictionary<string, double> { ["lunch"] = 600, ["no answer"] = 18 },
            },
            rows[4]);

        // 28 before it went to support.
        Equal(
            new AgentFigures
            {
                From = HalfPast, To = FortyCallsStore.Now, AgentId = "demo/cid", Offered = 1, Handled = 1, AverageHandlingSeconds = 10 + 10, Occupancy = (10 + 10) / 1800.0,
                LoggedInSeconds = 1800, OfferedSeconds = 2, TalkSeconds = 10, WrapUpSeconds = 10, ReadySeconds = 1800 - 22,
            },
            rows[5]);
    }

    [Theory]
    [InlineData(ReportInterval.QuarterHour)]
    [InlineData(ReportInterval.Hour)]
    [InlineData(ReportInterval.Day)]
    public async Task OfWhateverIntervals_TheSumsAreTheSame(ReportInterval interval)
    {
        var calendar = new ReportCalendar(TimeZoneInfo.Utc, interval);
        var support = await ListAsync(store.Reports.QueuesAsync(Hour with { QueueId = "demo/support" }, calendar, Ct));
        var ana = await ListAsync(store.Reports.AgentsAsync(Hour with { UserId = "demo/ana", From = Company.At("08:00:00") }, calendar, Ct));

        Assert.All(support, row => Assert.Equal("demo/support", row.QueueId));
        Assert.Equal((21, 13, 12, 4, 1), (Sum(row => row.Offered), Sum(row => row.Handled), Sum(row => row.HandledInTime), Sum(row => row.Abandoned), Sum(row => row.ShortAbandoned)));
        Assert.Equal((244 + 80 + 7, 399 + 110 + 30, 49, 90 + 50), (support.Sum(row => row.WaitSeconds), support.Sum(row => row.TalkSeconds), support.Sum(row => row.HoldSeconds), support.Sum(row => row.WrapUpSeconds)));
        Assert.Equal((65 * 60, 441), (ana.Sum(row => row.LoggedInSeconds), ana.Sum(row => row.TalkSeconds)));
        Assert.All(support, row => Assert.Equal(row.Offered, row.Handled + row.Abandoned + row.ShortAbandoned + row.SentAway + row.CallBacks + row.Lost));

        int Sum(Func<QueueFigures, int> figure) => support.Sum(figure);
    }

    [Fact]
    public async Task TheTransfers_NameWhoWhomAndTheOtherCall()
    {
        var calls = (await store.Reports.CallsAsync(Hour, limit: 500, ct: Ct)).Items;

        Assert.Equal(
            [
                "12 Blind by ana to 1003 cid",
                "13 Blind by ana to 1004 failed 486",
                "14 Attended by ben to 1003 cid (15)",
                "16 Merge by ana to 1003 cid (17)",
                "18 Queue by ben to 2001",
                "28 Queue by cid to 2000",
                "33 PickUp by cid to 1003 cid (34)",
                "35 Blind by ben to 1003 cid",
                "36 Attended by ben to 1003 cid (37)",
            ],
            calls.SelectMany(call => call.Transfers.Select(transfer => $"{transfer.CallId[^2..]} {Words(transfer)}")).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["15 into 14", "17 into 16", "34 into 33", "37 into 36"],
            calls.Where(call => call.Entry.MergedInto is not null).Select(call => $"{call.Entry.CallId[^2..]} into {call.Entry.MergedInto![^2..]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheCalls_HaveTheirVisitsAndWrapUps()
    {
        var calls = (await store.Reports.CallsAsync(Hour, limit: 500, ct: Ct)).Items;

        Assert.Equal(43, calls.Count);
        Assert.Equal(calls.Select(call => call.Entry.StartedAt).Order(), calls.Select(call => call.Entry.StartedAt));
        var sent = calls.Single(call => call.Entry.CallId == "demo/c18");
        Assert.Equal(
            [("demo/support", VisitOutcome.Answered, "demo/ben", 3, 17), ("demo/sales", VisitOutcome.Answered, "demo/cid", 4, 60)],
            sent.Visits.Select(visit => (visit.QueueId, visit.Outcome, visit.AgentId, (int)visit.Waited.TotalSeconds, (int)visit.Talked.TotalSeconds)));
        Assert.Equal(TimeSpan.FromSeconds(20), sent.WrapUp);
        Assert.Equal(
            ["answered", "busy", "noAnswer", "cancelled", "answered"],
            new[] { "29", "30", "31", "32", "38" }.Select(number => calls.Single(call => call.Entry.CallId == $"demo/c{number}").Entry.Result));
        // 43 hung up in the menu: no queue knows of the call.
        var left = calls.Single(call => call.Entry.CallId == "demo/c43");
        Assert.Equal(("cancelled", null, 0), (left.Entry.Result, left.Entry.AnsweredAt, left.Visits.Count));
        var back = Assert.Single(calls.Single(call => call.Entry.CallId == "demo/c42").Visits);
        Assert.Equal((VisitOutcome.CalledBack, "demo/ben", TimeSpan.FromSeconds(30)), (back.Outcome, back.AgentId, back.Talked));
        Assert.Equal(4, (await store.Reports.CallsAsync(Hour with { QueueId = "demo/sales", Until = Company.At("09:20:00") }, ct: Ct)).Items.Count);
    }

    [Fact]
    public async Task TheLegs_SayWhatEachPartyWas()
    {
        var legs = (await store.Reports.LegsAsync(Hour, limit: 500, ct: Ct)).Items;

        // 01 to 43 have a caller each, but for 42. Agents were rung 13 times for support and twice for sales in the first half hour, then 5 times (one of 27 was busy and not rung) and once, and for 42.
        Assert.Equal(42, legs.Count(leg => leg.Role == LegRole.Caller));
        Assert.Equal(13 + 2 + 5 + 1 + 1, legs.Count(leg => leg.Role == LegRole.Agent));
        // 12 and 35; 13 was refused before anybody rang.
        Assert.Equal(["12", "35"], legs.Where(leg => leg.Role == LegRole.TransferTarget).Select(leg => leg.CallId[^2..]));
        Assert.Equal(["14", "16", "33", "36"], legs.Where(leg => leg.Role == LegRole.Joined).Select(leg => leg.CallId[^2..]));
        Assert.Equal((26_000, 0), legs.Where(leg => leg is { CallId: "demo/c12", Leg: 2 }).Select(leg => ((int)leg.TalkMilliseconds, (int)leg.HoldMilliseconds)).Single());
        Assert.Equal((30_000, 20_000), legs.Where(leg => leg is { CallId: "demo/c14", Leg: 2 }).Select(leg => ((int)leg.TalkMilliseconds, (int)leg.HoldMilliseconds)).Single());
    }

    [Fact]
    public async Task PageByPage_TheReportsAreTheSame()
    {
        var quarters = new ReportCalendar(TimeZoneInfo.Utc, ReportInterval.QuarterHour);
        Assert.Equal(await ListAsync(store.Reports.QueuesAsync(Hour, quarters, Ct)), await PagesAsync(cursor => store.Reports.QueuesAsync(Hour, quarters, cursor, 3, Ct)));
        Assert.Equivalent(await ListAsync(store.Reports.AgentsAsync(Hour, quarters, Ct)), await PagesAsync(cursor => store.Reports.AgentsAsync(Hour, quarters, cursor, 2, Ct)), strict: true);
        Assert.Equal(43, (await PagesAsync(cursor => store.Reports.CallsAsync(Hour, cursor, 7, Ct))).DistinctBy(call => call.Entry.CallId).Count());
        var legs = await PagesAsync(cursor => store.Reports.LegsAsync(Hour, cursor, 7, Ct));
        Assert.Equal((await store.Reports.LegsAsync(Hour, limit: 500, ct: Ct)).Items, legs);
        Assert.False((await store.Reports.QueuesAsync(Hour, quarters, "nonsense", 3, Ct)).CursorAccepted);
        Assert.False((await store.Reports.LegsAsync(Hour, "nonsense", 3, Ct)).CursorAccepted);
    }

    [Fact]
    public async Task AnotherTenant_SeesNothing()
    {
        var other = Hour with { TenantId = "other" };
        Assert.Empty(await ListAsync(store.Reports.QueuesAsync(other, Halves, Ct)));
        Assert.Empty(await ListAsync(store.Reports.AgentsAsync(other, Halves, Ct)));
        Assert.Empty((await store.Reports.CallsAsync(other, ct: Ct)).Items);
        Assert.Empty((await store.Reports.LegsAsync(other, ct: Ct)).Items);
        Assert.Empty(await ListAsync(store.Reports.QueuesAsync(Hour with { QueueId = "\0" }, Halves, Ct)));
    }

    private static string Words(TransferEntry transfer) =>
        $"{transfer.Kind} by {transfer.ByUserId?["demo/".Length..] ?? transfer.ByNumber} to {transfer.ToNumber}"
        + (transfer.ToUserId is { } user ? " " + user["demo/".Length..] : "")
        + (transfer.OtherCall is { } other ? $" ({other[^2..]})" : "")
        + (transfer.Completed ? "" : $" failed {transfer.SipCode}");

    // Sums of doubles: equal to the millisecond is equal.
    private static void Equal<T>(T expected, T actual)
        where T : class => Assert.Equal(Rounded(expected), Rounded(actual));

    private static string[] Rounded<T>(T row)
        where T : class =>
    [
        .. typeof(T).GetProperties().Select(property => $"{property.Name} " + property.GetValue(row) switch
        {
            double number => Math.Round(number, 3),
            IReadOnlyDictionary<string, double> seconds => string.Join(' ', seconds.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{pair.Value}")),
            var other => other,
        }),
    ];

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> rows)
    {
        var all = new List<T>();
        await foreach (var row in rows)
        {
            all.Add(row);
        }

        return all;
    }

    private static async Task<List<T>> PagesAsync<T>(Func<string?, Task<Storage.Page<T>>> page)
    {
        var (all, cursor) = (new List<T>(), default(string));
        do
        {
            var read = await page(cursor);
            all.AddRange(read.Items);
            cursor = read.Next;
        }
        while (cursor is not null);
        return all;
    }
}
