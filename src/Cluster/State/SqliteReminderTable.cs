using System.Globalization;
using Microsoft.Data.Sqlite;

namespace RtcCluster.Cluster.State;

/// <summary>Reminders in the <see cref="StateDatabase"/>.</summary>
/// <param name="database">The file.</param>
public sealed class SqliteReminderTable(StateDatabase database) : IReminderTable
{
    private const string Columns = "SELECT grain, name, start, period, version FROM reminder";

    /// <summary>The reminders of one grain.</summary>
    /// <param name="grainId">The grain.</param>
    public Task<ReminderTableData> ReadRows(GrainId grainId)
    {
        var grain = grainId.ToString();
        return Task.FromResult(database.Read(c => Rows(c.Command(Columns + " WHERE grain = $0", grain))));
    }

    /// <summary>The reminders whose grain's hash lies in the range (begin, end]; with begin not below end the range goes over the top.</summary>
    /// <param name="begin">Exclusive lower bound.</param>
    /// <param name="end">Inclusive upper bound.</param>
    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Task.FromResult(database.Read(c => Rows(begin < end
        ? c.Command(Columns + " WHERE hash > $0 AND hash <= $1", (long)begin, (long)end)
        : c.Command(Columns + " WHERE hash > $0 OR hash <= $1", (long)begin, (long)end))));

    /// <summary>One reminder, or null.</summary>
    /// <param name="grainId">The grain.</param>
    /// <param name="reminderName">The reminder's name.</param>
    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var grain = grainId.ToString();
        return Task.FromResult(database.Read(c => Rows(c.Command(Columns + " WHERE grain = $0 AND name = $1", grain, reminderName)).Reminders.SingleOrDefault()));
    }

    /// <summary>Writes a reminder, whoever wrote it last.</summary>
    /// <param name="entry">The reminder.</param>
    /// <returns>Its new ETag.</returns>
    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var (grain, hash, name) = (entry.GrainId.ToString(), (long)entry.GrainId.GetUniformHashCode(), entry.ReminderName);
        // Orleans hands over UTC; a local time from a caller is turned, an unspecified one is UTC.
        var start = entry.StartAt.Kind == DateTimeKind.Local ? entry.StartAt.ToUniversalTime().Ticks : entry.StartAt.Ticks;
        var period = entry.Period.Ticks;
        var version = await database.Write(c =>
        {
            var next = c.NextVersion();
            c.Command(
                """
                INSERT INTO reminder (grain, name, hash, start, period, version) VALUES ($0, $1, $2, $3, $4, $5)
                ON CONFLICT (grain, name) DO UPDATE SET hash = excluded.hash, start = excluded.start, period = excluded.period, version = excluded.version
                """,
                grain, name, hash, start, period, next).ExecuteNonQuery();
            return next;
        }).ConfigureAwait(false);
        return Text(version);
    }

    /// <summary>Removes a reminder if it is still the one with that ETag.</summary>
    /// <param name="grainId">The grain.</param>
    /// <param name="reminderName">The reminder's name.</param>
    /// <param name="eTag">The ETag that was read.</param>
    /// <returns>Whether it was there and is gone.</returns>
    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        if (!long.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return false;
        }

        var grain = grainId.ToString();
        return await database.Write(c =>
            c.Command("DELETE FROM reminder WHERE grain = $0 AND name = $1 AND version = $2", grain, reminderName, version).ExecuteNonQuery()).ConfigureAwait(false) == 1;
    }

    /// <summary>Removes every reminder; for tests.</summary>
    public Task TestOnlyClearTable() => database.Write(c => c.Command("DELETE FROM reminder").ExecuteNonQuery());

    private static ReminderTableData Rows(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<ReminderEntry>();
        while (reader.Read())
        {
            rows.Add(new ReminderEntry
            {
                GrainId = GrainId.Parse(reader.GetString(0)),
                ReminderName = reader.GetString(1),
                StartAt = new DateTime(reader.GetInt64(2), DateTimeKind.Utc),
                Period = new TimeSpan(reader.GetInt64(3)),
                ETag = Text(reader.GetInt64(4)),
            });
        }

        return new ReminderTableData(rows);
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
