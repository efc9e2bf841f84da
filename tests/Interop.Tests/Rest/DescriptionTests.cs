using System.Text.Json;
using System.Text.RegularExpressions;
using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Rest;

[Collection(ClusterCollection.Name)]
public sealed partial class DescriptionTests(ClusterFixture cluster)
{
    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task EveryOperationHasIdSummaryAndTag()
    {
        var (_, document) = await Http.SendAsync(Web, HttpMethod.Get, "openapi/v1.json");

        var bare = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(operation => operation.Value.ValueKind == JsonValueKind.Object)
                .Where(operation => !operation.Value.TryGetProperty("operationId", out _)
                    || !operation.Value.TryGetProperty("summary", out _) || !operation.Value.TryGetProperty("tags", out _))
                .Select(operation => $"{operation.Name} {path.Name}"));

        Assert.Empty(bare);
    }

    [Theory]
    [InlineData("")]
    [InlineData("scalar")]
    public async Task PageLoadsNothingFromThirdParties(string path)
    {
        using var http = new HttpClient { BaseAddress = Web };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
        Assert.Empty(ThirdParty().Matches(page).Select(match => match.Value));
        Assert.Contains("frame-ancestors 'none'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status/status.js", "text/javascript")]
    [InlineData("status/texts.js", "text/javascript")]
    [InlineData("status/status.css", "text/css")]
    [InlineData("status/icon.svg", "image/svg+xml")]
    public async Task StatusPagesFilesAreServed(string path, string type)
    {
        using var http = new HttpClient { BaseAddress = Web };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((200, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [GeneratedRegex("""(?:src|href)="https?://[^"]*""")]
    private static partial Regex ThirdParty();
}
