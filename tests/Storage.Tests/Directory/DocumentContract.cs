using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Directory;

public abstract class DocumentContract(Engine engine) : EngineContract(engine)
{
    private static Document NewDocument(string tenant, string name = "support", string json = """{"a":1}""") =>
        new() { TenantId = tenant, Kind = "queue", Name = name, Json = json, ChangedBy = "admin" };

    [Fact]
    public async Task FindsADocumentAsSaved_AndOnlyInItsTenantAndKind()
    {
        var tenant = await Engine.NewTenantAsync();
        var other = await Engine.NewTenantAsync();

        var saved = await Engine.Writer.SaveDocumentAsync(NewDocument(tenant), Ct);

        Assert.Equal(new SaveResult(SaveStatus.Saved, 1, ""), saved);
        var found = await Engine.Directory.FindDocumentAsync(tenant, "queue", "support", Ct);
        Assert.Equal(NewDocument(tenant) with { Version = 1, ChangedAt = found!.ChangedAt }, found);
        Assert.Null(await Engine.Directory.FindDocumentAsync(other, "queue", "support", Ct));
        Assert.Null(await Engine.Directory.FindDocumentAsync(tenant, "flow", "support", Ct));
    }

    [Fact]
    public async Task EveryVersionIsKept_AndNumbersGoOnAfterADeletion()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveDocumentAsync(NewDocument(tenant), Ct);
        await Engine.Writer.SaveDocumentAsync(NewDocument(tenant, json: "2") with { Version = 1 }, Ct);
        Assert.True((await Engine.Writer.DeleteDocumentAsync(tenant, "queue", "support", 2, Ct)).IsSaved);
        Assert.Null(await Engine.Directory.FindDocumentAsync(tenant, "queue", "support", Ct));

        var again = await Engine.Writer.SaveDocumentAsync(NewDocument(tenant, json: "3"), Ct);

        Assert.Equal(3, again.Version);
        var versions = await Engine.Directory.ListDocumentVersionsAsync(tenant, "queue", "support", Ct);
        Assert.Equal([(3, "3"), (2, "2"), (1, """{"a":1}""")], versions.Select(v => (v.Version, v.Json)));
    }

    [Fact]
    public async Task OldVersionNeitherSavesNorDeletes()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveDocumentAsync(NewDocument(tenant), Ct);
        await Engine.Writer.SaveDocumentAsync(NewDocument(tenant, json: "2") with { Version = 1 }, Ct);

        var stale = await Engine.Writer.SaveDocumentAsync(NewDocument(tenant, json: "stale") with { Version = 1 }, Ct);
        var again = await Engine.Writer.SaveDocumentAsync(NewDocument(tenant, json: "again"), Ct);
        var deleted = await Engine.Writer.DeleteDocumentAsync(tenant, "queue", "support", 1, Ct);

        Assert.Equal([SaveStatus.Conflict, SaveStatus.Conflict, SaveStatus.Conflict], new[] { stale.Status, again.Status, deleted.Status });
        Assert.Equal("2", (await Engine.Directory.FindDocumentAsync(tenant, "queue", "support", Ct))!.Json);
    }

    [Fact]
    public async Task OneOfManyWins_WhenAllMakeTheFirstOrChangeOneVersion()
    {
        var tenant = await Engine.NewTenantAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Engine.Writer.SaveDocumentAsync(NewDocument(tenant, json: $"{i}"), Ct)));
        var changed = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Engine.Writer.SaveDocumentAsync(NewDocument(tenant, json: $"{i}") with { Version = 1 }, Ct)));

        Assert.Equal(1, made.Count(r => r.IsSaved));
        Assert.Equal(1, changed.Count(r => r.IsSaved));
        Assert.Equal(2, (await Engine.Directory.ListDocumentVersionsAsync(tenant, "queue", "support", Ct)).Count);
    }

    [Fact]
    public async Task ListsByName()
    {
        var tenant = await Engine.NewTenantAsync();
        foreach (var name in new[] { "support", "sales", "after-sales" })
        {
            await Engine.Writer.SaveDocumentAsync(NewDocument(tenant, name), Ct);
        }

        Assert.Equal(["after-sales", "sales", "support"], (await Engine.Directory.ListDocumentsAsync(tenant, "queue", Ct)).Select(d => d.Name));
    }

    [Fact]
    public async Task RefusesWhatNoEngineKeeps()
    {
        var tenant = await Engine.NewTenantAsync();
        Document[] wrong =
        [
            NewDocument(tenant, "../x"), NewDocument(tenant, json: ""), NewDocument(tenant, json: "\"\0\""), NewDocument(tenant) with { Kind = "Queue" },
            NewDocument("nowhere"), NewDocument(tenant, json: new string('1', (1 << 20) + 1)),
        ];

        foreach (var document in wrong)
        {
            Assert.Equal(SaveStatus.Invalid, (await Engine.Writer.SaveDocumentAsync(document, Ct)).Status);
        }
    }
}
