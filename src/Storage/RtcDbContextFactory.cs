using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Sqlite.Storage.Internal;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Storage;

/// <summary>Hands out contexts of the configured engine. They are pooled: making one anew costs several times what a small query does.</summary>
internal sealed class RtcDbContextFactory : IDbContextFactory<RtcDbContext>, IDisposable
{
    private readonly WriteGate _gate = new();
    private readonly Func<RtcDbContext> _take;

    public RtcDbContextFactory(DatabaseProvider provider, string connectionString, StoreWatch? watch = null)
    {
        Provider = provider;
        if (provider == DatabaseProvider.Sqlite)
        {
            var pool = new PooledDbContextFactory<SqliteRtcDbContext>(Sqlite(connectionString));
            _take = () => pool.CreateDbContext().Behind(_gate);
        }
        else
        {
            _take = new PooledDbContextFactory<PostgreSqlRtcDbContext>(PostgreSql(connectionString, watch)).CreateDbContext;
        }
    }

    public DatabaseProvider Provider { get; }

    public RtcDbContext CreateDbContext() => _take();

    public void Dispose() => _gate.Dispose();

#pragma warning disable EF1001 // PlainSqliteConnection says why.
    internal static DbContextOptions<SqliteRtcDbContext> Sqlite(string connectionString) =>
        new DbContextOptionsBuilder<SqliteRtcDbContext>()
            .UseSqlite(connectionString)
            .ReplaceService<ISqliteRelationalConnection, PlainSqliteConnection>()
            .AddInterceptors(new SqlitePragmas(), PurposeGuard.Instance)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;
#pragma warning restore EF1001

    internal static DbContextOptions<PostgreSqlRtcDbContext> PostgreSql(string connectionString, StoreWatch? watch = null) =>
        new DbContextOptionsBuilder<PostgreSqlRtcDbContext>()
            .UseNpgsql(connectionString)
            .AddInterceptors(watch is null ? [PurposeGuard.Instance] : [PurposeGuard.Instance, new DatabaseGuard(watch)])
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;
}
