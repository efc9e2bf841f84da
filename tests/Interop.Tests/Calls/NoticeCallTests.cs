using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Phones;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>Somebody calls from outside by the carrier, is asked whether the call may be recorded, and answers by a key.</summary>
[Collection(ClusterCollection.Name)]
public sealed class NoticeCallTests(ClusterFixture cluster)
{
    private const string Caller = "+573001234567";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Theory]
    [InlineData(1, "given", 1)]
    [InlineData(2, "refused", 0)]
    public async Task TheCallIsRecorded_WhenTheCallerAgrees_AndNoByteOfItElse(int digit, string result, int recordings)
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var rule = new { name = "co", tell = "consent", calls = "incoming", lines = new[] { "1002" }, countries = new[] { "CO" }, language = "en", seconds = 20 };
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/recording-notices", admin, new { rules = new[] { rule } })).Status);
        try
        {
            await using var carrier = new TestPhone(Caller, cluster.Server.Addresses.SipUdp, "127.0.0.2");
            await using var bob = new TestPhone("1002", cluster.Server.Addresses.SipUdp);
            await using var toCarrier = new RtpPort();
            await using var toBob = new RtpPort();
            Assert.Equal(200, (await bob.RegisterAsync()).Status);
            var dialled = DateTimeOffset.UtcNow;

            var call = await carrier.InviteAsync("1002", SdpText.Audio(toCarrier.Local));
            Assert.Equal(200, call.Response.Status);
            await toCarrier.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromSeconds(1));
            await toCarrier.SendDigitAsync(digit, call.RemoteRtp);
            var ringing = await bob.ReceiveInviteAsync(timeout: Soon);
            await ringing.AnswerAsync(SdpText.Audio(toBob.Local));
            await toCarrier.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromSeconds(1));
            await call.HangUpAsync();
            await ringing.ReceiveAsync("BYE", Soon);
            await bob.RegisterAsync(0);

            var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", item => item.BeganAfter(dialled) && item.EndedAt is not null, Soon));
            var logged = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/call-log/{entry.Id}", admin)).Body;
            Assert.Equal((result, recordings), (logged.GetProperty("recordingNotice").GetString(), logged.GetProperty("recordings").GetArrayLength()));
            if (recordings > 0)
            {
                var recording = await cluster.Admin.WaitForRecordingAsync(entry.Id, Soon);
                var sound = await cluster.Admin.AudioAsync(recording.Id);
                // The second before the key is not in it.
                Assert.InRange(sound.Left.Length / 8_000.0, 0.5, 1.8);
                Assert.Equal("440", HeardTones.Of(sound.Left, 440));
            }
            else
            {
                Assert.Equal(0, (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/recordings?call={entry.Id}", admin)).Body.GetProperty("items").GetArrayLength());
            }
        }
        finally
        {
            await Http.SendAsync(Web, HttpMethod.Put, "api/v1/recording-notices", admin, new { rules = Array.Empty<object>() });
        }
    }

    [Theory]
    [InlineData(1, "given", 2)]
    [InlineData(2, "refused", 1)]
    public async Task WhoIsTransferredToAQueueThatAsks_IsAskedBeforeTheQueue_AndTheSignedManifestTellsOfIt(int digit, string result, int recordings)
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var rule = new { name = "queue-asks", tell = "consent", calls = "incoming", queues = new[] { "support" }, language = "en", seconds = 20 };
        var (saved, rules) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/recording-notices", admin, new { rules = new[] { rule } });
        Assert.Equal(200, saved);
        try
        {
            await using var carrier = new TestPhone(Caller, cluster.Server.Addresses.SipUdp, "127.0.0.2");
            await using var bob = new TestPhone("1002", cluster.Server.Addresses.SipUdp);
            await using var toCarrier = new RtpPort();
            await using var toBob = new RtpPort();
            Assert.Equal(200, (await bob.RegisterAsync()).Status);
            var dialled = DateTimeOffset.UtcNow;
            var calling = carrier.InviteAsync("1002", SdpText.Audio(toCarrier.Local));
            var ringing = await bob.ReceiveInviteAsync(timeout: Soon);
            await ringing.AnswerAsync(SdpText.Audio(toBob.Local));
            var call = await calling;
            Assert.Equal(200, call.Response.Status);

            Assert.Equal(202, (await ringing.SendAsync("REFER", "Refer-To: <sip:2000@demo.test>\r\n")).Status);
            await ringing.ReceiveAsync("BYE", Soon);
            await toCarrier.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromSeconds(1));
            await toCarrier.SendDigitAsync(digit, call.RemoteRtp);
            await toCarrier.SpeakAsync(620, call.RemoteRtp, TimeSpan.FromSeconds(2));
            await call.HangUpAsync();
            await bob.RegisterAsync(0);

            var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", item => item.BeganAfter(dialled) && item.EndedAt is not null, Soon));
            var logged = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/call-log/{entry.Id}", admin)).Body;
            Assert.Equal((result, recordings), (logged.GetProperty("recordingNotice").GetString(), logged.GetProperty("recordings").GetArrayLength()));
            var (code, verdict) = await cluster.Server.AdministerAsync("recordings", "verify", "--id", $"demo/{entry.Id}-{recordings}");
            Assert.True(code == 0, verdict);
            var notice = $"NOTICE demo/{entry.Id}-2: leg 1 given by key at ";
            Assert.Equal(digit == 1, verdict.Contains(notice, StringComparison.Ordinal));
            Assert.Equal(digit == 1, verdict.Contains($"rule \"queue-asks\" of version {rules.GetProperty("version").GetInt32()}: \"We would like to record", StringComparison.Ordinal));
        }
        finally
        {
            await Http.SendAsync(Web, HttpMethod.Put, "api/v1/recording-notices", admin, new { rules = Array.Empty<object>() });
        }
    }

    [Fact]
    public async Task NonsenseIsRefused_AndAChangeOverAnotherOne()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        Assert.Equal(400, await PutAsync("", new { name = "" }));
        Assert.Equal(400, await PutAsync("", new { name = "x", countries = new[] { "Colombia" } }));
        Assert.Equal(400, await PutAsync("", new { name = "x", seconds = 1 }));
        Assert.Equal(400, await PutAsync("", new { name = "x", language = "fr" }));
        Assert.Equal(400, await PutAsync("", new { name = "x", prompt = "no-such-prompt" }));
        Assert.Equal(200, await PutAsync("", new { name = "x", tell = "none" }));
        var version = (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/recording-notices", admin)).Body.GetProperty("version").GetInt32();
        Assert.Equal(200, await PutAsync($"?version={version}", new { name = "y", tell = "none" }));
        Assert.Equal(409, await PutAsync($"?version={version}", new { name = "z", tell = "none" }));
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/recording-notices", admin, new { rules = Array.Empty<object>() })).Status);

        async Task<int> PutAsync(string query, object rule) => (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/recording-notices{query}", admin, new { rules = new[] { rule } })).Status;
    }
}
