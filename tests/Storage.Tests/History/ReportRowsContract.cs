using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.History;

/// <summary>What reports are made of is written with the call's log entry, whole and once.</summary>
public abstract class ReportRowsContract(Engine engine) : EngineContract(engine)
{
    private IHistoryWriter Writer => Engine.Get<IHistoryWriter>();

    [Fact]
    public async Task LegsVisitsOffersAndTransfers_AreReadAsTheyWereWritten()
    {
        var tenant = await Engine.NewTenantAsync();
        var history = Full(tenant, "c1", 3);

        await Writer.WriteAsync(history, Ct);
        await Writer.WriteAsync(history, Ct);

        await using var db = Engine.OpenContext();
        Assert.Equivalent(history.Legs, await db.CallLegs.Where(leg => leg.TenantId == tenant).ToListAsync(Ct), strict: true);
        Assert.Equivalent(history.Visits, await db.QueueVisits.Where(visit => visit.TenantId == tenant).ToListAsync(Ct), strict: true);
        Assert.Equivalent(history.Offers, await db.QueueOffers.Where(offer => offer.TenantId == tenant).ToListAsync(Ct), strict: true);
        Assert.Equivalent(history.Transfers, await db.Transfers.Where(transfer => transfer.TenantId == tenant).ToListAsync(Ct), strict: true);
    }

    [Fact]
    public async Task RowsOfAnOlderLedger_DoNotReplaceNewerOnes()
    {
        var tenant = await Engine.NewTenantAsync();
        var newer = Full(tenant, "c1", 5);
        var older = Full(tenant, "c1", 4) with { Visits = [Visit(tenant, "c1") with { Outcome = VisitOutcome.Lost }] };

        await Writer.WriteAsync(newer, Ct);
        await Writer.WriteAsync(older, Ct);
        Assert.Equal(VisitOutcome.Answered, await OutcomeAsync(tenant));

        await Writer.WriteAsync(older with { Entry = older.Entry! with { LedgerNumber = 6 } }, Ct);
        Assert.Equal(VisitOutcome.Lost, await OutcomeAsync(tenant));
    }

    [Fact]
    public async Task WorkThatHasEnded_IsNotBegunAgain()
    {
        var tenant = await Engine.NewTenantAsync();
        var begun = Work(tenant, 1);
        var ended = begun with { EndedAt = Sample.Start.AddSeconds(9), Disposition = "sold" };

        await Writer.WriteAsync(new CallHistory { Work = [begun] }, Ct);
        Assert.Null((await WorkAsync(tenant))[0].EndedAt);
        await Writer.WriteAsync(new CallHistory { Work = [ended, Work(tenant, 2)] }, Ct);
        await Writer.WriteAsync(new CallHistory { Work = [begun] }, Ct);
        await Writer.WriteAsync(new CallHistory { Work = [begun, ended] }, Ct);

        Assert.Equivalent(new[] { ended, Work(tenant, 2) }, await WorkAsync(tenant), strict: true);
    }

    [Fact]
    public async Task NamesThatNoEngineTakes_AreCleaned()
    {
        var tenant = await Engine.NewTenantAsync();
        var history = Full(tenant, "c1", 3);

        await Writer.WriteAsync(history with { Legs = [history.Legs[0] with { Name = "a\0b\uD800" }], Work = [Work(tenant, 1) with { Reason = "\0" }] }, Ct);

        await using var db = Engine.OpenContext();
        Assert.Equal("a\uFFFDb\uFFFD", (await db.CallLegs.SingleAsync(leg => leg.TenantId == tenant, Ct)).Name);
        Assert.Equal("\uFFFD", (await WorkAsync(tenant))[0].Reason);
    }

    private static CallHistory Full(string tenant, string name, long number)
    {
        var call = $"{tenant}-{name}";
        return new CallHistory
        {
            Entry = Sample.Entry(tenant, call, number),
            Legs =
            [
                new CallLegEntry
                {
                    CallId = call, Leg = 1, TenantId = tenant, Role = LegRole.Caller, Number = "+573001234567", Name = "José Pérez", TrunkId = $"{tenant}/carrier",
                    StartedAt = Sample.Start, AnsweredAt = Sample.Start.AddSeconds(1), EndedAt = Sample.Start.AddSeconds(60), TalkMilliseconds = 59_000, EndKind = "hangup",
                },
                new CallLegEntry
                {
                    CallId = call, Leg = 2, TenantId = tenant, Role = LegRole.Agent, Number = "1001", UserId = $"{tenant}/agent1", QueueId = $"{tenant}/support",
                    StartedAt = Sample.Start.AddSeconds(2), RingingAt = Sample.Start.AddSeconds(3), HoldMilliseconds = 1_000, EndSipCode = 486, EndQ850 = 17,
                },
            ],
            Visits = [Visit(tenant, name)],
            Offers =
            [
                new QueueOfferEntry
                {
                    CallId = call, Visit = 1, Offer = 7, TenantId = tenant, QueueId = $"{tenant}/support", AgentId = $"{tenant}/agent1",
                    OfferedAt = Sample.Start.AddSeconds(2), EndedAt = Sample.Start.AddSeconds(12), Outcome = OfferOutcome.Answered,
                },
            ],
            Transfers =
            [
                new TransferEntry
                {
                    CallId = call, Number = 1, TenantId = tenant, Kind = TransferKind.Attended, StartedAt = Sample.Start.AddSeconds(20), EndedAt = Sample.Start.AddSeconds(21),
                    Completed = true, ByLeg = 2, ByUserId = $"{tenant}/agent1", ByNumber = "1001", ToNumber = "1002", ToUserId = $"{tenant}/agent2", ToLeg = 3, OtherCall = $"{tenant}/c2",
                },
            ],
        };
    }

    private static QueueVisitEntry Visit(string tenant, string name) => new()
    {
        CallId = $"{tenant}-{name}",
        Visit = 1,
        TenantId = tenant,
        QueueId = $"{tenant}/support",
        OfferedAt = Sample.Start,
        Outcome = VisitOutcome.Answered,
        LeftAt = Sample.Start.AddSeconds(12),
        EndedAt = Sample.Start.AddSeconds(21),
        AgentId = $"{tenant}/agent1",
        Offer = 7,
        Holds = [new HoldSpan(Sample.Start.AddSeconds(13), Sample.Start.AddSeconds(14))],
        Offers = 1,
        WithinMilliseconds = 20_000,
        ShortAbandonMilliseconds = 5_000,
    };

    private static AgentWorkEntry Work(string tenant, long number) => new()
    {
        AgentId = $"{tenant}/agent1",
        Number = number,
        TenantId = tenant,
        Activity = AgentActivity.Paused,
        Reason = "lunch",
        StartedAt = Sample.Start,
    };

    private async Task<VisitOutcome> OutcomeAsync(string tenant)
    {
        await using var db = Engine.OpenContext();
        return (await db.QueueVisits.SingleAsync(visit => visit.TenantId == tenant, Ct)).Outcome;
    }

    private async Task<List<AgentWorkEntry>> WorkAsync(string tenant)
    {
        await using var db = Engine.OpenContext();
        return await db.AgentWork.Where(work => work.TenantId == tenant).OrderBy(work => work.Number).ToListAsync(Ct);
    }
}
