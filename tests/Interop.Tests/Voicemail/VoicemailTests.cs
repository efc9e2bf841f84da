using System.Text.Json;
using MimeKit;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Voicemail;

/// <summary>A message between two real telephones: left where nobody answers, heard at the web app's address and at the owner's telephone.</summary>
[Collection(ClusterCollection.Name)]
public sealed class VoicemailTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task ACallThatNobodyTakes_LeavesAMessage_WhichItsOwnerHearsAndDeletes()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        var owner = await Http.TokenAsync(Web, "agent2@demo.test");
        var other = await Http.TokenAsync(Web, "agent1@demo.test");
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/calls", owner, new { forwardAlways = "*97" })).Status);
        try
        {
            var dialled = DateTimeOffset.UtcNow;
            await alice.DialAsync("1002");
            await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
            // The greeting lasts about four seconds; what is said after the tone is the message.
            await Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            await alice.HangUpAsync();
            await alice.WaitForAsync("CALL_CLOSED", Soon);

            var message = (await Eventually.GetAsync(
                "the message", Soon, async () => (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/voicemail", owner)).Body.GetProperty("items"), items => items.GetArrayLength() == 1))[0];
            Assert.Equal(("1001", false), (message.GetProperty("from").GetString(), message.GetProperty("heard").GetBoolean()));
            Assert.InRange(message.GetProperty("durationSeconds").GetDouble(), 2, 9);
            Assert.True(alice.Heard().Otherwise() > TimeSpan.FromSeconds(2), $"no greeting: alice heard {alice.Heard()}");
            var id = message.GetProperty("id").GetString();
            var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", item => item.BeganAfter(dialled) && item.EndedAt is not null, Soon));
            Assert.Equal("answered", entry.Result?.ToLowerInvariant());

            // Nobody else is told that there is a message, and no list of recordings has it.
            Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/me/voicemail/{id}", other)).Status);
            Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/me/voicemail/{id}/audio", other)).Status);
            var recordings = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/recordings?call={entry.Id}", other)).Body.GetProperty("items");
            Assert.Equal(0, recordings.GetArrayLength());

            await HideAsync("nobody");
            Assert.Equal("", (await MessagesAsync(owner))[0].GetProperty("from").GetString());
            await HideAsync("everyone");
            Assert.Equal("1001", (await MessagesAsync(owner))[0].GetProperty("from").GetString());

            var links = $"api/v1/me/voicemail/{id}/links";
            Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Post, links, other, new { expiresAt = DateTimeOffset.UtcNow.AddDays(1) })).Status);
            Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Post, links, owner, new { expiresAt = DateTimeOffset.UtcNow.AddDays(91) })).Status);
            var secret = await ShareAsync(owner, links);
            var opened = await OpenAsync(secret);
            Assert.Equal((200, 2), (opened.Status, opened.Body.GetProperty("viewsLeft").GetInt32()));
            var shared = WavFile.Read(await PlayAsync(opened.Body));
            Assert.True(ToneTimeline.Of(shared.Left, shared.Rate).Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(1), $"the link has {ToneTimeline.Of(shared.Left, shared.Rate)}");
            var link = (await Http.SendAsync(Web, HttpMethod.Get, links, owner)).Body[0];
            Assert.Equal(1, link.GetProperty("views").GetInt32());
            Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Delete, $"{links}/{link.GetProperty("id").GetString()}", other)).Status);
            Assert.Equal(1, (await Http.SendAsync(Web, HttpMethod.Get, $"{links}/{link.GetProperty("id").GetString()}/openings", owner)).Body.GetArrayLength());
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"{links}/{link.GetProperty("id").GetString()}", owner)).Status);
            Assert.Equal("revoked", Http.Code((await OpenAsync(secret)).Body));
            var dies = await ShareAsync(owner, links);
            var before = await OpenAsync(dies);
            Assert.Equal(200, before.Status);

            await HearAsync(owner);
            Assert.True((await MessagesAsync(owner))[0].GetProperty("heard").GetBoolean());
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/me/voicemail/{id}", owner, new { heard = false })).Status);
            Assert.False((await MessagesAsync(owner))[0].GetProperty("heard").GetBoolean());
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/me/voicemail/{id}", owner)).Status);
            Assert.Equal(0, (await MessagesAsync(owner)).GetArrayLength());
            // A link dies with its message, and so does what it opened before.
            var gone = await OpenAsync(dies);
            Assert.Equal((410, "erased"), (gone.Status, Http.Code(gone.Body)));
            Assert.Equal(410, (await Http.SendAsync(Web, HttpMethod.Get, before.Body.GetProperty("segments")[0].GetProperty("audio").GetString()![1..])).Status);
            var trail = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/audit?action=voicemail.&target={id}", await Http.TokenAsync(Web, "admin@demo.test"))).Body.GetProperty("items").EnumerateArray()
                .Select(row => $"{row.GetProperty("action").GetString()} {row.GetProperty("actor").GetString()}").Where(static row => !row.EndsWith("hear agent2", StringComparison.Ordinal)).ToList();
            Assert.Equal(["voicemail.hear shared-link", "voicemail.share agent2", "voicemail.unshare agent2", "voicemail.hear shared-link", "voicemail.share agent2"], trail);
        }
        finally
        {
            await HideAsync("everyone");
            await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/calls", owner, new { });
        }
    }

    [Fact]
    public async Task AfterATelephoneRangInVain_TheCallerIsAnsweredByTheVoicemail()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        var owner = await Http.TokenAsync(Web, "agent2@demo.test");
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/calls", owner, new { forwardNoAnswer = "*97", ringSeconds = 5 })).Status);
        try
        {
            var dialled = DateTimeOffset.UtcNow;
            await alice.DialAsync("1002");
            await bob.WaitForAsync("CALL_INCOMING", Soon);
            await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
            await alice.HangUpAsync();
            await alice.WaitForAsync("CALL_CLOSED", Soon);
            var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", item => item.BeganAfter(dialled) && item.EndedAt is not null, Soon));
            Assert.Equal("answered", entry.Result?.ToLowerInvariant());
        }
        finally
        {
            await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/calls", owner, new { });
        }
    }

    [Fact]
    public async Task AMessage_ArrivesAsMail_WithTheVoiceOfWhoLeftIt()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        var owner = await Http.TokenAsync(Web, "agent3@demo.test");
        var settings = (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/voicemail/settings", owner, new { email = true })).Body;
        Assert.Equal((true, true), (settings.GetProperty("email").GetBoolean(), settings.GetProperty("attachAudio").GetBoolean()));
        Assert.Equal("agent3@demo.test", settings.GetProperty("mailTo").GetString());
        try
        {
            await alice.DialAsync("*971003");
            await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
            // The greeting lasts about four seconds; what is said after the tone is the message.
            await Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            await alice.HangUpAsync();
            await alice.WaitForAsync("CALL_CLOSED", Soon);

            var letter = Assert.Single(await Eventually.GetAsync(
                "the e-mail", Soon, () => Task.FromResult(cluster.Mail.Letters.Where(mail => mail.To.ToString() == "agent3@demo.test").ToList()), mails => mails.Count > 0));
            Assert.Contains("1001", letter.Subject, StringComparison.Ordinal);
            var sound = Assert.IsType<MimePart>(Assert.Single(letter.Attachments));
            using var bytes = new MemoryStream();
            await sound.Content!.DecodeToAsync(bytes, TestContext.Current.CancellationToken);
            var message = WavFile.Read(bytes.ToArray());
            Assert.InRange(message.Duration.TotalSeconds, 2, 9);
            var heard = ToneTimeline.Of(message.Left, message.Rate);
            Assert.True(heard.Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(1), $"the attachment has {heard}");
        }
        finally
        {
            await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/voicemail/settings", owner, new { email = false });
            foreach (var left in (await MessagesAsync(owner)).EnumerateArray())
            {
                await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/me/voicemail/{left.GetProperty("id").GetString()}", owner);
            }
        }
    }

    [Fact]
    public async Task SettingsAreChecked_AndAPinIsNeverTold()
    {
        var user = await Http.TokenAsync(Web, "agent4@demo.test");

        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/voicemail/settings", user, new { pin = "12" })).Status);
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/voicemail/settings", user, new { language = "tlh" })).Status);
        var (status, settings) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/voicemail/settings", user, new { pin = "4711", language = "en" });
        Assert.Equal((200, true, "en"), (status, settings.GetProperty("hasPin").GetBoolean(), settings.GetProperty("language").GetString()));
        Assert.DoesNotContain("4711", settings.ToString(), StringComparison.Ordinal);
        Assert.False((await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/voicemail/settings", user, new { pin = "" })).Body.GetProperty("hasPin").GetBoolean());
    }

    private async Task HearAsync(string owner)
    {
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        await bob.DialAsync("*97");
        await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
        await Eventually.IsTrueAsync("the message to be heard", TimeSpan.FromSeconds(40), async () => (await MessagesAsync(owner))[0].GetProperty("heard").GetBoolean());
        await bob.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        Assert.True(bob.Heard().Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(1), $"bob heard {bob.Heard()}");
    }

    private async Task<JsonElement> MessagesAsync(string token) => (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/voicemail", token)).Body.GetProperty("items");

    private async Task HideAsync(string number) => Assert.Equal(200, (await Http.SendAsync(
        Web, HttpMethod.Put, "api/v1/me/visibility", await Http.TokenAsync(Web, "agent1@demo.test"), new { presence = "everyone", number, lastSeen = "everyone" })).Status);

    private async Task<string> ShareAsync(string owner, string links)
    {
        var (status, link) = await Http.SendAsync(Web, HttpMethod.Post, links, owner, new { expiresAt = DateTimeOffset.UtcNow.AddDays(1), mostViews = 3 });
        Assert.Equal(200, status);
        return link.GetProperty("address").GetString()!["/#/shared/".Length..];
    }

    private Task<(int Status, JsonElement Body)> OpenAsync(string secret) => Http.SendAsync(Web, HttpMethod.Post, "api/v1/shared", body: new { secret });

    private async Task<byte[]> PlayAsync(JsonElement opened)
    {
        using var client = new HttpClient { BaseAddress = Web };
        return await client.GetByteArrayAsync(new Uri(opened.GetProperty("segments")[0].GetProperty("audio").GetString()!, UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
