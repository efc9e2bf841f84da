using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.History;

/// <summary>Whoever verifies the history is shown every call once, whole, and what is left of one that is not.</summary>
public abstract class LedgerAuditContract(Engine engine) : EngineContract(engine)
{
    private ILedgerAudit Audit => Engine.Get<ILedgerAudit>();

    [Fact]
    public async Task EveryCall_IsShownOnce_InPages_WithEverythingThatIsStoredOfIt()
    {
        var tenant = await Engine.NewTenantAsync();
        var calls = Enumerable.Range(0, 1_103).Select(i => $"{tenant}/call-{i:0000}").ToList();
        foreach (var some in calls.Chunk(200))
        {
            await Task.WhenAll(some.Select(call => Engine.Get<IHistoryWriter>().WriteAsync(Whole(tenant, call), Ct)));
        }

        var shown = await ReadAsync(tenant);

        Assert.Equal(calls, shown.Select(call => call.CallId));
        var (stored, written) = (shown[700].History, Whole(tenant, calls[700]));
        Assert.Empty(HistoryDifferences.Between(stored, written));
        Assert.Equal(written.Ledger.Select(row => (row.Number, row.Kind)), stored.Ledger.Select(row => (row.Number, row.Kind)));
        Assert.Equal(calls[700], (await Audit.FindAsync(calls[700], Ct))!.CallId);
    }

    [Fact]
    public async Task WhatIsLeftOfACall_IsShown()
    {
        var tenant = await Engine.NewTenantAsync();
        string[] calls = [$"{tenant}/a", $"{tenant}/b", $"{tenant}/c"];
        foreach (var call in calls)
        {
            await Engine.Get<IHistoryWriter>().WriteAsync(Whole(tenant, call), Ct);
        }

        await using (var db = Engine.OpenContext())
        {
            await db.Ledger.Where(row => row.CallId == calls[0] && row.Number == 2).ExecuteDeleteAsync(Ct);
            await db.CallLog.Where(entry => entry.CallId == calls[1] || entry.CallId == calls[2]).ExecuteDeleteAsync(Ct);
            await db.Ledger.Where(row => row.CallId == calls[2]).ExecuteDeleteAsync(Ct);
        }

        var shown = await ReadAsync(tenant);

        Assert.Equal([calls[0], calls[1]], shown.Select(call => call.CallId));
        Assert.Equal([1L, 3L], shown[0].History.Ledger.Select(row => row.Number));
        Assert.Null(shown[1].History.Entry);
        Assert.Equal([calls[2]], (await Audit.OrphansAsync(Ct)).Where(call => call.StartsWith($"{tenant}/", StringComparison.Ordinal)));
        Assert.Null(await Audit.FindAsync(calls[2], Ct));
    }

    private async Task<List<StoredHistory>> ReadAsync(string tenant)
    {
        var shown = new List<StoredHistory>();
        await foreach (var call in Audit.ReadAsync(Ct))
        {
            if (call.CallId.StartsWith($"{tenant}/", StringComparison.Ordinal))
            {
                shown.Add(call);
            }
        }

        return shown;
    }

    private static CallHistory Whole(string tenant, string call) => Sample.Call(tenant, call) with
    {
        Legs = [new CallLegEntry { CallId = call, Leg = 1, TenantId = tenant, StartedAt = Sample.Start, EndedAt = Sample.Start.AddSeconds(12), EndKind = "hangup" }],
        Visits = [new QueueVisitEntry { CallId = call, Visit = 1, TenantId = tenant, QueueId = $"{tenant}/q", OfferedAt = Sample.Start, LeftAt = Sample.Start, EndedAt = Sample.Start, Holds = [new HoldSpan(Sample.Start, Sample.Start.AddSeconds(1))] }],
        Offers = [new QueueOfferEntry { CallId = call, Visit = 1, Offer = 9, TenantId = tenant, QueueId = $"{tenant}/q", AgentId = $"{tenant}/agent1", OfferedAt = Sample.Start, EndedAt = Sample.Start }],
        Transfers = [new TransferEntry { CallId = call, Number = 1, TenantId = tenant, StartedAt = Sample.Start, ToNumber = "1002" }],
    };
}
