namespace RtcCluster.Storage;

/// <summary>Section <c>Database</c>: where the directory and the history live.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Database";

    /// <summary>The engine; SQLite is for Standalone alone.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>ADO.NET connection string; for SQLite empty means <c>{Data:Path}/rtccluster.db</c>. A secret: no message repeats it.</summary>
    public string ConnectionString { get; set; } = "";
}
