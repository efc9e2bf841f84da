using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage;

/// <summary>The model on PostgreSQL; a type of its own because each engine has its own migrations.</summary>
public sealed class PostgreSqlRtcDbContext : RtcDbContext
{
    /// <summary>Made by a pool, which asks for a public constructor.</summary>
    /// <param name="options">The engine and its connection.</param>
    public PostgreSqlRtcDbContext(DbContextOptions<PostgreSqlRtcDbContext> options)
        : base(options)
    {
    }
}
