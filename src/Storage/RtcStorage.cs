using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Outages;
using RtcCluster.Storage.Reports;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Sealing;
using RtcCluster.Storage.Sessions;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage;

/// <summary>Adds every store to a host.</summary>
public static class RtcStorage
{
    /// <summary>
    /// Adds directory, history, sessions and blobs. The tables are migrated before any service of the host starts; the history is flushed
    /// after all of them have stopped. Fails at start on an unknown key or a bad value in <c>Database</c>, <c>Blobs</c> or <c>Recordings</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration.</param>
    /// <param name="dataPath">The folder <c>Data:Path</c>: the SQLite file lies in it.</param>
    /// <param name="sharedPath">The folder <c>Data:SharedPath</c>: keys, and blobs that are files, lie in it; null: in <paramref name="dataPath"/>.</param>
    public static IServiceCollection AddRtcStorage(this IServiceCollection services, IConfiguration configuration, string dataPath, string? sharedPath = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentException.ThrowIfNullOrEmpty(dataPath);
        var root = Path.GetFullPath(dataPath);
        var shared = Path.GetFullPath(sharedPath ?? dataPath);
        services.AddOptions<DatabaseOptions>().Configure(options => Read(configuration, root, options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>());
        // Read now: what is refused only when the host starts comes with the host's own stack trace around it.
        Read(configuration, new BlobOptions());
        services.AddOptions<BlobOptions>().Configure(options => Read(configuration, options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BlobOptions>, BlobOptionsValidator>());

        Read(configuration, new SealingOptions());
        services.AddOptions<SealingOptions>().Configure(options => Read(configuration, options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SealingOptions>, SealingOptionsValidator>());

        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StorageMetrics>();
        AddDatabase(services);
        AddKeys(services, Path.Combine(shared, "keys"));
        AddHistory(services);
        services.AddSingleton<IDirectory, RelationalDirectory>();
        services.AddSingleton<IDirectoryWriter, RelationalDirectoryWriter>();
        services.AddSingleton<IContacts, RelationalContacts>();
        services.AddSingleton<IContactWriter, ContactWriter>();
        services.AddSingleton<ISessionStore, SessionStore>();
        services.AddSingleton<ILoginStore, LoginStore>();
        services.AddSingleton<IIdempotencyStore, IdempotencyStore>();
        services.AddSingleton(provider => OpenBlobs(
            provider.GetRequiredService<IOptions<BlobOptions>>().Value, Path.Combine(shared, "blobs"), provider.GetRequiredService<StorageMetrics>()));
        return services;
    }

    /// <summary>Adds the demo tenant of DESIGN section 6: it is made before the host's services start, and what people changed in it since stays.</summary>
    public static IServiceCollection AddDemoSeed(this IServiceCollection services) => services.AddSingleton<DemoSeed>();

    /// <summary>Lets this process seal the audit trail (<see cref="AuditChainer"/>).</summary>
    public static IServiceCollection AddAuditChaining(this IServiceCollection services) => services.AddHostedService<AuditChaining>();

    private static IBlobStore OpenBlobs(BlobOptions options, string folder, StorageMetrics metrics) => options.Provider switch
    {
        BlobProvider.AzureBlob => new AzureBlobStore(options, metrics),
        BlobProvider.S3 => new S3BlobStore(options, metrics),
        _ => new FileBlobStore(folder, options.Flush, metrics),
    };

    private static void Read(IConfiguration configuration, string root, DatabaseOptions options)
    {
        var section = new SettingsSection(configuration, DatabaseOptions.Section);
        section.AllowOnly(nameof(options.Provider), nameof(options.ConnectionString));
        options.Provider = section.Choice(nameof(options.Provider), options.Provider);
        options.ConnectionString = section.Text(nameof(options.ConnectionString), options.ConnectionString);
        if (options is { Provider: DatabaseProvider.Sqlite, ConnectionString: "" })
        {
            options.ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(root, "rtccluster.db") }.ToString();
        }
    }

    private static void Read(IConfiguration configuration, BlobOptions options)
    {
        var section = new SettingsSection(configuration, BlobOptions.Section);
        section.AllowOnly(
            nameof(options.Provider), nameof(options.ConnectionString), nameof(options.Container), nameof(options.Endpoint), nameof(options.Region), nameof(options.AccessKey), nameof(options.SecretKey), nameof(options.Flush));
        options.Provider = section.Choice(nameof(options.Provider), options.Provider);
        options.ConnectionString = section.Text(nameof(options.ConnectionString), options.ConnectionString);
        options.Container = section.Text(nameof(options.Container), options.Container);
        options.Endpoint = section.Text(nameof(options.Endpoint), options.Endpoint);
        options.Region = section.Text(nameof(options.Region), options.Region);
        options.AccessKey = section.Text(nameof(options.AccessKey), options.AccessKey);
        options.SecretKey = section.Text(nameof(options.SecretKey), options.SecretKey);
        options.Flush = section.Flag(nameof(options.Flush), options.Flush);
    }

    private static void Read(IConfiguration configuration, SealingOptions options)
    {
        var section = new SettingsSection(configuration, SealingOptions.Section);
        section.AllowOnly(nameof(options.MasterKey), nameof(options.FormerMasterKeys), nameof(options.SigningKey), nameof(options.SpoolLimit));
        options.MasterKey = section.Text(nameof(options.MasterKey), options.MasterKey);
        options.FormerMasterKeys = section.Text(nameof(options.FormerMasterKeys), options.FormerMasterKeys);
        options.SigningKey = section.Text(nameof(options.SigningKey), options.SigningKey);
        options.SpoolLimit = section.Number(nameof(options.SpoolLimit), options.SpoolLimit);
    }

    private static void AddDatabase(IServiceCollection services)
    {
        services.AddSingleton<DatabaseWatch>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            return new RtcDbContextFactory(options.Provider, options.ConnectionString, provider.GetRequiredService<DatabaseWatch>().Watch);
        });
        services.AddSingleton<IDbContextFactory<RtcDbContext>>(provider => provider.GetRequiredService<RtcDbContextFactory>());
        services.AddScoped(provider =>
        {
            var db = provider.GetRequiredService<RtcDbContextFactory>().CreateDbContext();
            // This one is for ASP.NET Identity, whose stores read, change and save one object.
            db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
            return db;
        });
        services.AddSingleton(provider => new StorageMigrator(provider.GetRequiredService<RtcDbContextFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<StorageStart>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseWatch>());
    }

    private static void AddKeys(IServiceCollection services, string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(folder);
        }
        else
        {
            System.IO.Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        services.AddDataProtection().SetApplicationName("RtcCluster").PersistKeysToFileSystem(new DirectoryInfo(folder));
        services.AddSingleton<ISecretProtector, SecretProtector>();
        services.AddSingleton<IDataKeys, DataKeys>();
        services.AddSingleton(provider => new SigningKeys(provider.GetRequiredService<IDataProtectionProvider>(), provider.GetRequiredService<IOptions<SealingOptions>>(), folder));
        services.AddSingleton(provider => new TakeSalvage(provider.GetRequiredService<IBlobStore>(), provider.GetRequiredService<IDataKeys>(), provider.GetRequiredService<SigningKeys>()));
        services.AddSingleton(provider => new RecordingVerifier(provider.GetRequiredService<IBlobStore>(), provider.GetRequiredService<IDataKeys>(), provider.GetRequiredService<SigningKeys>()));
    }

    private static void AddHistory(IServiceCollection services)
    {
        services.AddSingleton<HistoryWriter>();
        services.AddSingleton<IHistoryWriter>(provider => provider.GetRequiredService<HistoryWriter>());
        services.AddHostedService(provider => provider.GetRequiredService<HistoryWriter>());
        services.AddSingleton<ICallLogQuery, CallLogQuery>();
        services.AddSingleton<IRecordingQuery, RecordingQuery>();
        services.AddSingleton<ILedgerQuery, LedgerQuery>();
        services.AddSingleton<ILedgerAudit, LedgerAudit>();
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<AuditCheckpoints>();
        services.AddSingleton(provider => new AuditChainer(
            provider.GetRequiredService<IDbContextFactory<RtcDbContext>>(), provider.GetRequiredService<AuditCheckpoints>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new AuditVerifier(
            provider.GetRequiredService<IDbContextFactory<RtcDbContext>>(), provider.GetRequiredService<AuditCheckpoints>(), provider.GetRequiredService<SigningKeys>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILegalCases, LegalCases>();
        services.AddSingleton<IRetentionLog, RetentionLog>();
        services.AddSingleton<RecordingEraser>();
        services.AddSingleton<CallEraser>();
        services.AddSingleton(provider => new RetentionPolicies(
            provider.GetRequiredService<IDirectory>(), provider.GetRequiredService<ILegalCases>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RetentionSweeper(
            provider.GetRequiredService<IDbContextFactory<RtcDbContext>>(),
            provider.GetRequiredService<RetentionPolicies>(),
            provider.GetRequiredService<RecordingEraser>(),
            provider.GetRequiredService<CallEraser>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IVoicemailStore, VoicemailStore>();
        services.AddSingleton<IFaxStore, FaxStore>();
        services.AddSingleton<IReportQuery, ReportQuery>();
    }
}
