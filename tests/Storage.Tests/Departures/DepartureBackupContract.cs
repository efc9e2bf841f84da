using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Rights;
using RtcCluster.Storage.Tests.Backups;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Departures;

/// <summary>A backup of before brings nobody back who was deleted since.</summary>
public abstract class DepartureBackupContract(Engine engine) : BackupBench(engine)
{
    [Fact]
    public async Task WhoWasDeletedSince_IsNotInARestoredBackup_AndTheNameIsStillTaken()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first, promptLength: 1_000);
        var writer = first.GetRequiredService<IDirectoryWriter>();
        foreach (var (name, extension) in new[] { ("alice", "1001"), ("bo", "1002"), ("cy", "1003") })
        {
            Assert.True((await writer.SaveUserAsync(User(name, extension), "s3cret", Ct)).IsSaved);
        }

        await writer.SaveDocumentAsync(new Document { TenantId = Tenant, Kind = "team", Name = "sales", Json = """{"name":"Sales","supervisors":[],"members":["alice","bo","cy"]}""" }, Ct);
        var export = await first.GetRequiredService<IDataExports>().AskAsync(Tenant, "bo", $"{Tenant}/bo", Ct);
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        foreach (var name in new[] { "alice", "cy" })
        {
            await writer.DeleteUserAsync(Tenant, name, Ct);
            var departures = first.GetRequiredService<IDepartures>();
            await departures.SettleAsync((await departures.FindAsync(Tenant, name, Ct))!, 0, Ct);
        }

        var second = await ClusterAsync("second");
        await Backups(second).RestoreAsync(Tenant, ct: Ct);

        Assert.Equal(["bo"], (await second.GetRequiredService<IDirectory>().ListUsersAsync(Tenant, ct: Ct)).Items.Select(user => user.Name));
        Assert.Equal(["alice", "cy"], (await second.GetRequiredService<IDepartures>().ListOpenAsync(Tenant, Ct)).Select(departure => departure.UserName));
        Assert.Equal("""{"name":"Sales","supervisors":[],"members":["bo"]}""", (await second.GetRequiredService<IDirectory>().FindDocumentAsync(Tenant, "team", "sales", Ct))!.Json);
        Assert.Equal(SaveStatus.Conflict, (await second.GetRequiredService<IDirectoryWriter>().SaveUserAsync(User("alice", "1001"), "s3cret", Ct)).Status);
        Assert.Equal(2, (await second.GetRequiredService<IRetentionLog>().ListReceiptsAsync(Tenant, ct: Ct)).Items.Count(receipt => receipt.Kind == RetentionKind.User));
        Assert.Equal(DataExportState.Gone, (await second.GetRequiredService<IDataExports>().FindAsync(Tenant, export.Id, Ct))!.State);
    }

    private static DirectoryUser User(string name, string extension) => new() { TenantId = Tenant, Name = name, DisplayName = name, Email = $"{name}@acme.test", Extension = extension, Role = UserRole.Agent };
}
