using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>Contacts over REST: whose they are, who may change them, who is calling, files. Each test has a user of its own.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ContactTests(ClusterFixture cluster) : IAsyncLifetime
{
    private static int _extensions = 119_000;
    private readonly string _user = $"carla{Guid.NewGuid().ToString("n")[..8]}";
    // Of its own too: a user whose making was answered late is not taken away, and keeps the extension.
    private readonly string _extension = $"{Interlocked.Increment(ref _extensions)}";
    private string _admin = "";
    private string _own = "";

    private Uri Web => cluster.Server.Addresses.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _admin = await Http.TokenAsync(Web, "admin@demo.test");
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/users/{_user}", _admin, new { email = $"{_user}@demo.test", displayName = "Carla", extension = _extension, role = "agent", password = "a good one" })).Status);
        _own = await Http.TokenAsync(Web, $"{_user}@demo.test", "a good one");
    }

    public async ValueTask DisposeAsync() => await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/users/{_user}", _admin);

    [Fact]
    public async Task AContactIsMade_Found_Changed_AndDeleted_ByItsOwnerAlone()
    {
        var (status, made) = await SendAsync(_own, HttpMethod.Post, "contacts", new { name = "José Núñez", organization = "Acme", numbers = new[] { new { number = "300 1234567", label = "mobile" } } });
        Assert.Equal((201, "own", "+573001234567", "user"), (status, Text(made, "book"), Text(made.GetProperty("numbers")[0], "e164"), Text(made.GetProperty("origins")[0], "source")));
        var path = $"contacts/{Text(made, "id")}";

        Assert.Equal(["José Núñez"], await NamesAsync(_own, "query=nunez%20jos"));
        Assert.Equal(["José Núñez"], await NamesAsync(_own, "query=%2B57300"));
        Assert.Empty(await NamesAsync(_own, "query=nunez&book=shared"));
        Assert.Empty(await NamesAsync(_admin, "query=nunez"));
        Assert.Equal(404, (await SendAsync(_admin, HttpMethod.Get, path)).Status);
        Assert.Equal(404, (await SendAsync(_admin, HttpMethod.Put, path, new { name = "Mine" })).Status);
        Assert.Equal(404, (await SendAsync(_admin, HttpMethod.Delete, path)).Status);

        Assert.Equal(204, (await SendAsync(_own, HttpMethod.Put, $"{path}/favorite")).Status);
        var changed = await SendAsync(_own, HttpMethod.Put, $"{path}?version=1", new { name = "José N." });
        Assert.Equal((200, 2, true), (changed.Status, changed.Body.GetProperty("version").GetInt32(), changed.Body.GetProperty("favorite").GetBoolean()));
        Assert.Equal(409, (await SendAsync(_own, HttpMethod.Put, $"{path}?version=1", new { name = "José M." })).Status);
        Assert.Equal(400, (await SendAsync(_own, HttpMethod.Put, path, new { name = "x", emails = new[] { new { address = "nobody" } } })).Status);
        Assert.Equal(["José N."], await NamesAsync(_own, "favorites=true"));
        Assert.Equal(204, (await SendAsync(_own, HttpMethod.Delete, $"{path}/favorite")).Status);
        Assert.Empty(await NamesAsync(_own, "favorites=true"));

        Assert.Equal(200, (await SendAsync(_own, HttpMethod.Post, $"{path}/restore", new { version = 1 })).Status);
        Assert.Equal([2, 1], (await SendAsync(_own, HttpMethod.Get, $"{path}/versions")).Body.EnumerateArray().Select(static version => version.GetProperty("version").GetInt32()));
        Assert.Equal(["José Núñez"], await NamesAsync(_own, "query=nunez"));

        Assert.Equal(204, (await SendAsync(_own, HttpMethod.Delete, path)).Status);
        Assert.Equal(404, (await SendAsync(_own, HttpMethod.Get, path)).Status);
        Assert.Equal(400, (await SendAsync(_own, HttpMethod.Get, "contacts?cursor=made-up")).Status);
    }

    [Fact]
    public async Task TheSameRequestTwiceMakesOneContact()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/contacts", _own, new { name = "Once" }, key);
        var second = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/contacts", _own, new { name = "Once" }, key);

        Assert.Equal((201, 201, Text(first.Body, "id")), (first.Status, second.Status, Text(second.Body, "id")));
        Assert.Equal(["Once"], await NamesAsync(_own, "book=own"));
    }

    [Fact]
    public async Task TheCompanysAreReadByAll_ChangedByAdministrators_AndAudited()
    {
        var name = $"Company {_user}";
        Assert.Equal(403, (await SendAsync(_own, HttpMethod.Post, "contacts?book=shared", new { name })).Status);
        Assert.Equal(403, (await SendAsync(_own, HttpMethod.Post, "contacts/import?book=shared", new { name })).Status);
        var (status, made) = await SendAsync(_admin, HttpMethod.Post, "contacts?book=shared", new { name, groups = new[] { _user } });
        Assert.Equal(201, status);
        var path = $"contacts/{Text(made, "id")}";
        try
        {
            Assert.Equal([name], await NamesAsync(_own, $"query={_user}"));
            Assert.Equal([name], await NamesAsync(_own, $"group={_user}"));
            foreach (var (method, what, body) in new (HttpMethod, string, object?)[]
            {
                (HttpMethod.Put, path, new { name = "Mine" }),
                (HttpMethod.Delete, path, null),
                (HttpMethod.Post, $"{path}/restore", new { version = 1 }),
            })
            {
                Assert.Equal(403, (await SendAsync(_own, method, what, body)).Status);
            }

            // What is only one's own is allowed.
            Assert.Equal(204, (await SendAsync(_own, HttpMethod.Put, $"{path}/favorite")).Status);
            var audit = (await SendAsync(_admin, HttpMethod.Get, "audit?limit=50")).Body.GetProperty("items").EnumerateArray();
            Assert.Contains(audit, row => Text(row, "action") == "contact.create" && Text(row, "target") == Text(made, "id"));
        }
        finally
        {
            Assert.Equal(204, (await SendAsync(_admin, HttpMethod.Delete, path)).Status);
        }
    }

    [Fact]
    public async Task WhoIsCalling_IsToldForManyNumbersAtOnce()
    {
        await SendAsync(_own, HttpMethod.Post, "contacts", new { name = "Ana", notes = "VIP", numbers = new[] { new { number = "+57 300 9990001" } } });
        await SendAsync(_own, HttpMethod.Post, "contacts", new { name = "Door", numbers = new[] { new { number = "7777" } } });

        var (status, callers) = await SendAsync(_own, HttpMethod.Get, "contacts/callers?number=%2B573009990001&number=3009990001&number=7777&number=%2B1");

        Assert.Equal(200, status);
        Assert.Equal(
            ["+573009990001=Ana", "3009990001=Ana", "7777=Door"],
            callers.EnumerateArray().Select(static caller => $"{Text(caller, "number")}={Text(caller.GetProperty("contact"), "name")}").Order(StringComparer.Ordinal));
        Assert.Equal(400, (await SendAsync(_own, HttpMethod.Get, "contacts/callers")).Status);
    }

    [Fact]
    public async Task AFileIsTriedAndImported_TwiceIsOnce_AndComesOutAsItWentIn()
    {
        const string file = "Name,Phone 1 - Value,E-mail 1 - Value\nAna,300 888 0001,ana@x.co\nAna B,+57 300 888 0001,\nBeto,,beto\nCarlos,300 888 0002,\n";

        var tried = await ImportAsync(file, "dryRun=true");
        Assert.Equal((200, "2 made, 0 changed, 0 merged, 1 unchanged, 1 refused"), tried);
        Assert.Empty(await NamesAsync(_own, "book=own"));

        Assert.Equal(tried, await ImportAsync(file, ""));
        Assert.Equal((200, "0 made, 0 changed, 0 merged, 3 unchanged, 1 refused"), await ImportAsync(file, ""));
        Assert.Equal(["Ana", "Carlos"], await NamesAsync(_own, "book=own"));

        var vcards = await FileAsync("contacts/export?format=vcard");
        Assert.Contains("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\n", vcards, StringComparison.Ordinal);
        Assert.Equal((200, "0 made, 0 changed, 0 merged, 2 unchanged, 0 refused"), await ImportAsync(vcards, ""));
        Assert.Equal((200, "0 made, 0 changed, 0 merged, 2 unchanged, 0 refused"), await ImportAsync(await FileAsync("contacts/export"), ""));
        Assert.Equal((200, "0 made, 1 changed, 0 merged, 0 unchanged, 0 refused"), await ImportAsync("Name,Company,Phone 1 - Value\nANA,Acme,3008880001", ""));
        Assert.Equal((200, "0 made, 0 changed, 1 merged, 0 unchanged, 0 refused"), await ImportAsync("Name,Notes,Phone 1 - Value\nCharles,Hi,3008880002", ""));
        Assert.Equal(["Carlos"], await NamesAsync(_own, "query=3008880002"));
        Assert.Equal(400, (await ImportAsync("Color\nred", "")).Status);
        Assert.Equal(400, (await ImportAsync("", "")).Status);
    }

    [Fact]
    public async Task TwoThatAreOneAreProposed_Merged_AndParted()
    {
        var first = (await SendAsync(_own, HttpMethod.Post, "contacts", new { name = "Ana", numbers = new[] { new { number = "3007770001" } } })).Body;
        var second = (await SendAsync(_own, HttpMethod.Post, "contacts", new { name = "Anna", numbers = new[] { new { number = "+573007770001" } }, notes = "x" })).Body;
        var proposal = Assert.Single((await SendAsync(_own, HttpMethod.Get, "contacts/duplicates")).Body.EnumerateArray());
        Assert.Equal(("number", 2), (Text(proposal, "reason"), proposal.GetProperty("contacts").GetArrayLength()));
        var request = new { keep = Text(first, "id"), keepVersion = 1, other = Text(second, "id"), otherVersion = 1 };

        Assert.Equal(409, (await SendAsync(_own, HttpMethod.Post, "contacts/merge", new { request.keep, keepVersion = 2, request.other })).Status);
        Assert.Equal(404, (await SendAsync(_admin, HttpMethod.Post, "contacts/merge", request)).Status);
        var merged = await SendAsync(_own, HttpMethod.Post, "contacts/merge", request);

        Assert.Equal((200, "x"), (merged.Status, Text(merged.Body, "notes")));
        Assert.Equal(["Ana"], await NamesAsync(_own, "book=own"));
        Assert.Equal(200, (await SendAsync(_own, HttpMethod.Post, $"contacts/{request.keep}/restore", new { version = 1 })).Status);
        Assert.Equal(["Ana", "Anna"], await NamesAsync(_own, "book=own"));
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private async Task<(int Status, string Result)> ImportAsync(string file, string query)
    {
        using var client = Client();
        using var content = new StringContent(file, Encoding.UTF8, "text/plain");
        using var answer = await client.PostAsync(new Uri($"api/v1/contacts/import?{query}", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            return ((int)answer.StatusCode, text);
        }

        var last = JsonSerializer.Deserialize<JsonElement>(text.Trim().Split('\n')[^1]);
        return ((int)answer.StatusCode, string.Join(", ", new[] { "made", "changed", "merged", "unchanged", "refused" }.Select(kind => $"{last.GetProperty(kind).GetInt32()} {kind}")));
    }

    private async Task<string> FileAsync(string path)
    {
        using var client = Client();
        return await client.GetStringAsync(new Uri($"api/v1/{path}", UriKind.Relative));
    }

    private HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Web };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _own);
        return client;
    }

    private async Task<List<string>> NamesAsync(string token, string query)
    {
        var (status, page) = await SendAsync(token, HttpMethod.Get, $"contacts?{query}");
        Assert.True(status == 200, $"{status} {page}");
        return [.. page.GetProperty("items").EnumerateArray().Select(static contact => Text(contact, "name")!)];
    }

    private Task<(int Status, JsonElement Body)> SendAsync(string token, HttpMethod method, string path, object? body = null) => Http.SendAsync(Web, method, $"api/v1/{path}", token, body);
}
