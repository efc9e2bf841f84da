using Microsoft.EntityFrameworkCore.Design;

namespace RtcCluster.Storage.Migrations;

/// <summary>Lets <c>dotnet ef migrations add X --context PostgreSqlRtcDbContext -o Migrations/PostgreSql</c> make migrations; opens nothing.</summary>
internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlRtcDbContext>
{
    public PostgreSqlRtcDbContext CreateDbContext(string[] args) => new(RtcDbContextFactory.PostgreSql("Host=localhost;Database=design"));
}
