using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.History;

public abstract class HistoryWriterContract(Engine engine) : EngineContract(engine)
{
    private IHistoryWriter Writer => Engine.Get<IHistoryWriter>();

    private ILedgerQuery Ledger => Engine.Get<ILedgerQuery>();

    private ICallLogQuery CallLog => Engine.Get<ICallLogQuery>();

    [Fact]
    public async Task WritesLedgerEntryAndRecordingTogether()
    {
        var tenant = await Engine.NewTenantAsync();
        var call = Sample.Call(tenant, $"{tenant}-c1");

        var receipt = await Writer.WriteAsync(call, Ct);

        Assert.Equal(new HistoryReceipt(3, 0, 0), receipt);
        Assert.Equivalent(call.Ledger, await Ledger.ListAsync(tenant, $"{tenant}-c1", ct: Ct), strict: true);
        Assert.Equivalent(call.Entry, await CallLog.FindAsync(tenant, $"{tenant}-c1", Ct), strict: true);
        Assert.Equivalent(call.Recordings[0], await Engine.Get<IRecordingQuery>().FindAsync(tenant, $"{tenant}-c1-r1", Ct), strict: true);
    }

    [Fact]
    public async Task TwiceIsHarmless()
    {
        var tenant = await Engine.NewTenantAsync();
        var call = Sample.Call(tenant, $"{tenant}-c1");

        await Writer.WriteAsync(call, Ct);
        var receipt = await Writer.WriteAsync(call, Ct);

        Assert.Equal(new HistoryReceipt(0, 3, 0), receipt);
        Assert.Equal(3, (await Ledger.ListAsync(tenant, $"{tenant}-c1", ct: Ct)).Count);
        Assert.Equal(1, await CallLog.CountAsync(new CallLogFilter { TenantId = tenant }, Ct));
        Assert.Equivalent(call.Entry, await CallLog.FindAsync(tenant, $"{tenant}-c1", Ct), strict: true);
    }

    [Fact]
    public async Task OtherContentUnderTheSameNumberIsRefused_AndTheRestIsKept()
    {
        var tenant = await Engine.NewTenantAsync();
        var call = $"{tenant}-c1";
        await Writer.WriteAsync(new CallHistory { Ledger = [Sample.Event(tenant, call, 1), Sample.Event(tenant, call, 2, "answered")] }, Ct);

        var receipt = await Writer.WriteAsync(
            new CallHistory { Ledger = [Sample.Event(tenant, call, 1), Sample.Event(tenant, call, 2, "declined"), Sample.Event(tenant, call, 3, "ended")] }, Ct);

        Assert.Equal(new HistoryReceipt(1, 1, 1), receipt);
        Assert.Equal(["offered", "answered", "ended"], (await Ledger.ListAsync(tenant, call, ct: Ct)).Select(r => r.Kind));
    }

    [Fact]
    public async Task OlderEntryNeverReplacesNewer()
    {
        var tenant = await Engine.NewTenantAsync();
        var call = $"{tenant}-c1";
        await Writer.WriteAsync(Sample.Call(tenant, call), Ct);

        await Writer.WriteAsync(
            new CallHistory
            {
                Entry = Sample.Entry(tenant, call, 2) with { Result = "lost" },
                Recordings = [Sample.Recording(tenant, call, 2) with { State = RecordingState.Recording }],
            },
            Ct);

        Assert.Equal(("answered", 3), await EntryAsync(tenant, call));
        Assert.Equal(RecordingState.Complete, (await Engine.Get<IRecordingQuery>().FindAsync(tenant, $"{call}-r1", Ct))!.State);
    }

    [Fact]
    public async Task NewerEntryReplacesOlder_AndItsNewParticipantSeesIt()
    {
        var tenant = await Engine.NewTenantAsync();
        var call = $"{tenant}-c1";
        await Writer.WriteAsync(new CallHistory { Entry = Sample.Entry(tenant, call, 1) with { Result = "", EndedAt = null } }, Ct);

        await Writer.WriteAsync(new CallHistory { Entry = Sample.Entry(tenant, call, 4) with { Participants = [$"{tenant}/agent1", $"{tenant}/agent2"] } }, Ct);

        Assert.Equal(("answered", 4), await EntryAsync(tenant, call));
        Assert.Equal(1, await CallLog.CountAsync(new CallLogFilter { TenantId = tenant, VisibleTo = $"{tenant}/agent2" }, Ct));
    }

    [Fact]
    public async Task CallIdOfAnotherTenantIsNotTakenOver()
    {
        var tenant = await Engine.NewTenantAsync();
        var other = await Engine.NewTenantAsync();
        var call = $"{tenant}-c1";
        await Writer.WriteAsync(Sample.Call(tenant, call), Ct);

        var receipt = await Writer.WriteAsync(Sample.Call(other, call), Ct);

        Assert.Equal(new HistoryReceipt(0, 0, 3), receipt);
        Assert.Equal(("answered", 3), await EntryAsync(tenant, call));
        Assert.Null(await CallLog.FindAsync(other, call, Ct));
        Assert.Null(await Engine.Get<IRecordingQuery>().FindAsync(other, $"{call}-r1", Ct));
    }

