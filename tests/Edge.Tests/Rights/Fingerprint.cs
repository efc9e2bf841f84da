using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Everything that is stored of a company: rows of every table of both databases, and its blobs.</summary>
/// <param name="dataPath">Where the databases are.</param>
internal sealed class Fingerprint(string dataPath)
{
    // The chain of the audit trail is made a second later, of what was written before.
    private static readonly string[] Derived = ["audit_chain"];

    // What goes on in a company sets its reminder anew as time passes, whoever asks for what meanwhile.
    private static readonly string[] ByTheClock = ["start", "version"];

    /// <summary>What is stored of a company, a line for each row and blob.</summary>
    public SortedSet<string> Of(string tenant)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in new[] { "rtccluster.db", "state.db" })
        {
            Read(file, tenant, lines);
        }

        foreach (var blob in new DirectoryInfo(dataPath).EnumerateFiles("*", SearchOption.AllDirectories).Where(blob => Path.GetRelativePath(dataPath, blob.FullName).Split(Path.DirectorySeparatorChar).Contains(tenant)))
        {
            // Checkpoints of the chain are made of it.
            if (!blob.FullName.Contains("audit", StringComparison.Ordinal))
            {
                lines.Add(FormattableString.Invariant($"{Path.GetRelativePath(dataPath, blob.FullName)} {blob.Length}"));
            }
        }

        return lines;
    }

    private void Read(string file, string tenant, SortedSet<string> lines)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataPath, file), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        foreach (var table in Column(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").Except(Derived))
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The database's own name of its table.
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var cells = Enumerable.Range(0, reader.FieldCount).Select(i => (Name: reader.GetName(i), Text: Text(reader.GetValue(i)))).ToList();
                if (IsOf(cells, tenant))
                {
                    var lasting = table == "reminder" ? cells.Where(static cell => !ByTheClock.Contains(cell.Name)) : cells;
                    lines.Add($"{table} {string.Join(" | ", lasting.Select(static cell => $"{cell.Name}={cell.Text}"))}");
                }
            }
        }
    }

    // A row says whose it is, or is found by a key that begins with it.
    private static bool IsOf(IReadOnlyList<(string Name, string Text)> cells, string tenant) =>
        cells.FirstOrDefault(static cell => cell.Name.Replace("_", "", StringComparison.Ordinal).Equals("tenantid", StringComparison.OrdinalIgnoreCase)) is { Name: not null } owner
            ? owner.Text == tenant
            : cells.Any(cell => cell.Text == tenant || cell.Text.StartsWith($"{tenant}/", StringComparison.Ordinal) || cell.Text.Contains($"/{tenant}/", StringComparison.Ordinal));

    private static string Text(object value) => value switch
    {
        byte[] bytes => Encoding.Latin1.GetString(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static List<string> Column(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Words of this class alone.
        command.CommandText = query;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
