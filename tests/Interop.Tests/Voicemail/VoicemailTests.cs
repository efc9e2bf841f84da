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

            await HearAsync(owner);
            Assert.True((await MessagesAsync(owner))[0].GetProperty("heard").GetBoolean());
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/me/voicemail/{id}", owner, new { heard = false })).Status);
            Assert.False((await MessagesAsync(owner))[0].GetProperty("heard").GetBoolean());
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/me/voicemail/{id}", owner)).Status);
            Assert.Equal(0, (await MessagesAsync(owner)).GetArrayLength());
        }
        finally
        {
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
}
