namespace RtcCluster.Storage;

/// <summary>The relational engines that directory and history run on; both pass one set of contract tests.</summary>
public enum DatabaseProvider
{
    /// <summary>One file under <c>Data:Path</c>; for one process (Standalone).</summary>
    Sqlite,

    /// <summary>A PostgreSQL server shared by every silo and edge.</summary>
    PostgreSql,
}
