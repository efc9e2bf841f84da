using Microsoft.Data.Sqlite;
using RtcCluster.Cluster.State;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Cluster.Tests.State;

public sealed class StateDatabaseTests : IDisposable
{
    private const string Put = "INSERT INTO grain_state (grain, name, version, data) VALUES ($0, 'x', 1, $1)";

    private readonly TempFolder _folder = TempFolder.Create("database");

    private string File => _folder.At("deep", "state.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task KeepsEverything_WhenClosedAndOpened()
    {
        await using (var database = StateDatabase.Open(File))
        {
            await database.Write(c => c.Command(Put, "a", new byte[] { 7 }).ExecuteNonQuery());
        }

        Assert.False(System.IO.File.Exists(File + "-wal"), "A file that was closed in order has its log folded in.");
        await using var again = StateDatabase.Open(File);

        Assert.Equal([7], again.Read(c => (byte[])c.Command("SELECT data FROM grain_state WHERE grain = $0", "a").ExecuteScalar()!));
    }

    [Fact]
    public async Task RefusesASecondProcess()
    {
        await using var first = StateDatabase.Open(File);

        var refused = Assert.Throws<IOException>(() => StateDatabase.Open(File));

        Assert.Equal($"The state file {File} is in use by another process.", refused.Message);
    }

    [Fact]
    public async Task RefusesAFileThatIsNotADatabase_AndLeavesItAlone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllTextAsync(File, string.Join('\n', Enumerable.Repeat("not a database", 200)), TestContext.Current.CancellationToken);

        Assert.Throws<SqliteException>(() => StateDatabase.Open(File));
        Assert.StartsWith("not a database", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Throws<SqliteException>(() => StateDatabase.Open(File));
    }

    [Fact]
    public async Task RefusesTheSchemaOfALaterVersion()
    {
        await using (var database = StateDatabase.Open(File))
        {
            await database.Write(c => c.Command("PRAGMA user_version = 99").ExecuteNonQuery());
        }

        var refused = Assert.Throws<InvalidDataException>(() => StateDatabase.Open(File));

        Assert.Equal($"The state file {File} has schema 99; this version knows up to 1.", refused.Message);
    }

    [Fact]
    public async Task FailsOnlyTheWriteThatCannotBeMade()
    {
        await using var database = StateDatabase.Open(File);
        using var hold = new ManualResetEventSlim();
        var blocker = database.Write(_ => { hold.Wait(); return 0; });
        var writes = Enumerable.Range(0, 10).Select(i => database.Write(c =>
            i == 4 ? throw new InvalidOperationException("four") : c.Command(Put, $"{i}", Array.Empty<byte>()).ExecuteNonQuery())).ToList();
        hold.Set();
        await blocker;

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Task.WhenAll(writes));

        Assert.Equal("four", failure.Message);
        Assert.Equal(9, writes.Count(w => w.IsCompletedSuccessfully));
        Assert.Equal(9L, database.Read(c => (long)c.Command("SELECT count(*) FROM grain_state").ExecuteScalar()!));
    }

    [Fact]
    public async Task TellsEachWriter_WhenTheDiskIsFull_AndGoesOnWhenThereIsRoomAgain()
    {
        await using var database = StateDatabase.Open(File);
        var pages = database.Read(c => (long)c.Command("PRAGMA page_count").ExecuteScalar()!);
        // SQLite's own bound on the file gives the same SQLITE_FULL as a full disk.
        await database.Write(c => c.Command($"PRAGMA max_page_count = {pages + 4}").ExecuteScalar());
        var big = new byte[1 << 20];

        var full = await Task.WhenAll(Enumerable.Range(0, 5).Select(async i =>
            (await Assert.ThrowsAsync<SqliteException>(() => database.Write(c => c.Command(Put, $"big{i}", big).ExecuteNonQuery()))).SqliteErrorCode));
        await database.Write(c => c.Command("PRAGMA max_page_count = 100000").ExecuteScalar());
        await database.Write(c => c.Command(Put, "after", big).ExecuteNonQuery());

        Assert.All(full, code => Assert.Equal(13, code));
        Assert.Equal(["after"], database.Read(Grains));
    }

    [Fact]
    public async Task CommitsWaitingWritesTogether()
    {
        await using var database = StateDatabase.Open(File);
        using var commits = new CounterWatch("rtc.state.commits");
        using var hold = new ManualResetEventSlim();
        var blocker = database.Write(_ => { hold.Wait(); return 0; });

        var writes = Enumerable.Range(0, 500).Select(i => database.Write(c => c.Command(Put, $"{i}", Array.Empty<byte>()).ExecuteNonQuery())).ToList();
        hold.Set();
        await Task.WhenAll([blocker, .. writes]);

        Assert.Equal(500L, database.Read(c => (long)c.Command("SELECT count(*) FROM grain_state").ExecuteScalar()!));
        // The blocker's and the one that took all 500, or one for all when the writer began late.
        Assert.InRange(commits.Total, 1, 2);
    }

    [Fact]
    public async Task SavesWhatWasQueued_BeforeItCloses()
    {
        var database = StateDatabase.Open(File);
        var writes = Enumerable.Range(0, 300).Select(i => database.Write(c => c.Command(Put, $"{i}", Array.Empty<byte>()).ExecuteNonQuery())).ToList();

        await database.DisposeAsync();

        Assert.All(await Task.WhenAll(writes), rows => Assert.Equal(1, rows));
        await using var again = StateDatabase.Open(File);
        Assert.Equal(300L, again.Read(c => (long)c.Command("SELECT count(*) FROM grain_state").ExecuteScalar()!));
    }

    [Fact]
    public async Task RefusesReadsAndWrites_WhenClosed()
    {
        var database = StateDatabase.Open(File);
        await database.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.Write(c => 1));
        Assert.Throws<ObjectDisposedException>(() => database.Read(c => 1));
        await database.DisposeAsync();
    }

    [Fact]
    public async Task NeverGivesAVersionTwice_AcrossRestarts()
    {
        var versions = new List<long>();
        for (var run = 0; run < 3; run++)
        {
            await using var database = StateDatabase.Open(File);
            versions.Add(await database.Write(c => c.NextVersion()));
            // More in one commit than are put aside at once.
            versions.AddRange(await database.Write(c => Enumerable.Range(0, 1_500).Select(_ => c.NextVersion()).ToArray()));
            versions.Add(await database.Write(c => c.NextVersion()));
        }

        Assert.Equal(versions.Distinct().Order(), versions);
    }

    [Fact]
    public async Task SyncsEachCommitToTheDisk()
    {
        await using var database = StateDatabase.Open(File);

        var (mode, level) = await database.Write(c => ((string)c.Command("PRAGMA journal_mode").ExecuteScalar()!, (long)c.Command("PRAGMA synchronous").ExecuteScalar()!));

        Assert.Equal(("wal", 2L), (mode, level));
    }

    private static List<string> Grains(StateConnection connection)
    {
        using var reader = connection.Command("SELECT grain FROM grain_state").ExecuteReader();
        var grains = new List<string>();
        while (reader.Read())
        {
            grains.Add(reader.GetString(0));
        }

        return grains;
    }
}
