using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Stores;

namespace RtcCluster.Storage.Tests.Backups;

/// <summary>Clusters with a tenant in them, each with a database and files of its own, and one store of backups.</summary>
public abstract class BackupBench(Engine engine) : EngineContract(engine), IDisposable
{
    protected const string Tenant = "acme";
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    protected static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = TempFolder.Create("backup");
    private readonly List<IHost> _hosts = [];
    private int _copies;

    protected string Store => _folder.At("store");

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static TenantBackups Backups(IServiceProvider cluster) => cluster.GetRequiredService<TenantBackups>();

    /// <summary>The same over stores of a process that dies.</summary>
    /// <param name="cluster">Whose database.</param>
    /// <param name="name">The cluster's name: in its folder are the files.</param>
    /// <param name="process">When it dies; null: it lives, and waits for no disk.</param>
    protected TenantBackups Backups(IServiceProvider cluster, string name, MortalProcess? process) => Backups(
        cluster, name, new MortalBlobStore(Files(cluster, Store), process ?? MortalProcess.Never()), new MortalBlobStore(Files(cluster, Live(name)), process ?? MortalProcess.Never()));

    /// <summary>The same over other stores.</summary>
    protected TenantBackups Backups(IServiceProvider cluster, string name, IBlobStore store, IBlobStore live) => new(
        cluster.GetRequiredService<RtcDbContextFactory>(),
        new BackupStore(store),
        cluster.GetRequiredService<BackupKeys>(),
        live,
        _folder.At(name, "keys"),
        TimeSpan.Zero,
        cluster.GetRequiredService<StorageMetrics>(),
        cluster.GetRequiredService<TimeProvider>());

    /// <summary>Where a cluster's live files are.</summary>
    protected string Live(string name) => _folder.At(name, "blobs");

    protected static FileBlobStore Files(IServiceProvider cluster, string folder) => new(folder, flush: false, cluster.GetRequiredService<StorageMetrics>());

    /// <summary>The tenant is gone: its rows and every file of the cluster.</summary>
    protected async Task WipeAsync(IServiceProvider cluster, string name)
    {
        await using var db = cluster.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext();
        foreach (var table in Enumerable.Reverse(BackupTable.Of(db)))
        {
            var sql = $"DELETE FROM {BackupTable.Quoted(table.Name)} WHERE {table.Filter.Replace("@tenant", "{0}", StringComparison.Ordinal)}";
            await db.Database.ExecuteSqlRawAsync(sql, [Tenant], Ct);
        }

        Replace(null, Live(name));
    }

    /// <summary>A copy of a folder as it is now.</summary>
    protected string Copied(string folder)
    {
        var copy = _folder.At($"copy{++_copies}");
        Replace(folder, copy);
        return copy;
    }

    /// <summary>A folder is as another is, or empty.</summary>
    protected static void Replace(string? from, string to)
    {
        if (System.IO.Directory.Exists(to))
        {
            System.IO.Directory.Delete(to, recursive: true);
        }

        // Stores that are open have their folder for unfinished writes in it.
        System.IO.Directory.CreateDirectory(Path.Combine(to, ".unfinished"));
        foreach (var file in from is null ? [] : System.IO.Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from!, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    protected async Task<IServiceProvider> ClusterAsync(string name, string key = Key)
    {
        var settings = Engine.NewSettings().ToDictionary();
        (settings["Backup:Key"], settings["Backup:Path"]) = (key, Store);
        var host = Engine.NewHost(settings, services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(Start)), _folder.At(name));
        _hosts.Add(host);
        await host.Services.GetRequiredService<StorageMigrator>().MigrateAsync(Ct);
        return host.Services;
    }

    protected static async Task FillAsync(IServiceProvider cluster, int promptLength = 3_000_000)
    {
        Assert.Equal(SaveStatus.Saved, (await cluster.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(new Tenant { Id = Tenant, Name = "Acme ñ \"1\"", SipRealm = "acme.test", Country = "CO" }, Ct)).Status);
        for (var i = 1; i <= 3; i++)
        {
            await AddCallAsync(cluster, string.Create(CultureInfo.InvariantCulture, $"c{i}"));
            await cluster.GetRequiredService<IAuditLog>().AddAsync(new AuditRow { TenantId = Tenant, At = Start, Actor = "acme/admin", Action = "line.save", Target = "1", Address = "127.0.0.1", Detail = "{\"a\":\"ñ\n\"}" }, Ct);
        }

        var large = new byte[promptLength];
        new Random(7).NextBytes(large);
        await cluster.GetRequiredService<IBlobStore>().WriteAsync($"{Tenant}/prompts/welcome/a.wav", large, Ct);
    }

    protected static async Task AddCallAsync(IServiceProvider cluster, string name)
    {
        var (call, recording) = ($"{Tenant}/{name}", $"{Tenant}/{name}-r");
        var prefix = $"recordings/{Tenant}/2026/11/24/{name}/";
        await using var db = cluster.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext();
        var entry = db.Add(new CallLogEntry { CallId = call, TenantId = Tenant, LedgerNumber = 3, StartedAt = Start, EndedAt = Start, FromNumber = "+573001234567", ToNumber = "1001", Participants = [$"{Tenant}/alice"], RecordingIds = [recording] });
        entry.Property<string>(HistoryModel.SearchText).CurrentValue = name;
        db.Add(new LedgerRow { CallId = call, Number = 1, TenantId = Tenant, At = Start, Kind = "offered", Payload = [0, 1, 255] });
        db.Add(new RecordingEntry { Id = recording, TenantId = Tenant, CallId = call, LedgerNumber = 3, StartedAt = Start, EndedAt = Start, BlobPrefix = prefix, KeyId = "k", RetainUntil = Start.AddDays(90), State = RecordingState.Complete, Participants = [] });
        db.Add(new RecordingParticipantRow { RecordingId = recording, UserId = $"{Tenant}/alice", TenantId = Tenant });
        await db.SaveChangesAsync(Ct);
        foreach (var file in new[] { "0123456789abcdef.take", "00000000-0123456789abcdef", "0123456789abcdef.manifest" })
        {
            await cluster.GetRequiredService<IBlobStore>().WriteAsync(prefix + file, Encoding.ASCII.GetBytes(name + file), Ct);
        }
    }

    /// <summary>Every row of every table of a backup, as text.</summary>
    protected static async Task<List<string>> DumpAsync(IServiceProvider cluster)
    {
        var found = new List<string>();
        var snapshot = await BackupSnapshot.OpenAsync(cluster.GetRequiredService<RtcDbContextFactory>(), Ct);
        await using (snapshot)
        {
            foreach (var table in snapshot.Tables)
            {
                await snapshot.ReadAsync(
                    table,
                    Tenant,
                    row =>
                    {
                        found.Add(table.Name + ": " + string.Join("|", Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? "null" : row.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture))));
                        return Task.CompletedTask;
                    },
                    Ct);
            }
        }

        return found;
    }

    protected static async Task<List<string>> FilesAsync(IServiceProvider cluster)
    {
        var found = new List<string>();
        var blobs = cluster.GetRequiredService<IBlobStore>();
        await foreach (var file in blobs.ListAsync("", Ct))
        {
            await using var stream = (await blobs.OpenReadAsync(file.Path, ct: Ct))!;
            found.Add(file.Path + " " + Convert.ToHexString(await System.Security.Cryptography.SHA256.HashDataAsync(stream, Ct)));
        }

        return found;
    }
}
