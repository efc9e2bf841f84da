using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage;

/// <summary>The model on SQLite; a type of its own because each engine has its own migrations.</summary>
public sealed class SqliteRtcDbContext : RtcDbContext
{
    /// <summary>Made by a pool, which asks for a public constructor.</summary>
    /// <param name="options">The engine and its connection.</param>
    public SqliteRtcDbContext(DbContextOptions<SqliteRtcDbContext> options)
        : base(options)
    {
    }
}
