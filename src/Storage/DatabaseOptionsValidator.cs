using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace RtcCluster.Storage;

/// <summary>Stops the start on a connection string that its engine cannot read; the value itself may hold a password and is not repeated.</summary>
internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        if (options.Provider == DatabaseProvider.PostgreSql && string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            return ValidateOptionsResult.Fail("Database:ConnectionString is empty; PostgreSql needs one such as 'Host=db;Database=rtccluster;Username=rtc'.");
        }

        try
        {
            DbConnectionStringBuilder builder = options.Provider == DatabaseProvider.Sqlite
                ? new SqliteConnectionStringBuilder(options.ConnectionString)
                : new NpgsqlConnectionStringBuilder(options.ConnectionString);
            return builder is SqliteConnectionStringBuilder { DataSource: "", ConnectionString.Length: > 0 }
                ? ValidateOptionsResult.Fail("Database:ConnectionString names no Data Source; Sqlite needs one such as 'Data Source=/var/lib/rtccluster/rtccluster.db'.")
                : ValidateOptionsResult.Success;
        }
        catch (ArgumentException refused)
        {
            return ValidateOptionsResult.Fail($"Database:ConnectionString cannot be read by {options.Provider}: {refused.Message}");
        }
    }
}
