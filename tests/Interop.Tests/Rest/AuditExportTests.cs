using System.Net.Http.Headers;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>The audit trail as a file: filtered, guarded against formulas, and itself in the trail.</summary>
[Collection(ClusterCollection.Name)]
public sealed class AuditExportTests(ClusterFixture cluster)
{
    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task IsALineForEachRow_AndIsAudited()
    {
        var token = await Http.TokenAsync(Web, "admin@demo.test");
        var queue = $"x{Guid.NewGuid():N}"[..20];
        await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/queues/{queue}", token, new { name = "Exported" });
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/queues/{queue}", token)).Status);

        var lines = (await FileAsync(token, $"api/v1/audit/export?format=jsonl&actor=admin&action=queue.d&target={queue}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var row = JsonDocument.Parse(Assert.Single(lines));
        Assert.Equal(("queue.delete", queue), (row.RootElement.GetProperty("action").GetString(), row.RootElement.GetProperty("target").GetString()));

        var csv = (await FileAsync(token, $"api/v1/audit/export?separator=%3B&target={queue}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("number;at;actor;action;target;address;detail", csv[0]);
        Assert.Equal(3, csv.Length);
        Assert.EndsWith($";admin;queue.delete;{queue};127.0.0.1;", csv[1], StringComparison.Ordinal);
        Assert.EndsWith($";admin;queue.save;{queue};127.0.0.1;", csv[2], StringComparison.Ordinal);

        var exports = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/audit?action=audit.export", token);
        Assert.True(exports.Body.GetProperty("items").GetArrayLength() >= 2, exports.Body.ToString());
    }

    [Theory]
    [InlineData("api/v1/audit?actor=..%2Fother")]
    [InlineData("api/v1/audit?from=2026-11-24T00:00:00Z&to=2026-11-24T00:00:00Z")]
    [InlineData("api/v1/audit/export?format=xml")]
    [InlineData("api/v1/audit/export?separator=%7C")]
    public async Task NonsenseIsRefused(string path) =>
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Get, path, await Http.TokenAsync(Web, "admin@demo.test"))).Status);

    private async Task<string> FileAsync(string token, string path)
    {
        using var client = new HttpClient { BaseAddress = Web };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.GetStringAsync(new Uri(path, UriKind.Relative));
    }
}
