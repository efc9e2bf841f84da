using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Google;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Incidents;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Outages;
using RtcCluster.Storage.Policies;
using RtcCluster.Storage.Reports;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Rights;
using RtcCluster.Storage.Sealing;
using RtcCluster.Storage.Sessions;
using RtcCluster.Storage.Sharing;
using RtcCluster.Storage.Subscriptions;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage;

/// <summary>Adds every store to a host.</summary>
public static class RtcStorage
{
    /// <summary>
    /// Adds directory, history, sessions and blobs. The tables are migrated before any service of the host starts; the history is flushed
    /// after all of them have stopped. Fails at start on an unknown key or a bad value in <c>Database</c>, <c>Blobs</c>, <c>Backup</c>, <c>Subscription</c> or <c>Recordings</c>.
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

        Read(configuration, new BackupOptions());
        services.AddOptions<BackupOptions>().Configure(options => Read(configuration, options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BackupOptions>, BackupOptionsValidator>());

        Read(configuration, new SubscriptionOptions());
        services.AddOptions<SubscriptionOptions>().Configure(options => Read(configuration, options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SubscriptionOptions>, SubscriptionOptionsValidator>());

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
        services.AddSingleton<ContactWriter>();
        services.AddSingleton<IContactWriter>(static provider => provider.GetRequiredService<ContactWriter>());
        services.AddSingleton<IGoogleStore, GoogleStore>();
        services.AddSingleton<GooglePages>();
        services.AddSingleton<IConversations, ConversationStore>();
        services.AddSingleton<IViewers, RelationalViewers>();
        services.AddSingleton<IBroadcasts, BroadcastStore>();
        services.AddSingleton<IPolicies, PolicyStore>();
        services.AddSingleton<IConsents, ConsentStore>();
        services.AddSingleton<ISessionStore, SessionStore>();
        services.AddSingleton<ILoginStore, LoginStore>();
        services.AddSingleton<IIdempotencyStore, IdempotencyStore>();
        AddBlobs(services, shared);
        return services;
    }

    /// <summary>Adds the demo tenant of DESIGN section 6: it is made before the host's services start, and what people changed in it since stays.</summary>
    public static IServiceCollection AddDemoSeed(this IServiceCollection services) => services.AddSingleton<IDirectorySeed, DemoSeed>();

    /// <summary>Adds the tenant of a server that is measured; it is made before the host's services start.</summary>
    public static IServiceCollection AddBenchSeed(this IServiceCollection services, BenchSeedOptions options) => services.AddSingleton(options).AddSingleton<IDirectorySeed, BenchSeed>();

    /// <summary>Lets this process seal the audit trail (<see cref="AuditChainer"/>).</summary>
    public static IServiceCollection AddAuditChaining(this IServiceCollection services) => services.AddHostedService<AuditChaining>();

    private static void AddBlobs(IServiceCollection services, string shared)
    {
        services.AddSingleton<BackupKeys>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<BackupOptions>>().Value;
            var folder = options.Path.Length > 0 ? Path.GetFullPath(options.Path) : Path.Combine(shared, "backups");
            return new BackupStore(OpenBlobs(options.ToBlobs(), folder, provider.GetRequiredService<StorageMetrics>()));
        });
        services.AddSingleton(provider =>
        {
            var live = OpenBlobs(provider.GetRequiredService<IOptions<BlobOptions>>().Value, Path.Combine(shared, "blobs"), provider.GetRequiredService<StorageMetrics>());
            return provider.GetRequiredService<BackupKeys>().IsSet ? new ShreddingBlobStore(live, provider.GetRequiredService<BackupStore>()) : live;
        });
        services.AddSingleton(provider => new ErasureJournal(
            provider.GetRequiredService<RtcDbContextFactory>(), provider.GetRequiredService<BackupStore>(), provider.GetRequiredService<BackupKeys>()));
        services.AddSingleton<BackupEntitlement>();
        services.AddSingleton(provider => new TenantBackups(
            provider.GetRequiredService<RtcDbContextFactory>(),
            provider.GetRequiredService<BackupStore>(),
            provider.GetRequiredService<BackupKeys>(),
            // A restore that clears away what one that died wrote erases nothing for good: past the store that takes keys along.
            OpenBlobs(provider.GetRequiredService<IOptions<BlobOptions>>().Value, Path.Combine(shared, "blobs"), provider.GetRequiredService<StorageMetrics>()),
            Path.Combine(shared, "keys"),
            TimeSpan.FromDays(provider.GetRequiredService<IOptions<BackupOptions>>().Value.KeepDays),
            provider.GetRequiredService<StorageMetrics>(),
            provider.GetRequiredService<TimeProvider>()));
    }

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

    private static void Read(IConfiguration configuration, BackupOptions options)
    {
        var section = new SettingsSection(configuration, BackupOptions.Section);
        section.AllowOnly(
            nameof(options.Key), nameof(options.FormerKeys), nameof(options.Plans), nameof(options.KeepDays), nameof(options.Provider), nameof(options.Path), nameof(options.ConnectionString), nameof(options.Container), nameof(options.Endpoint), nameof(options.Region), nameof(options.AccessKey), nameof(options.SecretKey));
        options.Key = section.Text(nameof(options.Key), options.Key);
        options.FormerKeys = section.Text(nameof(options.FormerKeys), options.FormerKeys);
        options.Plans = section.Text(nameof(options.Plans), options.Plans);
        options.KeepDays = section.Number(nameof(options.KeepDays), options.KeepDays);
        options.Provider = section.Choice(nameof(options.Provider), options.Provider);
        options.Path = section.Text(nameof(options.Path), options.Path);
        options.ConnectionString = section.Text(nameof(options.ConnectionString), options.ConnectionString);
        options.Container = section.Text(nameof(options.Container), options.Container);
        options.Endpoint = section.Text(nameof(options.Endpoint), options.Endpoint);
        options.Region = section.Text(nameof(options.Region), options.Region);
        options.AccessKey = section.Text(nameof(options.AccessKey), options.AccessKey);
        options.SecretKey = section.Text(nameof(options.SecretKey), options.SecretKey);
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

    private static void Read(IConfiguration configuration, SubscriptionOptions options)
    {
        var section = new SettingsSection(configuration, SubscriptionOptions.Section);
        section.AllowOnly(nameof(options.Plans), nameof(options.Currency), nameof(options.NoticeHours), nameof(options.InvoicesFrom), nameof(options.StripeSecret), nameof(options.StoreSecret));
        options.Plans = section.Text(nameof(options.Plans), options.Plans);
        options.Currency = section.Text(nameof(options.Currency), options.Currency);
        options.NoticeHours = section.Number(nameof(options.NoticeHours), options.NoticeHours);
        options.InvoicesFrom = section.Text(nameof(options.InvoicesFrom), options.InvoicesFrom);
        options.StripeSecret = section.Text(nameof(options.StripeSecret), options.StripeSecret);
        options.StoreSecret = section.Text(nameof(options.StoreSecret), options.StoreSecret);
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
        services.AddSingleton<IDepartures, DepartureStore>();
        services.AddSingleton<IDataExports, DataExportStore>();
        services.AddSingleton(provider => new BundleVerifier(provider.GetRequiredService<SigningKeys>()));
        services.AddSingleton<IRightsRequests, RightsRequests>();
        services.AddSingleton<IIncidents, IncidentStore>();
        services.AddSingleton<IShareLinks, ShareLinks>();
        services.AddSingleton<Entitlements>();
        services.AddSingleton(provider => new Billing(
            provider.GetRequiredService<IDbContextFactory<RtcDbContext>>(), provider.GetRequiredService<Entitlements>(), provider.GetRequiredService<IDirectory>(), provider.GetRequiredService<IOptions<SubscriptionOptions>>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<SigningKeys>()));
        services.AddSingleton<IRetentionLog, RetentionLog>();
        services.AddSingleton<RecordingEraser>();
        services.AddSingleton<CallEraser>();
        services.AddSingleton<ChatEraser>();
        services.AddSingleton(provider => new RetentionPolicies(
            provider.GetRequiredService<IDbContextFactory<RtcDbContext>>(),
            provider.GetRequiredService<IDirectory>(),
            provider.GetRequiredService<ILegalCases>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RecordingDays(provider.GetRequiredService<IDbContextFactory<RtcDbContext>>(), provider.GetRequiredService<RetentionPolicies>()));
        services.AddSingleton(provider => new RetentionSweeper(
            provider.GetRequiredService<IDbContextFactory<RtcDbContext>>(),
            provider.GetRequiredService<RetentionPolicies>(),
            provider.GetRequiredService<RecordingEraser>(),
            provider.GetRequiredService<CallEraser>(),
            provider.GetRequiredService<ChatEraser>(),
            provider.GetRequiredService<ErasureJournal>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IVoicemailStore, VoicemailStore>();
        services.AddSingleton<IFaxStore, FaxStore>();
        services.AddSingleton<IReportQuery, ReportQuery>();
    }
}
