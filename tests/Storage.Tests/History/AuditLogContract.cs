using RtcCluster.Storage.Audits;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.History;

public abstract class AuditLogContract(Engine engine) : EngineContract(engine)
{
    [Fact]
    public async Task ListsRowsOfOneTenantLatestFirst_InPages()
    {
        var tenant = await Engine.NewTenantAsync();
        var audit = Engine.Get<IAuditLog>();
        for (var i = 0; i < 3; i++)
        {
            await audit.AddAsync(
                new AuditRow { TenantId = tenant, At = Sample.Start, Actor = $"{tenant}/admin", Action = "line.save", Target = $"{i}", Address = "127.0.0.1", Detail = "{\"a\":\"\0\"}" }, Ct);
        }

        await audit.AddAsync(new AuditRow { TenantId = "other", At = Sample.Start, Actor = "system", Action = "x", Target = "y" }, Ct);
        var filter = new AuditFilter { TenantId = tenant };
        var first = await audit.ListAsync(filter, limit: 2, ct: Ct);
        var second = await audit.ListAsync(filter, first.Next, 2, Ct);

        Assert.Equal(["2", "1"], first.Items.Select(r => r.Row.Target));
        Assert.Equal(["0"], second.Items.Select(r => r.Row.Target));
        Assert.Null(second.Next);
        Assert.Equal((Sample.Start, "line.save", "{\"a\":\"\uFFFD\"}"), (second.Items[0].Row.At, second.Items[0].Row.Action, second.Items[0].Row.Detail));
        Assert.False((await audit.ListAsync(filter, "MDp4", ct: Ct)).CursorAccepted);
    }
}