    [Fact]
    public async Task ThousandParallelWritesLoseNothing()
    {
        var tenant = await Engine.NewTenantAsync();
        var calls = Enumerable.Range(0, 1000).Select(i => Sample.Call(tenant, $"{tenant}-c{i:0000}", i)).ToList();

        var receipts = await Task.WhenAll(calls.Select(call => Task.Run(() => Writer.WriteAsync(call, Ct), Ct)));

        Assert.All(receipts, receipt => Assert.Equal(new HistoryReceipt(3, 0, 0), receipt));
        Assert.Equal(1000, await CallLog.CountAsync(new CallLogFilter { TenantId = tenant }, Ct));
        await using var db = Engine.OpenContext();
        Assert.Equal(3000, db.Ledger.Count(r => r.TenantId == tenant));
        Assert.Equal(1000, db.Recordings.Count(r => r.TenantId == tenant));
        Assert.Equal(1000, db.CallParticipants.Count(p => p.TenantId == tenant));
    }

    [Fact]
    public async Task TwoProcessesThatWriteTheSameCallsAtOnce_WriteThemOnce()
    {
        using var other = Engine.NewHost();
        await other.StartAsync(Ct);
        var tenant = await Engine.NewTenantAsync();
        var writers = new[] { Writer, other.Services.GetRequiredService<IHistoryWriter>() };
        var calls = Enumerable.Range(0, 100).Select(i => Sample.Call(tenant, $"{tenant}-c{i:000}", i)).ToList();

        var receipts = await Task.WhenAll(calls.SelectMany(call => writers.Select(writer => Task.Run(() => writer.WriteAsync(call, Ct), Ct))));

        Assert.Equal((300, 300, 0), (receipts.Sum(r => r.Written), receipts.Sum(r => r.Repeated), receipts.Sum(r => r.Refused)));
        Assert.Equal(100, await CallLog.CountAsync(new CallLogFilter { TenantId = tenant }, Ct));
        await other.StopAsync(Ct);
    }

    [Fact]
    public async Task NamesThatNoDatabaseTakes_AreCleaned()
    {
        var tenant = await Engine.NewTenantAsync();
        var call = $"{tenant}-c1";

        await Writer.WriteAsync(new CallHistory { Entry = Sample.Entry(tenant, call) with { FromName = "a\0b\uD800", EndText = "\0" } }, Ct);

        var entry = (await CallLog.FindAsync(tenant, call, Ct))!;
        Assert.Equal(("a\uFFFDb\uFFFD", "\uFFFD"), (entry.FromName, entry.EndText));
    }

    [Fact]
    public async Task ContentThatNoDatabaseTakes_FailsItsCallerOnly()
    {
        var tenant = await Engine.NewTenantAsync();
        var bad = new CallHistory { Ledger = [Sample.Event(tenant, new string('x', 256), 1)] };

        var refused = Writer.WriteAsync(bad, Ct);
        var good = Writer.WriteAsync(Sample.Call(tenant, $"{tenant}-c1"), Ct);

        await Assert.ThrowsAsync<HistoryRefusedException>(() => refused);
        Assert.Equal(new HistoryReceipt(3, 0, 0), await good);
    }

    [Fact]
    public async Task LongestGrainKeysFit()
    {
        var tenant = await Engine.NewTenantAsync();
        var call = $"{tenant}/{new string('ñ', 254 - tenant.Length)}";
        var recording = Sample.Recording(tenant, call) with { Id = call, Participants = [call] };
        await Writer.WriteAsync(new CallHistory { Ledger = [Sample.Event(tenant, call, 1)], Entry = Sample.Entry(tenant, call) with { Participants = [call] }, Recordings = [recording] }, Ct);
        await Writer.WriteAsync(new CallHistory { Entry = Sample.Entry(tenant, $"{tenant}/older", 1, -5) }, Ct);

        var first = await CallLog.ListAsync(new CallLogFilter { TenantId = tenant }, limit: 1, ct: Ct);
        var second = await CallLog.ListAsync(new CallLogFilter { TenantId = tenant }, first.Next, 1, Ct);

        Assert.Equal([call, $"{tenant}/older"], first.Items.Concat(second.Items).Select(e => e.CallId));
        Assert.Equal(call, (await Engine.Get<IRecordingQuery>().FindAsync(tenant, call, Ct))?.Id);
    }

    [Fact]
    public async Task StopWritesWhatWasHandedOver_AndRefusesWhatComesLater()
    {
        using var host = Engine.NewHost();
        await host.StartAsync(Ct);
        var writer = host.Services.GetRequiredService<IHistoryWriter>();
        var tenant = await Engine.NewTenantAsync();
        var writes = Enumerable.Range(0, 300).Select(i => writer.WriteAsync(Sample.Call(tenant, $"{tenant}-c{i:000}", i), Ct)).ToList();

        await host.StopAsync(Ct);

        Assert.All(await Task.WhenAll(writes), receipt => Assert.Equal(new HistoryReceipt(3, 0, 0), receipt));
        Assert.Equal(300, await CallLog.CountAsync(new CallLogFilter { TenantId = tenant }, Ct));
        await Assert.ThrowsAsync<HistoryClosedException>(() => writer.WriteAsync(Sample.Call(tenant, $"{tenant}-late"), Ct));
    }

    [Fact]
    public async Task FlushEndsAfterEverythingBeforeIt()
    {
        var tenant = await Engine.NewTenantAsync();
        var writes = Enumerable.Range(0, 50).Select(i => Writer.WriteAsync(Sample.Call(tenant, $"{tenant}-c{i:00}", i), Ct)).ToList();

        await Writer.FlushAsync(Ct);

        Assert.Equal(50, await CallLog.CountAsync(new CallLogFilter { TenantId = tenant }, Ct));
        await Task.WhenAll(writes);
    }

    private async Task<(string Result, long Number)> EntryAsync(string tenant, string call)
    {
        var entry = (await CallLog.FindAsync(tenant, call, Ct))!;
        return (entry.Result, entry.LedgerNumber);
    }
}
