using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Web;

/// <summary>The webphone, its library and the example page, as a browser gets them.</summary>
[Collection(ClusterCollection.Name)]
public sealed partial class WebAppTests(ClusterFixture cluster)
{
    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Theory]
    [InlineData("", "text/html; charset=utf-8")]
    [InlineData("example/", "text/html; charset=utf-8")]
    [InlineData("example/example.js", "text/javascript; charset=utf-8")]
    [InlineData("example/example.css", "text/css; charset=utf-8")]
    [InlineData("phone/rtc-phone.js", "text/javascript; charset=utf-8")]
    [InlineData("phone/index.d.ts", "text/plain; charset=utf-8")]
    [InlineData("icon.svg", "image/svg+xml")]
    public async Task FilesAreServedWithTheirType(string path, string type)
    {
        using var answer = await GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
    }

    [Theory]
    [InlineData("calls")]
    [InlineData("log")]
    [InlineData("log/3f2a")]
    [InlineData("colleagues")]
    [InlineData("agents")]
    [InlineData("live")]
    [InlineData("flows")]
    [InlineData("queues")]
    [InlineData("settings")]
    [InlineData("voicemail")]
    public async Task PageOfTheApp_IsTheAppsDocument(string path)
    {
        using var answer = await GetAsync(path);
        using var root = await GetAsync("");

        Assert.Equal(await TextAsync(root), await TextAsync(answer));
    }

    [Theory]
    [InlineData("no-such-page")]
    [InlineData("log/3f2a/more")]
    [InlineData("phone/no-such-file.js")]
    [InlineData("assets/index-00000000.js")]
    [InlineData("example/..%2f..%2fappsettings.json")]
    public async Task WhatIsNotThere_IsNotFound(string path)
    {
        using var answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task FileWithAHashInItsName_IsKeptForGood()
    {
        using var page = await GetAsync("");
        var script = Script().Match(await TextAsync(page)).Groups[1].Value;

        using var answer = await GetAsync(script);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("phone/rtc-phone.js")]
    public async Task OtherFiles_AreAskedForAgain_AndNotSentAgain(string path)
    {
        using var first = await GetAsync(path);
        using var second = await GetAsync(path, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        using var other = await GetAsync(path, request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"of-another-version\"")));

        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, (await TextAsync(second)).Length));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", null)]
    [InlineData("br;q=0", null)]
    public async Task ScriptIsCompressed_ForThoseThatAcceptIt(string accepted, string? encoding)
    {
        using var answer = await GetAsync("phone/rtc-phone.js", request => request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted));

        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
    }

    [Fact]
    public async Task LibraryMayBeImportedByPagesOfOtherSites_AndNothingElse()
    {
        using var library = await GetAsync("phone/rtc-phone.js");
        using var page = await GetAsync("");

        Assert.Equal(["*"], library.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.False(page.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("calls")]
    [InlineData("example/")]
    public async Task PageNeedsNothingInline(string path)
    {
        using var answer = await GetAsync(path);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        var page = await TextAsync(answer);

        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Empty(Inline().Matches(page).Select(match => match.Value));
    }

    [Fact]
    public async Task HeadHasTheHeadersOfGet()
    {
        using var answer = await GetAsync("phone/rtc-phone.js", request => request.Method = HttpMethod.Head);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 1_000);
        Assert.Empty(await TextAsync(answer));
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private async Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Web, path));
        change?.Invoke(request);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("<script[^>]* src=\"/([^\"]*)\"")]
    private static partial Regex Script();

    [GeneratedRegex("<script(?![^>]* src=)[^>]*>|<style|style=\"|\\son[a-z]+=\"|javascript:")]
    private static partial Regex Inline();
}
