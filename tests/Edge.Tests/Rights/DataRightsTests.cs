using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Contacts.Files;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Rights;
using RtcCluster.Storage.Voicemail;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>What users may ask about their data, from the request to what becomes of it.</summary>
public sealed class DataRightsTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private EdgeUnderTest _edge = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _edge = await EdgeUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    [Fact]
    public async Task AUsersOwnBundleVerifies_EachDownloadIsOneRow_AndNobodyElseGetsIt()
    {
        using var agent = await SignInAsync("agent1");
        using var other = await SignInAsync("agent2");
        await agent.PutAsync("api/v1/me/consents/diagnostics", new { given = true });
        var id = await AskAsync(agent, "api/v1/me/exports");

        var bytes = await agent.Http.GetByteArrayAsync(new Uri($"api/v1/me/exports/{id}/file", UriKind.Relative), Ct);
        await agent.Http.GetByteArrayAsync(new Uri($"api/v1/me/exports/{id}/file", UriKind.Relative), Ct);

        var verdict = await _edge.Services.GetRequiredService<BundleVerifier>().VerifyAsync(new MemoryStream(bytes), Ct);
        Assert.Equal([], verdict.Problems);
        Assert.Equal(("agent1", null), (verdict.Manifest!.User, verdict.Manifest.Case));
        using var zip = new ZipArchive(new MemoryStream(bytes));
        using var profile = await JsonDocument.ParseAsync(await zip.GetEntry("data/profile.json")!.OpenAsync(Ct), cancellationToken: Ct);
        Assert.Equal("agent1@demo.test", profile.RootElement.GetProperty("email").GetString());
        using var consents = await JsonDocument.ParseAsync(await zip.GetEntry("data/consents.json")!.OpenAsync(Ct), cancellationToken: Ct);
        var consent = Assert.Single(consents.RootElement.EnumerateArray());
        Assert.Equal(("Diagnostics", true), (consent.GetProperty("purpose").GetString(), consent.GetProperty("given").GetBoolean()));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, HttpMethod.Get, $"api/v1/me/exports/{id}/file"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, HttpMethod.Delete, $"api/v1/me/exports/{id}"));
        Assert.Equal(2, await RowsAsync("export.download"));

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(agent, HttpMethod.Delete, $"api/v1/me/exports/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(agent, HttpMethod.Get, $"api/v1/me/exports/{id}/file"));
        Assert.Equal(2, await RowsAsync("export.download"));
    }

    [Fact]
    public async Task ABundleHasAFileForEachColumnWithTheUsersName_WithFavouritesAndGreeting()
    {
        using var agent = await SignInAsync("agent1");
        var (made, contact) = await agent.PostAsync("api/v1/contacts", new { name = "Ana Favorita", numbers = new[] { new { number = "+573001112233", label = "mobile" } } });
        Assert.Equal(201, made);
        await agent.PutAsync($"api/v1/contacts/{JsonDocument.Parse(contact).RootElement.GetProperty("id").GetString()}/favorite", new { });
        await agent.PostAsync("api/v1/contacts", new { name = "Bo Ordinario", numbers = new[] { new { number = "+573004445566", label = "mobile" } } });
        var greeting = Company.Sound();
        using var put = await agent.Http.PutAsync(new Uri("api/v1/me/voicemail/greeting", UriKind.Relative), new ByteArrayContent(greeting), Ct);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var id = await AskAsync(agent, "api/v1/me/exports");

        using var zip = new ZipArchive(new MemoryStream(await agent.Http.GetByteArrayAsync(new Uri($"api/v1/me/exports/{id}/file", UriKind.Relative), Ct)));

        Assert.Equal([], ArchiveInventory.Files.Values.Distinct().Where(file => zip.GetEntry(file) is null));
        using var favourite = await JsonDocument.ParseAsync(await zip.GetEntry("data/favorites.jsonl")!.OpenAsync(Ct), cancellationToken: Ct);
        Assert.Equal(("own", "Ana Favorita"), (favourite.RootElement.GetProperty("book").GetString(), favourite.RootElement.GetProperty("name").GetString()));
        using var sound = new MemoryStream();
        await (await zip.GetEntry("audio/greeting.wav")!.OpenAsync(Ct)).CopyToAsync(sound, Ct);
        Assert.Equal(greeting, sound.ToArray());
        using var activity = new StreamReader(await zip.GetEntry("data/activity.jsonl")!.OpenAsync(Ct));
        Assert.Contains("\"action\":\"export.ask\"", await activity.ReadToEndAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACaseIsExportedWhenTwoHaveApproved_AlsoWhatAUserHasDeleted()
    {
        using var admin = await SignInAsync("admin");
        await admin.PutAsync("api/v1/users/second", new { email = "second@demo.test", displayName = "Second", extension = "7788", role = "Administrator", password = "a good one" });
        using var second = await RestClient.SignInAsync(_edge.WebUrl, "second@demo.test", "a good one");
        await LeaveAsync("agent1", "kept");
        var (_, made) = await admin.PostAsync("api/v1/legal-cases", new { name = "Suit", scope = new { users = new[] { "agent1" } } });
        var id = JsonDocument.Parse(made).RootElement.GetProperty("id").GetString()!;
        Assert.Equal(409, (await admin.PostAsync($"api/v1/legal-cases/{id}/exports")).Status);
        Assert.Equal(200, (await second.PostAsync($"api/v1/legal-cases/{id}/approve")).Status);
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(admin, HttpMethod.Delete, "api/v1/users/agent1"));

        var export = await AskAsync(admin, $"api/v1/legal-cases/{id}/exports");
        var bytes = await second.Http.GetByteArrayAsync(new Uri($"api/v1/legal-cases/{id}/exports/{export}/file", UriKind.Relative), Ct);

        var verdict = await _edge.Services.GetRequiredService<BundleVerifier>().VerifyAsync(new MemoryStream(bytes), Ct);
        Assert.Equal([], verdict.Problems);
        Assert.Equal(id, verdict.Manifest!.Case);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        using var messages = await JsonDocument.ParseAsync(await zip.GetEntry("data/voicemail.json")!.OpenAsync(Ct), cancellationToken: Ct);
        Assert.Equal(("kept", "+573001234567"), messages.RootElement.EnumerateArray().Select(m => (m.GetProperty("id").GetString(), m.GetProperty("fromNumber").GetString())).Single());
        Assert.Equal(1, await RowsAsync("legal.download"));
        // Nobody gets the name while the case lasts.
        Assert.Equal(409, await PutUserAsync(admin, "agent1"));
    }

    [Fact]
    public async Task ARequestHasANumberAndADueDay_AndAnErasureErases()
    {
        using var admin = await SignInAsync("admin");
        using var agent = await SignInAsync("agent2");
        await LeaveAsync("agent2", "gone");
        Assert.Equal(404, (await agent.PostAsync("api/v1/me/rights", new { kind = "calls", call = "no-such-call" })).Status);
        var first = await RequestAsync(agent, "complaint");
        var erase = await RequestAsync(agent, "erase");
        var access = (await RequestAsync(agent, "access")).GetProperty("id").GetString();
        Assert.Equal((1, 2, "open"), (first.GetProperty("number").GetInt32(), erase.GetProperty("number").GetInt32(), erase.GetProperty("state").GetString()));
        Assert.True(erase.GetProperty("dueAt").GetDateTimeOffset() - erase.GetProperty("madeAt").GetDateTimeOffset() >= TimeSpan.FromDays(19));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(agent, HttpMethod.Get, "api/v1/rights"));
        Assert.Empty((await admin.GetAsync<JsonElement>("api/v1/rights?overdue=true")).EnumerateArray());

        // Somebody granted the other and died over it: it cannot be taken back or refused, and who grants it again goes on.
        var half = first.GetProperty("id").GetString()!;
        await _edge.Services.GetRequiredService<IRightsRequests>().DecideAsync("demo", half, RightsState.Granting, "demo/admin", "yes", Ct);
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(agent, HttpMethod.Delete, $"api/v1/me/rights/{half}"));
        Assert.Equal(409, (await admin.PostAsync($"api/v1/rights/{half}/decide", new { granted = false, reason = "too late" })).Status);
        Assert.Equal((200, "done"), await admin.PostAsync($"api/v1/rights/{half}/decide", new { granted = true, reason = "go on" }) is var (status, body)
            ? (status, JsonDocument.Parse(body).RootElement.GetProperty("state").GetString()) : default);

        var decide = $"api/v1/rights/{erase.GetProperty("id").GetString()}/decide";
        Assert.Equal(400, (await admin.PostAsync(decide, new { granted = true, reason = "" })).Status);
        Assert.Equal(200, (await admin.PostAsync(decide, new { granted = true, reason = "as asked" })).Status);
        Assert.Equal(409, (await admin.PostAsync(decide, new { granted = false, reason = "again" })).Status);
        Assert.Equal(1, await RowsAsync("user.delete"));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(agent, HttpMethod.Get, "api/v1/me"));
        await Eventually.IsTrueAsync(
            "the departure's end", Soon, async () => await _edge.Services.GetRequiredService<IDepartures>().FindAsync("demo", "agent2", Ct) is { EndedAt: not null });
        Assert.Null(await _edge.Services.GetRequiredService<IBlobStore>().FindAsync("voicemail/demo/gone/00000000", Ct));
        Assert.Equal(409, (await admin.PostAsync($"api/v1/rights/{access}/decide", new { granted = true, reason = "as asked" })).Status);
        Assert.Equal(["agent2~1", "agent2~1", "agent2~1"], (await admin.GetAsync<JsonElement>("api/v1/rights")).EnumerateArray().Select(request => request.GetProperty("user").GetString()));

        Assert.Equal(200, await PutUserAsync(admin, "agent2"));
        using var next = await RestClient.SignInAsync(_edge.WebUrl, "agent2@other.test", "a good one");
        Assert.Empty((await next.GetAsync<JsonElement>("api/v1/me/rights")).EnumerateArray());
        Assert.Empty((await next.GetAsync<JsonElement>("api/v1/me/voicemail")).GetProperty("items").EnumerateArray());

        // The last administrator is not erased, and the lists say why it is not done: theirs too, who could make another one.
        var own = (await RequestAsync(admin, "erase")).GetProperty("id").GetString()!;
        Assert.NotNull(await _edge.Services.GetRequiredService<IRightsRequests>().DecideAsync("demo", own, RightsState.Granting, "demo/admin", "yes", Ct));
        foreach (var list in new[] { "api/v1/rights", "api/v1/me/rights" })
        {
            Assert.Equal([own], (await admin.GetAsync<JsonElement>(list)).EnumerateArray().Where(static each => each.GetProperty("waits").GetBoolean()).Select(static each => each.GetProperty("id").GetString()));
        }
    }

    [Fact]
    public async Task ARestrictionKeepsTheUserOut_AndNamesAreCorrectedByTheirOwners()
    {
        using var admin = await SignInAsync("admin");
        using var agent = await SignInAsync("agent3");
        await agent.PutAsync("api/v1/me/profile", new { displayName = "Right Name" });
        Assert.Equal("Right Name", (await agent.GetAsync<JsonElement>("api/v1/me")).GetProperty("displayName").GetString());
        var asked = await RequestAsync(agent, "restrict");

        Assert.Equal(200, (await admin.PostAsync($"api/v1/rights/{asked.GetProperty("id").GetString()}/decide", new { granted = true, reason = "as asked" })).Status);

        Assert.Equal(1, await RowsAsync("user.save"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(agent, HttpMethod.Get, "api/v1/me"));
        Assert.True((await admin.GetAsync<JsonElement>("api/v1/users/agent3")).GetProperty("disabled").GetBoolean());
    }

    [Fact]
    public async Task ABundleShowsNoNumberThatItsUserDoesNotSee_ButToSupervisorsAll()
    {
        var (directory, writer) = (_edge.Services.GetRequiredService<IDirectory>(), _edge.Services.GetRequiredService<IDirectoryWriter>());
        var shy = (await directory.FindUserAsync("demo", "agent3", Ct))!;
        Assert.True((await writer.SaveUserAsync(shy with { Calls = shy.Calls with { Visibility = new UserVisibility { Number = VisibleTo.Nobody } } }, ct: Ct)).IsSaved);
        var at = DateTimeOffset.UtcNow.AddMinutes(-5);
        await _edge.Services.GetRequiredService<IHistoryWriter>().WriteAsync(
            new CallHistory
            {
                Entry = new CallLogEntry
                {
                    CallId = "demo/shy", TenantId = "demo", LedgerNumber = 1, StartedAt = at, EndedAt = at.AddMinutes(1), FromNumber = shy.Extension!, ToNumber = "+573001234567",
                    Participants = ["demo/agent1", "demo/agent3", "demo/supervisor"],
                },
            },
            Ct);

        foreach (var (user, number) in new[] { ("agent1", ""), ("agent3", shy.Extension!), ("supervisor", shy.Extension!) })
        {
            using var who = await SignInAsync(user);
            var id = await AskAsync(who, "api/v1/me/exports");
            using var zip = new ZipArchive(new MemoryStream(await who.Http.GetByteArrayAsync(new Uri($"api/v1/me/exports/{id}/file", UriKind.Relative), Ct)));
            using var calls = await JsonDocument.ParseAsync(await zip.GetEntry("data/calls.jsonl")!.OpenAsync(Ct), cancellationToken: Ct);
            Assert.Equal((number, "+573001234567"), (calls.RootElement.GetProperty("fromNumber").GetString(), calls.RootElement.GetProperty("toNumber").GetString()));
        }
    }

    [Fact]
    public async Task AnImportEndsWhenWhoImportsIsDeleted()
    {
        var (store, writer, users) = (_edge.Services.GetRequiredService<IContacts>(), _edge.Services.GetRequiredService<IContactWriter>(), _edge.Services.GetRequiredService<IDirectoryWriter>());
        var entries = Enumerable.Range(1, 500).Select(i => new ImportedCard(i, new ContactCard { Name = $"Person {i}", Numbers = [new ContactNumber($"+57300{i:D7}", $"+57300{i:D7}", "mobile")] })).ToList();
        var caller = new Caller(new UserId("demo/agent1"), UserRole.Agent, "");
        // The first line is out when the user is deleted.
        await using var body = new Watched(async () => await users.DeleteUserAsync("demo", "agent1", Ct));
        var context = new DefaultHttpContext { RequestServices = _edge.Services };
        context.Response.Body = body;

        await new ContactImportRun(new ContactImport(store, writer, "demo", "agent1", "agent1", dryRun: false), caller, entries).ExecuteAsync(context);

        Assert.Equal(1, body.ToArray().Count(static each => each == (byte)'\n'));
        Assert.Equal(0, await store.CountAsync("demo", "agent1", Ct));
    }

    private static async Task<JsonElement> RequestAsync(RestClient who, string kind)
    {
        var (status, body) = await who.PostAsync("api/v1/me/rights", new { kind, text = "please" });
        Assert.Equal(200, status);
        return JsonDocument.Parse(body).RootElement;
    }

    private static async Task<HttpStatusCode> StatusAsync(RestClient who, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        using var answer = await who.Http.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static async Task<int> PutUserAsync(RestClient who, string name)
    {
        using var content = System.Net.Http.Json.JsonContent.Create(new { email = $"{name}@other.test", displayName = name, extension = "7799", role = "Agent", password = "a good one" });
        using var answer = await who.Http.PutAsync(new Uri($"api/v1/users/{name}", UriKind.Relative), content, Ct);
        return (int)answer.StatusCode;
    }

    private static async Task<string> AskAsync(RestClient who, string path)
    {
        var (status, body) = await who.PostAsync(path);
        Assert.Equal(200, status);
        var id = JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
        await Eventually.IsTrueAsync(
            "a bundle", Soon, async () => (await who.GetAsync<JsonElement>(path)).EnumerateArray().Any(export => export.GetProperty("id").GetString() == id && export.GetProperty("state").GetString() == "ready"));
        return id;
    }

    private Task<RestClient> SignInAsync(string name) => RestClient.SignInAsync(_edge.WebUrl, $"{name}@demo.test", "demo");

    private async Task<int> RowsAsync(string action) =>
        (await _edge.Services.GetRequiredService<IAuditLog>().ListAsync(new AuditFilter { TenantId = "demo", Action = action }, ct: Ct)).Items.Count;

    private async Task LeaveAsync(string owner, string name)
    {
        await _edge.Services.GetRequiredService<IBlobStore>().WriteAsync($"voicemail/demo/{name}/00000000", "sound"u8.ToArray(), Ct);
        await _edge.Services.GetRequiredService<IVoicemailStore>().AddAsync(
            new VoicemailMessage
            {
                Id = $"demo/{name}", TenantId = "demo", OwnerId = $"demo/{owner}", CallId = $"demo/call-{name}", FromNumber = "+573001234567", At = DateTimeOffset.UtcNow.AddMinutes(-1), DurationMilliseconds = 2000,
                BlobPrefix = $"voicemail/demo/{name}/", RetainUntil = DateTimeOffset.UtcNow.AddDays(90),
            },
            Ct);
    }

    /// <summary>An answer's body that says when something is sent.</summary>
    private sealed class Watched(Func<Task> sent) : MemoryStream
    {
        public override Task FlushAsync(CancellationToken cancellationToken) => sent();
    }
}
