using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.History;

/// <summary>Content that only the database itself refuses: the engine gets a rule of its own that the program does not know.</summary>
public abstract class HistoryRefusalContract(Engine engine) : EngineContract(engine)
{
    /// <summary>Makes the database refuse ledger events of kind <c>poison</c>.</summary>
    protected abstract string Rule { get; }

    [Fact]
    public async Task OneRefusedHistoryTakesNoneOfItsNeighboursWithIt()
    {
        var writer = Engine.Get<IHistoryWriter>();
        var tenant = await Engine.NewTenantAsync();
        await using var db = Engine.OpenContext();
        await db.Database.ExecuteSqlRawAsync(Rule, Ct);

        var writes = Enumerable.Range(0, 40).Select(i => writer.WriteAsync(
            i == 20 ? new CallHistory { Ledger = [Sample.Event(tenant, $"{tenant}-c{i}", 1, "poison")] } : Sample.Call(tenant, $"{tenant}-c{i}", i), Ct)).ToList();

        var refused = await Assert.ThrowsAsync<HistoryRefusedException>(() => writes[20]);
        writes.RemoveAt(20);
        Assert.Equal($"The database refuses the history of call {tenant}-c20.", refused.Message);
        Assert.All(await Task.WhenAll(writes), receipt => Assert.Equal(new HistoryReceipt(3, 0, 0), receipt));
        Assert.Equal(39, await Engine.Get<ICallLogQuery>().CountAsync(new CallLogFilter { TenantId = tenant }, Ct));
    }
}
