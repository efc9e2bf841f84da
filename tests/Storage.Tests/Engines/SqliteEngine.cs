namespace RtcCluster.Storage.Tests.Engines;

/// <summary>SQLite on a file of its own.</summary>
public sealed class SqliteEngine : Engine
{
    private int _files;

    /// <summary>Nothing: SQLite below Data:Path is what a host gets without configuration.</summary>
    public override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>();

    public override IReadOnlyDictionary<string, string?> NewSettings() => new Dictionary<string, string?>
    {
        ["Database:Provider"] = "Sqlite",
        ["Database:ConnectionString"] = $"Data Source={InData($"other{Interlocked.Increment(ref _files)}.db")}",
    };
}
