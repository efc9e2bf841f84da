using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Audits;

/// <summary>Somebody who can write to the database changes the trail.</summary>
public abstract class AuditTamperContract(Engine engine) : EngineContract(engine)
{
    [Theory]
    [InlineData(nameof(AuditRow.Detail))]
    [InlineData(nameof(AuditRow.Target))]
    [InlineData(nameof(AuditRow.Actor))]
    [InlineData(nameof(AuditRow.Action))]
    [InlineData(nameof(AuditRow.Address))]
    [InlineData(nameof(AuditRow.EntryId))]
    [InlineData(nameof(AuditRow.Signature))]
    public async Task OneChangedByteIsFound(string property)
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.LiveAsync(3);
        await using var db = house.OpenContext();
        var text = db.Attach(await db.Audit.SingleAsync(row => row.Target == "2", Ct)).Property<string>(property);
        text.CurrentValue = "z" + text.CurrentValue[1..];
        await db.SaveChangesAsync(Ct);

        Assert.Equal(["acme: row 2 is not what was sealed"], (await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task ChangedTimeIsFound()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.LiveAsync(3);
        await using var db = house.OpenContext();
        await db.Audit.Where(row => row.Target == "2").ExecuteUpdateAsync(set => set.SetProperty(row => row.At, AuditHouse.Start.AddMilliseconds(1)), Ct);

        Assert.Equal(["acme: row 2 is not what was sealed"], (await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task ChainThatWasMadeAnewAfterAChange_IsFoundBySignatureAndCheckpoint()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.LiveAsync(3);
        await using (var db = house.OpenContext())
        {
            await db.Audit.Where(row => row.Target == "2").ExecuteUpdateAsync(set => set.SetProperty(row => row.Detail, "nothing"), Ct);
            await db.AuditChain.ExecuteDeleteAsync(Ct);
        }

        await house.SealAsync(house.Process());

        Assert.Equal(
            [
                "acme: row 2 was not written by this cluster, or changed: its signature is not its own",
                "acme: the chain up to row 3 is not the one that was signed on 2026-11-24 12:00:00Z",
                "acme: the chain up to row 4 is not the one that was signed on 2026-11-24 13:01:00Z",
            ],
            (await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task DeletedRowIsFound()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.LiveAsync(3);
        await using var db = house.OpenContext();
        await db.Audit.Where(row => row.Target == "2").ExecuteDeleteAsync(Ct);

        Assert.Equal(["acme: row 2 was deleted"], (await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task RowThatWasDeletedWithItsLinkIsFound()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.LiveAsync(3);
        await using var db = house.OpenContext();
        await db.Audit.Where(row => row.Target == "2").ExecuteDeleteAsync(Ct);
        await db.AuditChain.Where(link => link.Number == 2).ExecuteDeleteAsync(Ct);

        Assert.Equal(["acme: row 2 is missing from the chain"], (await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task RowThatWasPutInIsFound_SealedOrNot()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.LiveAsync(3);
        await using var db = house.OpenContext();
        db.Add(new AuditRow { TenantId = AuditHouse.Tenant, At = AuditHouse.Start, Actor = "acme/boss", Action = "line.save", Target = "9" });
        await db.SaveChangesAsync(Ct);
        var id = await db.Audit.MaxAsync(row => row.Id, Ct);

        Assert.Equal([$"acme: row {id} of the table, which is not sealed yet, was put in: it is not signed"], (await house.VerifyAsync()).Faults);
        await house.SealAsync();
        Assert.Equal(["acme: row 5 was put in: it is not signed"], (await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task CopyOfARowIsFound()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.LiveAsync(3);
        await using var db = house.OpenContext();
        var row = await db.Audit.SingleAsync(row => row.Target == "2", Ct);
        db.Add(row with { Id = 0 });
        await db.SaveChangesAsync(Ct);
        await house.SealAsync();

        Assert.Equal([$"acme: entry {row.EntryId} is there more than once"], (await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task EndThatWasCutOffBehindACheckpointIsFound()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.LiveAsync(3);
        await using (var db = house.OpenContext())
        {
            var cut = await db.AuditChain.Where(link => link.Number > 2).Select(link => link.RowId).ToListAsync(Ct);
            await db.Audit.Where(row => cut.Contains(row.Id)).ExecuteDeleteAsync(Ct);
            await db.AuditChain.Where(link => link.Number > 2).ExecuteDeleteAsync(Ct);
        }

        Assert.Equal(["acme: row 3 to 4 are cut off: they were there on 2026-11-24 13:01:00Z"], (await house.VerifyAsync()).Faults);

        // Rows that come later do not cover it.
        await house.WriteAsync(5);
        await house.SealAsync();
        Assert.Equal(
            [
                "acme: the chain up to row 3 is not the one that was signed on 2026-11-24 12:00:00Z",
                "acme: the chain up to row 4 is not the one that was signed on 2026-11-24 13:01:00Z",
            ],
            (await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task AllOfATrailIsGone_AndItsCheckpointsSaySo()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.LiveAsync(1);
        await using var db = house.OpenContext();
        await db.Audit.ExecuteDeleteAsync(Ct);
        await db.AuditChain.ExecuteDeleteAsync(Ct);

        Assert.Equal(["acme: row 1 to 2 are cut off: they were there on 2026-11-24 13:01:00Z"], (await house.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task ChangedCheckpointIsFound()
    {
        using var house = await AuditHouse.OpenAsync(Engine);
        await house.LiveAsync(3);
        const string path = AuditCheckpoints.Folder + "/acme/000000000003.jws";
        await using (var file = (await house.Blobs.OpenReadAsync(path, ct: Ct))!)
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, Ct);
            var changed = bytes.ToArray();
            changed[^20] ^= 1;
            await house.Blobs.WriteAsync(path, changed, Ct);
        }

        Assert.Equal([$"acme: checkpoint {path} is not as it was signed"], (await house.VerifyAsync()).Faults);
    }
}
