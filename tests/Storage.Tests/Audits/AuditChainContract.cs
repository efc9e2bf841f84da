using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Audits;

public abstract class AuditChainContract(Engine engine) : EngineContract(engine)
{
    [Fact]
    public async Task RowsGetNumbersWithoutGaps_AndAreProven()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.WriteAsync(3);
        await house.WriteAsync(2, "other");
        await house.SealAsync();
        await house.WriteAsync(1);

        var page = await house.First.GetRequiredService<IAuditLog>().ListAsync(new AuditFilter { TenantId = AuditHouse.Tenant }, ct: Ct);
        var (verdict, faults) = await house.VerifyAsync();

        Assert.Equal([null, 3L, 2L, 1L], page.Items.Select(entry => entry.Number));
        Assert.Empty(faults);
        Assert.Equal(new AuditVerdict(Tenants: 2, Sealed: 5, Open: 1, Unsigned: 0, Checkpoints: 2, Faults: 0), verdict);
    }

    [Fact]
    public async Task ProcessesThatSealAtOnce_GiveEachRowOneNumber()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        var processes = Enumerable.Range(0, 4).Select(_ => house.Process()).ToList();

        await Task.WhenAll(processes.Select(process => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await house.WriteAsync(5, process: process);
                await house.SealAsync(process);
            }
        }, Ct)));
        await house.SealAsync();

        await using var db = house.OpenContext();
        var links = await db.AuditChain.OrderBy(link => link.Number).ToListAsync(Ct);
        var (verdict, faults) = await house.VerifyAsync();
        Assert.Empty(faults);
        Assert.Equal(0, verdict.Open);
        Assert.Equal(Enumerable.Range(1, 200).Select(number => (long)number), links.Select(link => link.Number));
        Assert.Equal(200, links.Select(link => link.RowId).Distinct().Count());
    }

    [Fact]
    public async Task RowThatCommitsAfterLaterOnes_IsSealedToo()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.WriteAsync(3);
        await using (var db = house.OpenContext())
        {
            // The number was given, and the row is not there yet.
            var second = await db.Audit.SingleAsync(row => row.Target == "2", Ct);
            await db.Audit.Where(row => row.Id == second.Id).ExecuteDeleteAsync(Ct);
            await house.SealAsync();
            db.Add(second);
            await db.SaveChangesAsync(Ct);
        }

        await house.SealAsync();

        var page = await house.First.GetRequiredService<IAuditLog>().ListAsync(new AuditFilter { TenantId = AuditHouse.Tenant }, ct: Ct);
        Assert.Equal([("3", 2L), ("2", 3L), ("1", 1L)], page.Items.Select(entry => (entry.Row.Target, entry.Number!.Value)));
        Assert.Empty((await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task WhatAProcessLeftThatDied_IsSignedByTheNext()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.WriteAsync(3);
        await house.SealAsync(sign: false);
        Assert.Equal(0, (await house.VerifyAsync()).Verdict.Checkpoints);

        await house.Process().GetRequiredService<AuditChainer>().CheckpointAsync(all: true, Ct);

        var (verdict, faults) = await house.VerifyAsync();
        Assert.Empty(faults);
        Assert.Equal((3, 1), (verdict.Sealed, verdict.Checkpoints));
    }

    [Fact]
    public async Task CheckpointWaitsAMinute_OrAThousandRows()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        var chainer = house.First.GetRequiredService<AuditChainer>();
        await house.WriteAsync(1);
        await house.SealAsync(sign: false);

        await chainer.CheckpointAsync(ct: Ct);
        Assert.Equal(0, (await house.VerifyAsync()).Verdict.Checkpoints);

        house.Time.Advance(AuditChainer.CheckpointEvery);
        await chainer.CheckpointAsync(ct: Ct);
        await chainer.CheckpointAsync(ct: Ct);
        Assert.Equal(1, (await house.VerifyAsync()).Verdict.Checkpoints);
    }

    [Fact]
    public async Task RowsOfBeforeThereWereSignatures_AreChained_AndNoneAfterThem()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await InsertAsync(house, new AuditRow { TenantId = AuditHouse.Tenant, At = AuditHouse.Start, Actor = "acme/admin", Action = "x", Target = "old" });
        await house.LiveAsync(1);

        var (verdict, faults) = await house.VerifyAsync();
        Assert.Empty(faults);
        Assert.Equal((3, 1), (verdict.Sealed, verdict.Unsigned));

        await InsertAsync(house, new AuditRow { TenantId = AuditHouse.Tenant, At = AuditHouse.Start, Actor = "acme/admin", Action = "x", Target = "late" });
        await house.SealAsync();
        Assert.Equal(["acme: row 4 was put in: it is not signed"], (await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task FiltersByActorActionTargetAndTime()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        var audit = house.First.GetRequiredService<IAuditLog>();
        await house.WriteAsync(3);
        house.Time.Advance(TimeSpan.FromHours(1));
        await audit.AddAsync(new AuditRow { TenantId = AuditHouse.Tenant, At = house.Time.GetUtcNow(), Actor = "acme/boss", Action = "queue.save", Target = "100%_sales" }, Ct);

        Assert.Equal(3, await CountAsync(new() { TenantId = AuditHouse.Tenant, Actor = "acme/admin" }));
        Assert.Equal(1, await CountAsync(new() { TenantId = AuditHouse.Tenant, Action = "queue." }));
        Assert.Equal(1, await CountAsync(new() { TenantId = AuditHouse.Tenant, Target = "%_s" }));
        Assert.Equal(0, await CountAsync(new() { TenantId = AuditHouse.Tenant, Target = "%s" }));
        Assert.Equal(1, await CountAsync(new() { TenantId = AuditHouse.Tenant, From = AuditHouse.Start.AddMinutes(1) }));
        Assert.Equal(3, await CountAsync(new() { TenantId = AuditHouse.Tenant, Until = AuditHouse.Start.AddMinutes(1) }));
        Assert.Equal(0, await CountAsync(new() { TenantId = "other" }));
        Assert.Equal(0, await CountAsync(new() { TenantId = AuditHouse.Tenant, Actor = "\0" }));

        async Task<int> CountAsync(AuditFilter filter) => (await audit.ListAsync(filter, ct: Ct)).Items.Count;
    }

    private static async Task InsertAsync(AuditHouse house, AuditRow row)
    {
        await using var db = house.OpenContext();
        db.Add(row);
        await db.SaveChangesAsync(Ct);
    }
}
