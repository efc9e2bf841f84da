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
        var first = await audit.ListAsync(tenant, limit: 2, ct: Ct);
        var second = await audit.ListAsync(tenant, first.Next, 2, Ct);

        Assert.Equal(["2", "1"], first.Items.Select(r => r.Target));
        Assert.Equal(["0"], second.Items.Select(r => r.Target));
        Assert.Null(second.Next);
        Assert.Equal((Sample.Start, "line.save", "{\"a\":\"\uFFFD\"}"), (second.Items[0].At, second.Items[0].Action, second.Items[0].Detail));
        Assert.False((await audit.ListAsync(tenant, "MDp4", ct: Ct)).CursorAccepted);
    }
}
