using System.Globalization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace RtcCluster.Cluster.State;

/// <summary>Grain state in the <see cref="StateDatabase"/>: binary, guarded by an ETag, on disk before the write is acknowledged.</summary>
/// <param name="database">The file.</param>
/// <param name="serializer">Turns states into bytes; Orleans' binary format, tolerant of added <c>[Id]</c>s.</param>
/// <param name="activators">Make the empty state of a grain that has no row.</param>
public sealed class SqliteGrainStorage(StateDatabase database, IGrainStorageSerializer serializer, IActivatorProvider activators) : IGrainStorage
{
    /// <summary>Reads the state; without a row the state is new and the ETag null.</summary>
    /// <param name="stateName">Name of the state in its grain.</param>
    /// <param name="grainId">The grain.</param>
    /// <param name="grainState">Filled from the row.</param>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var grain = grainId.ToString();
        var row = database.Read(connection => Row(connection, grain, stateName));
        grainState.State = row is { } found ? serializer.Deserialize<T>(found.Data)! : Empty<T>();
        grainState.ETag = row is { } version ? Text(version.Version) : null!;
        grainState.RecordExists = row is not null;
        return Task.CompletedTask;
    }

    /// <summary>Writes the state if the row is still the one that was read.</summary>
    /// <param name="stateName">Name of the state in its grain.</param>
    /// <param name="grainId">The grain.</param>
    /// <param name="grainState">What to write; gets the new ETag.</param>
    /// <exception cref="InconsistentStateException">Somebody else wrote or cleared it in between.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var (grain, expected) = (grainId.ToString(), grainState.ETag);
        var data = StateSerializer.Bytes(serializer.Serialize(grainState.State));
        var written = await database.Write(connection => Put(connection, grain, stateName, expected, data)).ConfigureAwait(false);
        Confirm(written, "write", grain, stateName, expected);
        grainState.ETag = Text(written.Version);
        grainState.RecordExists = true;
    }

    /// <summary>Removes the row if it is still the one that was read.</summary>
    /// <param name="stateName">Name of the state in its grain.</param>
    /// <param name="grainId">The grain.</param>
    /// <param name="grainState">Emptied.</param>
    /// <exception cref="InconsistentStateException">Somebody else wrote or cleared it in between.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var (grain, expected) = (grainId.ToString(), grainState.ETag);
        var removed = await database.Write(connection => Remove(connection, grain, stateName, expected)).ConfigureAwait(false);
        Confirm(removed, "clear", grain, stateName, expected);
        grainState.State = Empty<T>();
        grainState.ETag = null!;
        grainState.RecordExists = false;
    }

    private static Outcome Put(StateConnection connection, string grain, string name, string? expected, byte[] data)
    {
        var version = connection.NextVersion();
        var rows = expected is null
            ? connection.Command("INSERT INTO grain_state (grain, name, version, data) VALUES ($0, $1, $2, $3) ON CONFLICT DO NOTHING", grain, name, version, data).ExecuteNonQuery()
            : Number(expected) is { } old
                ? connection.Command("UPDATE grain_state SET version = $2, data = $3 WHERE grain = $0 AND name = $1 AND version = $4", grain, name, version, data, old).ExecuteNonQuery()
                : 0;
        return rows == 1 ? new Outcome(true, version) : new Outcome(false, Version(connection, grain, name));
    }

    private static Outcome Remove(StateConnection connection, string grain, string name, string? expected)
    {
        if (expected is null)
        {
            // Clearing what was never written is fine as long as nobody else wrote it.
            var present = Version(connection, grain, name);
            return new Outcome(present == 0, present);
        }

        var rows = Number(expected) is { } old
            ? connection.Command("DELETE FROM grain_state WHERE grain = $0 AND name = $1 AND version = $2", grain, name, old).ExecuteNonQuery()
            : 0;
        return rows == 1 ? new Outcome(true, 0) : new Outcome(false, Version(connection, grain, name));
    }

    private static (long Version, BinaryData Data)? Row(StateConnection connection, string grain, string name)
    {
        using var reader = connection.Command("SELECT version, data FROM grain_state WHERE grain = $0 AND name = $1", grain, name).ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), BinaryData.FromBytes(reader.GetFieldValue<byte[]>(1))) : null;
    }

    private static long Version(StateConnection connection, string grain, string name) =>
        connection.Command("SELECT version FROM grain_state WHERE grain = $0 AND name = $1", grain, name).ExecuteScalar() as long? ?? 0;

    private static void Confirm(Outcome outcome, string verb, string grain, string name, string? expected)
    {
        if (!outcome.Done)
        {
            ClusterTelemetry.StateConflicts.Add(1);
            var stored = outcome.Version == 0 ? null : Text(outcome.Version);
            throw new InconsistentStateException($"Cannot {verb} state '{name}' of {grain}: it was changed by somebody else (held '{expected}', stored '{stored}').", stored, expected);
        }
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static long? Number(string etag) => long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private T Empty<T>() => activators.GetActivator<T>().Create();

    /// <summary>Whether a guarded statement found its row, and the version that is stored now (0: none).</summary>
    private readonly record struct Outcome(bool Done, long Version);
}
