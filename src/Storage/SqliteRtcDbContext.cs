using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage;

/// <summary>The model on SQLite; a type of its own because each engine has its own migrations.</summary>
public sealed class SqliteRtcDbContext : RtcDbContext
{
    internal SqliteRtcDbContext(DbContextOptions<SqliteRtcDbContext> options, WriteGate gate)
        : base(options, gate)
    {
    }
}
