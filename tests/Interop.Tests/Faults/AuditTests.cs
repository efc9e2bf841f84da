using System.Globalization;
using Microsoft.Data.Sqlite;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Faults;

/// <summary>kill -9 while the audit trail is written and sealed, and what <c>audit verify</c> says of it and of a changed byte.</summary>
public sealed class AuditTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task AfterAKillInMidChain_TheNextProcessFinishesIt_AndAChangedByteIsFound()
    {
        await using var server = await StandaloneServer.StartAsync();
        var token = await Http.TokenAsync(server.Addresses.WebUrl, "admin@demo.test");
        using (var over = new CancellationTokenSource())
        {
            var acts = Enumerable.Range(0, 4).Select(_ => ActAsync(server, token, over.Token)).ToList();
            // Killed while rows come: some are sealed, some are not.
            await WaitForSealedAsync(server, token, 20);
            await server.KillAsync();
            await over.CancelAsync();
            await Task.WhenAll(acts);
        }

        var (code, verdict) = await server.AdministerAsync("audit", "verify");
        Assert.True(code == 0 && verdict.Contains("VERIFIED: ", StringComparison.Ordinal), verdict);

        await server.StartAgainAsync();
        token = await Http.TokenAsync(server.Addresses.WebUrl, "admin@demo.test");
        var (status, _) = await Http.SendAsync(server.Addresses.WebUrl, HttpMethod.Put, "api/v1/queues/support/emergency", token, new { on = false });
        Assert.Equal(204, status);
        await Eventually.IsTrueAsync("every row sealed", Soon, async () =>
        {
            var (_, page) = await Http.SendAsync(server.Addresses.WebUrl, HttpMethod.Get, "api/v1/audit?limit=500", token);
            var numbers = page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("number").ValueKind is System.Text.Json.JsonValueKind.Null ? 0 : row.GetProperty("number").GetInt64()).ToList();
            return numbers.Count > 20 && numbers.SequenceEqual(Enumerable.Range(0, numbers.Count).Select(i => numbers[0] - i)) && numbers[^1] >= 1;
        });
        Assert.Equal(0, await server.StopAsync());

        (code, verdict) = await server.AdministerAsync("audit", "verify", "--tenant", "demo");
        Assert.True(code == 0 && verdict.Contains(" 0 not sealed yet", StringComparison.Ordinal) && verdict.Contains(" 0 faults", StringComparison.Ordinal), verdict);

        await ChangeAsync(server, 7);
        (code, verdict) = await server.AdministerAsync("audit", "verify");
        Assert.True(code == 1 && verdict.Contains("FAULT demo: row 7 is not what was sealed", StringComparison.Ordinal), verdict);
        (code, verdict) = await server.AdministerAsync("audit", "everything");
        Assert.True(code == 64 && verdict.Contains("audit verify", StringComparison.Ordinal), verdict);
    }

    private static async Task ActAsync(StandaloneServer server, string token, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Http.SendAsync(server.Addresses.WebUrl, HttpMethod.Put, "api/v1/queues/support/emergency", token, new { on = true });
            }
            catch (HttpRequestException)
            {
                // It was killed, as it should be.
                return;
            }
        }
    }

    private static Task WaitForSealedAsync(StandaloneServer server, string token, long rows) => Eventually.IsTrueAsync($"{rows} sealed rows", Soon, async () =>
    {
        var (_, page) = await Http.SendAsync(server.Addresses.WebUrl, HttpMethod.Get, "api/v1/audit?action=queue.&limit=500", token);
        return page.GetProperty("items").EnumerateArray().Any(row => row.GetProperty("number").ValueKind is System.Text.Json.JsonValueKind.Number && row.GetProperty("number").GetInt64() >= rows);
    });

    private static async Task ChangeAsync(StandaloneServer server, long number)
    {
        var file = Path.Combine(server.DataPath, "rtccluster.db");
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE audit SET target = 'sales' WHERE id = (SELECT row_id FROM audit_chain WHERE tenant_id = 'demo' AND number = @number)";
        command.Parameters.AddWithValue("@number", number.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
