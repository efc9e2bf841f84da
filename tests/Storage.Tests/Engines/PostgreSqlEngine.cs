using RtcCluster.TestKit.Stores;

namespace RtcCluster.Storage.Tests.Engines;

/// <summary>PostgreSQL with a database of its own on the run's server.</summary>
public sealed class PostgreSqlEngine : Engine
{
    private readonly Lazy<IReadOnlyDictionary<string, string?>> _settings;

    public PostgreSqlEngine() => _settings = new(NewSettings);

    public override string? SkipReason => PostgreSqlServer.IsInstalled ? null : "PostgreSQL is not installed (Debian package postgresql; ./test installs it).";

    public override IReadOnlyDictionary<string, string?> Settings => _settings.Value;

    public override IReadOnlyDictionary<string, string?> NewSettings() => new Dictionary<string, string?>
    {
        ["Database:Provider"] = "PostgreSql",
        ["Database:ConnectionString"] = PostgreSqlRun.ServerAsync().GetAwaiter().GetResult().NewDatabase(),
    };
}
