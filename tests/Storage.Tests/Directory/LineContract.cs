using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Directory;

public abstract class LineContract(Engine engine) : EngineContract(engine)
{
    private static Line NewLine(string tenant, string number, LineKind kind = LineKind.User, string target = "ana") =>
        new() { TenantId = tenant, Number = number, Kind = kind, Target = target, Name = "Line", Recording = RecordingPolicy.OnDemand, RingSeconds = 25 };

    [Fact]
    public async Task FindsLineAsSaved()
    {
        var tenant = await Engine.NewTenantAsync();
        var line = NewLine(tenant, "*97", LineKind.Voicemail, "");

        var saved = await Engine.Writer.SaveLineAsync(line, Ct);

        Assert.Equal(new SaveResult(SaveStatus.Saved, 1, ""), saved);
        Assert.Equal(line with { Version = 1 }, await Engine.Directory.FindLineAsync(tenant, "*97", Ct));
    }

    [Theory]
    [InlineData("+576015550100", "+576015550100")]
    [InlineData("+576015550101", "+57601*")]
    [InlineData("+573001234567", "+57*")]
    [InlineData("+14155550100", "+*")]
    [InlineData("1001", "1001")]
    [InlineData("1002", null)]
    [InlineData("+57*", "+57*")]
    [InlineData("", null)]
    [InlineData("+\0", null)]
    [InlineData("+5760155501000000000000000000000000", null)]
    public async Task ExactNumberWins_ThenLongestPrefix(string dialled, string? expected)
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveLineAsync(NewLine(tenant, "1001"), Ct);
        await Engine.Writer.SaveLineAsync(NewLine(tenant, "+576015550100", LineKind.Did, "3000"), Ct);
        foreach (var pattern in new[] { "+*", "+57*", "+57601*" })
        {
            await Engine.Writer.SaveLineAsync(NewLine(tenant, pattern, LineKind.TrunkOut, "carrier"), Ct);
        }

        Assert.Equal(expected, (await Engine.Directory.FindLineAsync(tenant, dialled, Ct))?.Number);
    }

    [Theory]
    [InlineData("+576015550101", "+*,+57*,+57601*")]
    [InlineData("+573001234567", "+*,+57*")]
    [InlineData("+14155550100", "+*")]
    [InlineData("1001", "")]
    [InlineData("", "")]
    [InlineData("+\0", "")]
    [InlineData("+5760155501000000000000000000000000", "")]
    public async Task LinesOutAreEveryPatternOfTheNumber(string dialled, string expected)
    {
        var tenant = await Engine.NewTenantAsync();
        var other = await Engine.NewTenantAsync();
        await Engine.Writer.SaveLineAsync(NewLine(other, "+57601555*", LineKind.TrunkOut, "carrier"), Ct);
        await Engine.Writer.SaveLineAsync(NewLine(tenant, "1001"), Ct);
        await Engine.Writer.SaveLineAsync(NewLine(tenant, "+576015550101", LineKind.Did, "3000"), Ct);
        foreach (var pattern in new[] { "+57601*", "+*", "+57*", "+58*" })
        {
            await Engine.Writer.SaveLineAsync(NewLine(tenant, pattern, LineKind.TrunkOut, "carrier") with { Enabled = pattern != "+57*" }, Ct);
        }

        Assert.Equal(expected, string.Join(',', (await Engine.Directory.ListLinesOutAsync(tenant, dialled, Ct)).Select(line => line.Number).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task ListsLinesOfOneTenantByNumber()
    {
        var tenant = await Engine.NewTenantAsync();
        var other = await Engine.NewTenantAsync();
        foreach (var number in new[] { "2000", "1000", "9196" })
        {
            await Engine.Writer.SaveLineAsync(NewLine(tenant, number), Ct);
        }

        Assert.Equal(["1000", "2000", "9196"], (await Engine.Directory.ListLinesAsync(tenant, Ct)).Select(l => l.Number));
        Assert.Empty(await Engine.Directory.ListLinesAsync(other, Ct));
    }

    [Fact]
    public async Task OldVersionNeitherSavesNorDeletes()
    {
        var tenant = await Engine.NewTenantAsync();
        var line = NewLine(tenant, "1001");
        await Engine.Writer.SaveLineAsync(line, Ct);
        await Engine.Writer.SaveLineAsync(line with { Version = 1, Name = "Changed" }, Ct);

        var stale = await Engine.Writer.SaveLineAsync(line with { Version = 1, Name = "Stale" }, Ct);
        var again = await Engine.Writer.SaveLineAsync(line, Ct);
        var staleDelete = await Engine.Writer.DeleteLineAsync(tenant, "1001", 1, Ct);

        Assert.Equal([SaveStatus.Conflict, SaveStatus.Conflict, SaveStatus.Conflict], new[] { stale.Status, again.Status, staleDelete.Status });
        Assert.Equal("Changed", (await Engine.Directory.FindLineAsync(tenant, "1001", Ct))!.Name);
        Assert.True((await Engine.Writer.DeleteLineAsync(tenant, "1001", 2, Ct)).IsSaved);
        Assert.Null(await Engine.Directory.FindLineAsync(tenant, "1001", Ct));
    }

    [Fact]
    public async Task OneOfManyWins_WhenAllChangeOneVersion()
    {
        var tenant = await Engine.NewTenantAsync();
        var line = NewLine(tenant, "1001");
        await Engine.Writer.SaveLineAsync(line, Ct);

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Engine.Writer.SaveLineAsync(line with { Version = 1, Name = $"Number {i}" }, Ct)));

        Assert.Equal(1, results.Count(r => r.IsSaved));
        Assert.Equal(19, results.Count(r => r.Status == SaveStatus.Conflict));
        Assert.Equal($"Number {Array.FindIndex(results, r => r.IsSaved)}", (await Engine.Directory.FindLineAsync(tenant, "1001", Ct))!.Name);
    }

    [Fact]
    public async Task RefusesLineOfUnknownTenant()
    {
        var result = await Engine.Writer.SaveLineAsync(NewLine("nowhere", "1001"), Ct);

        Assert.Equal((SaveStatus.Invalid, "Line 1001 names a tenant that does not exist."), (result.Status, result.Reason));
    }

    [Fact]
    public async Task KindThatThisVersionDoesNotKnow_ReadsAsUnknown()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveLineAsync(NewLine(tenant, "1001"), Ct);
        await using var db = Engine.OpenContext();
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(
            db.Database, $"UPDATE lines SET kind = 'Hologram' WHERE tenant_id = {tenant}", Ct);

        var line = (await Engine.Directory.FindLineAsync(tenant, "1001", Ct))!;

        Assert.Equal(LineKind.Unknown, line.Kind);
        Assert.Equal(SaveStatus.Invalid, (await Engine.Writer.SaveLineAsync(line, Ct)).Status);
    }
}
