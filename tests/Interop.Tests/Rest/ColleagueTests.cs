using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Rest;

[Collection(ClusterCollection.Name)]
public sealed class ColleagueTests(ClusterFixture cluster)
{
    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Theory]
    [InlineData("agent2")]
    [InlineData("AGENT2")]
    [InlineData(" 1002 ")]
    public async Task AreFoundByNameAndExtension(string query)
    {
        var found = Assert.Single((await ListAsync($"?query={Uri.EscapeDataString(query)}")).Items);

        Assert.Equal("agent2", found.GetProperty("name").GetString());
        Assert.Equal("1002", found.GetProperty("extension").GetString());
        Assert.Equal(["displayName", "extension", "name"], found.EnumerateObject().Select(member => member.Name).Order());
    }

    [Fact]
    public async Task AreFoundByDisplayName()
    {
        var (items, _) = await ListAsync("?query=agent2");
        var name = items[0].GetProperty("displayName").GetString()!;

        var (found, _) = await ListAsync($"?query={Uri.EscapeDataString(name.ToUpperInvariant())}");

        Assert.Contains("agent2", found.Select(Name));
    }

    [Fact]
    public async Task AreListedPageByPage_WithoutWhoAsks()
    {
        var (all, end) = await ListAsync("");
        var (names, cursor) = (new List<string>(), (string?)null);
        do
        {
            var (items, next) = await ListAsync($"?limit=2{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            names.AddRange(items.Select(Name));
            cursor = next;
        }
        while (cursor is not null);

        Assert.Null(end);
        Assert.Equal(all.Select(Name), names);
        Assert.Contains("agent2", names);
        Assert.DoesNotContain("agent1", names);
    }

    [Fact]
    public async Task DisabledOneIsNone()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var leaver = new { email = "leaver@demo.test", displayName = "Leaver", extension = "1177", role = "agent", password = "a good one", disabled = true };
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/users/leaver", admin, leaver)).Status);

        Assert.Empty((await ListAsync("?query=leaver")).Items);

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/users/leaver", admin)).Status);
    }

    [Theory]
    [InlineData("?cursor=made-up")]
    [InlineData("?query=0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x")]
    public async Task WhatIsNotAcceptable_IsRefused(string query)
    {
        var (status, problem) = await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/colleagues{query}", await Http.TokenAsync(Web, "agent1@demo.test"));

        Assert.Equal((400, "invalid"), (status, Http.Code(problem)));
    }

    private static string Name(JsonElement colleague) => colleague.GetProperty("name").GetString()!;

    private async Task<(List<JsonElement> Items, string? Next)> ListAsync(string query)
    {
        var (status, page) = await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/colleagues{query}", await Http.TokenAsync(Web, "agent1@demo.test"));
        Assert.True(status == 200, $"{status} {page}");
        return ([.. page.GetProperty("items").EnumerateArray()], page.GetProperty("next").GetString());
    }
}
