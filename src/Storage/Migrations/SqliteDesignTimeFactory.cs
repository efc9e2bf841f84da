using Microsoft.EntityFrameworkCore.Design;

namespace RtcCluster.Storage.Migrations;

/// <summary>Lets <c>dotnet ef migrations add X --context SqliteRtcDbContext -o Migrations/Sqlite</c> make migrations; opens nothing.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteRtcDbContext>
{
    public SqliteRtcDbContext CreateDbContext(string[] args) => new(RtcDbContextFactory.Sqlite("Data Source=design.db"));
}
