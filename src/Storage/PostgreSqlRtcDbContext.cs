using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage;

/// <summary>The model on PostgreSQL; a type of its own because each engine has its own migrations.</summary>
public sealed class PostgreSqlRtcDbContext : RtcDbContext
{
    internal PostgreSqlRtcDbContext(DbContextOptions<PostgreSqlRtcDbContext> options)
        : base(options, gate: null)
    {
    }
}
