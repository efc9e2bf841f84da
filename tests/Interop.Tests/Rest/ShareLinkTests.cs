using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Phones;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>A recording of two real telephones, shared by a link with somebody who has no account.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ShareLinkTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task ALinkOpensAsOftenAsItMay_PlaysByRange_AndIsDeadAtOnceWhenItIsRevoked()
    {
        var recording = await RecordAsync();
        var links = $"api/v1/recordings/{recording}/links";
        var agent = await Http.TokenAsync(Web, "agent1@demo.test");
        var stranger = await Http.TokenAsync(Web, "agent3@demo.test");
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Post, links, stranger, new { expiresAt = DateTimeOffset.UtcNow.AddDays(1) })).Status);
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Post, links, agent, new { expiresAt = DateTimeOffset.UtcNow.AddDays(91) })).Status);
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Post, links, agent, new { expiresAt = DateTimeOffset.UtcNow.AddDays(-1) })).Status);
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Post, links, agent, new { expiresAt = DateTimeOffset.UtcNow.AddDays(1), mostViews = 0 })).Status);
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Post, links, agent, new { expiresAt = DateTimeOffset.UtcNow.AddDays(1), password = "short" })).Status);
        var (made, link) = await Http.SendAsync(Web, HttpMethod.Post, links, agent, new { expiresAt = DateTimeOffset.UtcNow.AddDays(1), mostViews = 2, @for = "The lawyer" });
        Assert.Equal(200, made);
        var (id, secret) = (link.GetProperty("id").GetString()!, link.GetProperty("address").GetString()!["/#/shared/".Length..]);
        Assert.Equal(43, secret.Length);

        var first = await OpenAsync(secret);
        Assert.Equal((200, 1), (first.Status, first.Body.GetProperty("viewsLeft").GetInt32()));
        var sound = first.Body.GetProperty("segments")[0].GetProperty("audio").GetString()!;
        var whole = await PlayAsync(sound);
        Assert.Equal((HttpStatusCode.OK, "no-referrer", "noindex, nofollow"), (whole.Status, whole.Referrer, whole.Robots));
        var part = await PlayAsync(sound, new RangeHeaderValue(100, 1099));
        Assert.Equal((HttpStatusCode.PartialContent, true), (part.Status, part.Bytes.AsSpan().SequenceEqual(whole.Bytes.AsSpan(100, 1000))));
        var second = await OpenAsync(secret);
        Assert.Equal((200, 0), (second.Status, second.Body.GetProperty("viewsLeft").GetInt32()));
        var third = await OpenAsync(secret);
        Assert.Equal((410, "used-up"), (third.Status, Http.Code(third.Body)));
        // What was opened plays on: it is the opening that is counted.
        Assert.Equal(HttpStatusCode.OK, (await PlayAsync(sound)).Status);

        var seen = (await Http.SendAsync(Web, HttpMethod.Get, links, agent)).Body[0];
        Assert.Equal(("The lawyer", 2, false, JsonValueKind.Null), (seen.GetProperty("for").GetString(), seen.GetProperty("views").GetInt32(), seen.GetProperty("isOpen").GetBoolean(), seen.GetProperty("address").ValueKind));
        var openings = (await Http.SendAsync(Web, HttpMethod.Get, $"{links}/{id}/openings", agent)).Body;
        Assert.Equal(["127.0.0.0", "127.0.0.0"], openings.EnumerateArray().Select(opening => opening.GetProperty("address").GetString()));
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, $"{links}/{id}/openings", stranger)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Delete, $"{links}/{id}", stranger)).Status);

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"{links}/{id}", agent)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PlayAsync(sound)).Status);
        Assert.Equal("revoked", Http.Code((await OpenAsync(secret)).Body));
        Assert.Equal(404, (await OpenAsync(secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A'))).Status);

        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var trail = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/audit?action=recording.&target={recording}", admin)).Body.GetProperty("items").EnumerateArray()
            .Select(row => $"{row.GetProperty("action").GetString()} {row.GetProperty("actor").GetString()}").ToList();
        // The third try is a row too: rows come before acts.
        Assert.Equal(["recording.unshare agent1", "recording.hear shared-link", "recording.hear shared-link", "recording.share agent1"], trail);
    }

    [Fact]
    public async Task APasswordIsAskedFor_AndAWrongOneCountsNoView()
    {
        var recording = await RecordAsync();
        var agent = await Http.TokenAsync(Web, "agent1@demo.test");
        var (_, link) = await Http.SendAsync(
            Web, HttpMethod.Post, $"api/v1/recordings/{recording}/links", agent, new { expiresAt = DateTimeOffset.UtcNow.AddDays(1), password = "open sesame" });
        var secret = link.GetProperty("address").GetString()!["/#/shared/".Length..];

        Assert.Equal("password-asked", Http.Code((await OpenAsync(secret)).Body));
        Assert.Equal("wrong-password", Http.Code((await OpenAsync(secret, "open barley")).Body));
        Assert.Equal(200, (await OpenAsync(secret, "open sesame")).Status);

        var seen = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/recordings/{recording}/links", agent)).Body[0];
        Assert.Equal((1, 1, true), (seen.GetProperty("views").GetInt32(), seen.GetProperty("wrongPasswords").GetInt32(), seen.GetProperty("hasPassword").GetBoolean()));
    }

    [Fact]
    public async Task ALinkEndsWithItsMakersRight_AndWithItsMaker()
    {
        const string Maker = "share-maker";
        var recording = await RecordAsync();
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        await BeAsync("supervisor");
        try
        {
            var maker = await Http.TokenAsync(Web, $"{Maker}@demo.test");
            var (status, link) = await Http.SendAsync(Web, HttpMethod.Post, $"api/v1/recordings/{recording}/links", maker, new { expiresAt = DateTimeOffset.UtcNow.AddDays(1) });
            Assert.Equal(200, status);
            var secret = link.GetProperty("address").GetString()!["/#/shared/".Length..];
            var first = await OpenAsync(secret);
            Assert.Equal(200, first.Status);
            var sound = first.Body.GetProperty("segments")[0].GetProperty("audio").GetString()!;
            Assert.Equal(HttpStatusCode.OK, (await PlayAsync(sound)).Status);

            // An agent hears the own recordings alone, and this is somebody else's.
            await BeAsync("agent");
            Assert.Equal((410, "revoked"), Told(await OpenAsync(secret)));
            Assert.Equal(HttpStatusCode.Gone, (await PlayAsync(sound)).Status);
            await BeAsync("supervisor");
            Assert.Equal(200, (await OpenAsync(secret)).Status);

            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/users/{Maker}", admin)).Status);
            Assert.Equal((410, "revoked"), Told(await OpenAsync(secret)));
        }
        finally
        {
            await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/users/{Maker}", admin);
        }

        async Task BeAsync(string role) => Assert.Equal(200, (await Http.SendAsync(
            Web, HttpMethod.Put, $"api/v1/users/{Maker}", admin, new { displayName = Maker, email = $"{Maker}@demo.test", extension = "1590", role, password = "demo" })).Status);

        static (int Status, string? Code) Told((int Status, JsonElement Body) answer) => (answer.Status, Http.Code(answer.Body));
    }

    private Task<(int Status, JsonElement Body)> OpenAsync(string secret, string? password = null) =>
        Http.SendAsync(Web, HttpMethod.Post, "api/v1/shared", body: new { secret, password });

    private async Task<(HttpStatusCode Status, byte[] Bytes, string? Referrer, string? Robots)> PlayAsync(string path, RangeHeaderValue? range = null)
    {
        using var client = new HttpClient { BaseAddress = Web };
        client.DefaultRequestHeaders.Range = range;
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Ct);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(Ct), Header("Referrer-Policy"), Header("X-Robots-Tag"));

        string? Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
    }

    private async Task<string> RecordAsync()
    {
        await using var alice = new TestPhone("1001", cluster.Server.Addresses.SipUdp);
        await using var bob = new TestPhone("1002", cluster.Server.Addresses.SipUdp);
        await using var toAlice = new RtpPort();
        await using var toBob = new RtpPort();
        Assert.Equal(200, (await alice.RegisterAsync()).Status);
        Assert.Equal(200, (await bob.RegisterAsync()).Status);
        var dialled = DateTimeOffset.UtcNow;
        var calling = alice.InviteAsync("1002", SdpText.Audio(toAlice.Local));
        var ringing = await bob.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(toBob.Local));
        var call = await calling;
        await toAlice.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromSeconds(1));
        await call.HangUpAsync();
        await ringing.ReceiveAsync("BYE", Soon);
        await alice.RegisterAsync(0);
        await bob.RegisterAsync(0);
        var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", item => item.BeganAfter(dialled) && item.EndedAt is not null, Soon));
        return (await cluster.Admin.WaitForRecordingAsync(entry.Id, Soon)).Id;
    }
}
