using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage;

/// <summary>Makes contexts of the configured engine; its options are built once, so that EF builds one model and one query cache.</summary>
internal sealed class RtcDbContextFactory : IDbContextFactory<RtcDbContext>, IDisposable
{
    private readonly WriteGate _gate = new();
    private readonly DbContextOptions _options;

    public RtcDbContextFactory(DatabaseProvider provider, string connectionString)
    {
        Provider = provider;
        _options = provider == DatabaseProvider.Sqlite ? Sqlite(connectionString) : PostgreSql(connectionString);
    }

    public DatabaseProvider Provider { get; }

    public RtcDbContext CreateDbContext() => Provider == DatabaseProvider.Sqlite
        ? new SqliteRtcDbContext((DbContextOptions<SqliteRtcDbContext>)_options, _gate)
        : new PostgreSqlRtcDbContext((DbContextOptions<PostgreSqlRtcDbContext>)_options);

    public void Dispose() => _gate.Dispose();

    internal static DbContextOptions<SqliteRtcDbContext> Sqlite(string connectionString) =>
        new DbContextOptionsBuilder<SqliteRtcDbContext>()
            .UseSqlite(connectionString)
            .AddInterceptors(new SqlitePragmas())
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;

    internal static DbContextOptions<PostgreSqlRtcDbContext> PostgreSql(string connectionString) =>
        new DbContextOptionsBuilder<PostgreSqlRtcDbContext>()
            .UseNpgsql(connectionString)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;
}
