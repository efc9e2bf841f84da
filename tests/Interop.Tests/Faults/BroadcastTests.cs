using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Faults;

/// <summary>kill -9 in the middle of a broadcast to ten thousand (<c>RTC_FULL=1</c>; else to some), twice: each member has it once, as the database counts.</summary>
[Trait("Clock", "none")]
public sealed class BroadcastTests
{
    private const int Blocking = 40;
    private const int Disabled = 60;
    private static readonly int Members = TestLength.Of(1_200, 10_000);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachMemberHasItOnce_ThoughTheProcessIsKilledTwice()
    {
        await using var server = await StandaloneServer.StartAsync();
        await using var database = await OpenAsync(server);
        await FillAsync(database);

        string list, broadcast;
        using (var supervisor = await server.SignInAsync("supervisor@demo.test"))
        {
            list = await IdAsync(await supervisor.PostAsync("api/v1/broadcast-lists", new { name = "Everybody" }), 201);
            using var file = new StringContent("user\n" + string.Join('\n', Enumerable.Range(0, Members).Select(Name)), Encoding.UTF8, "text/csv");
            using var imported = await supervisor.Http.PostAsync(new Uri($"api/v1/broadcast-lists/{list}/members/import", UriKind.Relative), file, Ct);
            Assert.Equal(Members, JsonDocument.Parse(await imported.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("added").GetInt32());
            broadcast = await IdAsync(await supervisor.PostAsync($"api/v1/broadcast-lists/{list}/messages", new { clientId = "ten-thousand", text = "The office closes at five." }), 202);
        }

        foreach (var share in new[] { 5, 2 })
        {
            await Eventually.IsTrueAsync($"a {share}th of the members to have it", Patience, async () => await CountAsync(database, broadcast) > Members / share);
            await server.KillAsync();
            var now = await CountAsync(database, broadcast);
            Assert.True(now < Members - Blocking - Disabled, $"killed after all {now} had it");
            await server.StartAgainAsync();

            // Whoever asks how far it is brings it back at once; the reminder would within a minute.
            using var asking = await server.SignInAsync("supervisor@demo.test");
            await asking.GetAsync<JsonElement>($"api/v1/broadcasts/{broadcast}");
        }

        using var admin = await server.SignInAsync("supervisor@demo.test");
        var done = await Eventually.GetAsync(
            "the broadcast to be done", Patience, () => admin.GetAsync<JsonElement>($"api/v1/broadcasts/{broadcast}"), static progress => progress.GetProperty("endedAt").ValueKind != JsonValueKind.Null);
        Assert.Equal(
            (Members, Members - Blocking - Disabled, Blocking, Disabled),
            (Number(done, "total"), Number(done, "delivered"), Number(done, "blocked"), Number(done, "gone")));

        Assert.Equal(Members - Blocking - Disabled, await CountAsync(database, broadcast));
        Assert.Equal(Members - Blocking - Disabled, await ScalarAsync(database, "SELECT count(DISTINCT conversation_id) FROM chat_messages WHERE broadcast_id = $id", broadcast));
        Assert.Equal(0, await ScalarAsync(database, "SELECT count(*) FROM chat_messages m JOIN chat_blocks b ON m.broadcast_id = $id AND m.conversation_id = b.user_name || '+supervisor'", broadcast));
        Assert.Equal(Members - Blocking - Disabled, await ScalarAsync(database, "SELECT count(*) FROM conversation_members WHERE user_name LIKE 'many%' AND unread = 1 AND last_number = 1", broadcast));
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"many{i:00000}");

    private static int Number(JsonElement from, string name) => from.GetProperty(name).GetInt32();

    private static Task<string> IdAsync((int Status, string Body) answer, int expected)
    {
        Assert.True(answer.Status == expected, $"{answer.Status} {answer.Body}");
        return Task.FromResult(JsonDocument.Parse(answer.Body).RootElement.GetProperty("id").GetString()!);
    }

    private static async Task<SqliteConnection> OpenAsync(StandaloneServer server)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(server.DataPath, "rtccluster.db"), Pooling = false, DefaultTimeout = 30 }.ToString());
        await connection.OpenAsync(Ct);
        return connection;
    }

    // Ten thousand users by REST are ten thousand hashes of passwords, which nobody here has.
    private static async Task FillAsync(SqliteConnection database)
    {
        await using var command = database.CreateCommand();
        command.CommandText = $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Members - 1}), m AS (SELECT i, printf('many%05d', i) AS name FROM n)
            INSERT INTO users (id, tenant_id, name, display_name, role, disabled, search_text, version, user_name, normalized_user_name, email, normalized_email, email_confirmed, security_stamp,
                phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count, calls, require_srtp)
            SELECT 'demo/' || m.name, 'demo', m.name, m.name, u.role, m.i < {Disabled}, m.name, 1, 'demo/' || m.name, upper('demo/' || m.name), m.name || '@demo.test', upper(m.name || '@demo.test'), 1,
                'none', 0, 0, 1, 0, u.calls, 0
            FROM m JOIN users u ON u.id = 'demo/agent1';
            INSERT INTO chat_blocks (tenant_id, user_name, blocked) SELECT 'demo', name, 'supervisor' FROM users WHERE name LIKE 'many%' AND name >= '{Name(Members - Blocking)}';
            """;
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static Task<long> CountAsync(SqliteConnection database, string broadcast) => ScalarAsync(database, "SELECT count(*) FROM chat_messages WHERE broadcast_id = $id", broadcast);

    private static async Task<long> ScalarAsync(SqliteConnection database, string sql, string broadcast)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", broadcast);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
