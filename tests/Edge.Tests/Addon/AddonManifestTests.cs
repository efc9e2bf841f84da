using System.Net;
using System.Text.Json.Nodes;
using RtcCluster.Edge.Http.Addon;
using RtcCluster.TestKit.Rest;
using Xunit;

namespace RtcCluster.Edge.Tests.Addon;

/// <summary>The deployment: what Google's protos (google/apps/script/type) require of it, and that everything that it names is served.</summary>
[Collection(AddonCollection.Name)]
public sealed class AddonManifestTests(AddonHouse house)
{
    private const string Root = "https://phone.example.com";

    [Fact]
    public void TheManifest_HasWhatGoogleRequires()
    {
        var manifest = AddonManifest.Make(Root, Root + AddonManifest.Icon);
        var addon = manifest["addOns"]!;

        Assert.All(manifest["oauthScopes"]!.AsArray(), scope => Assert.StartsWith("https://www.googleapis.com/auth/", scope!.ToString(), StringComparison.Ordinal));
        Assert.Equal(["common", "gmail", "calendar", "drive", "docs", "sheets", "slides", "httpOptions"], addon.AsObject().Select(static each => each.Key));
        Assert.False(string.IsNullOrEmpty(addon["common"]!["name"]!.ToString()));
        Assert.False(string.IsNullOrEmpty(addon["common"]!["logoUrl"]!.ToString()));
        Assert.Equal("SYSTEM_ID_TOKEN", addon["httpOptions"]!["authorizationHeader"]!.ToString());
        Assert.Contains(addon["calendar"]!["currentEventAccess"]!.ToString(), new[] { "METADATA", "READ", "WRITE", "READ_WRITE" });
        Assert.All(new[] { "docs", "sheets", "slides" }, host =>
        {
            var link = Assert.Single(addon[host]!["linkPreviewTriggers"]!.AsArray())!;
            Assert.Equal("phone.example.com", link["patterns"]![0]!["hostPattern"]!.ToString());
            Assert.False(string.IsNullOrEmpty(link["labelText"]!.ToString()));
        });
    }

    [Fact]
    public async Task EveryEndpointThatItNames_IsServed()
    {
        var (_, account) = await house.NewUserAsync();
        var named = Functions(AddonManifest.Make(Root, "")).Distinct().ToList();

        Assert.All(named, address => Assert.StartsWith($"{Root}/addon/", address, StringComparison.Ordinal));
        foreach (var endpoint in named.Select(address => address[$"{Root}/addon/".Length..]))
        {
            Assert.Equal(200, (await house.Hosts.AskAsync(endpoint, house.Hosts.Event("GMAIL", account))).Status);
        }
    }

    [Fact]
    public async Task PagesThatCardsOpen_AreAmongThoseThatItAllows()
    {
        var prefix = AddonManifest.Make(house.Edge.WebUrl.ToString().TrimEnd('/'), "")["addOns"]!["common"]!["openLinkUrlPrefixes"]![0]!.ToString();

        Assert.StartsWith(prefix, $"{house.Edge.WebUrl}log/x", StringComparison.Ordinal);
        using var admin = await RestClient.SignInAsync(house.Edge.WebUrl, "admin@demo.test", "demo");
        using var good = await admin.Http.GetAsync(new Uri($"api/v1/addon/manifest?url={Root}/", UriKind.Relative), TestContext.Current.CancellationToken);
        using var local = await admin.Http.GetAsync(new Uri("api/v1/addon/manifest", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (good.StatusCode, local.StatusCode));
        Assert.Equal(AddonManifest.Make(Root, Root + AddonManifest.Icon).ToJsonString(), JsonNode.Parse(await good.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.ToJsonString());
    }

    [Fact]
    public async Task ThePictureThatItNames_IsServed_ToWhoeverAsks()
    {
        using var http = new HttpClient { BaseAddress = house.Edge.WebUrl };
        using var answer = await http.GetAsync(new Uri(AddonManifest.Icon, UriKind.Relative), TestContext.Current.CancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
        // The width and the height, at least 128 each.
        Assert.Equal((128, 128), (bytes[18] * 256 + bytes[19], bytes[22] * 256 + bytes[23]));
    }

    private static IEnumerable<string> Functions(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(each => each.Key is "runFunction" or "onTriggerFunction" ? [each.Value!.ToString()] : Functions(each.Value)),
        JsonArray list => list.SelectMany(Functions),
        _ => [],
    };
}
