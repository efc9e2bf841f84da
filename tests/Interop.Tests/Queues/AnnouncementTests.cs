using System.Net.Http.Headers;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Queues;

/// <summary>A telephone waits in a queue of its own that nobody serves, and hears what the administrator wanted it to hear.</summary>
[Collection(ClusterCollection.Name)]
public sealed class AnnouncementTests(ClusterFixture cluster) : IDisposable
{
    private const int Rate = 8_000;
    private const double PromptTone = 1_700;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly TempFolder _folder = TempFolder.Create("announcement");

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task AWaitingCallerHearsMusic_ThePlace_ThePrompt_AndMusicAgain()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        await UploadAsync(admin, "interop-tone");
        try
        {
            await DoneAsync(admin, "queues/announced", new
            {
                name = "Announced",
                announcements = new { placeAfter = "00:00:02", placeEvery = "00:01:00", estimatedWait = false, periodic = new[] { "interop-tone" }, periodicEvery = "00:00:07" },
            });
            await DoneAsync(admin, "lines/2091", new { kind = "queue", target = "announced", name = "Announced", recording = "never" });
            await using var phone = new TestPhone("1004", cluster.Server.Addresses.SipUdp);
            await using var rtp = new RtpPort();
            var call = await phone.InviteAsync("2091", SdpText.Audio(rtp.Local));
            Assert.Equal(200, call.Response.Status);

            await Eventually.GetAsync("two announcements to be heard", Patience, () => ToldAsync(admin), static told => told >= 2);
            var before = rtp.HeardSamples().Length;
            await Eventually.IsTrueAsync("music again", Patience, () => Task.FromResult(Loud(rtp.HeardSamples().AsSpan(before)) >= 10));
            await call.HangUpAsync();

            var heard = rtp.HeardSamples();
            var timeline = rtp.Heard();
            Assert.True(Loud(heard.AsSpan(0, Rate)) >= 5, $"no music at first: {timeline}");
            Assert.True(timeline.Heard(PromptTone).TotalSeconds >= 0.6, $"no prompt: {timeline}");
            Assert.True(Spoken(heard.AsSpan(0, (int)(timeline.Start(PromptTone)!.Value.TotalSeconds * Rate))) >= 15, $"nobody spoke: {timeline}");
        }
        finally
        {
            await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/lines/2091", admin);
            await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/announced", admin);
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/prompts/interop-tone", admin)).Status);
        }
    }

    [Fact]
    public async Task AQueueHasMusicOfItsOwn()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        await UploadAsync(admin, "interop-music");
        try
        {
            await DoneAsync(admin, "queues/serenade", new { name = "Serenade", music = "interop-music" });
            await DoneAsync(admin, "lines/2092", new { kind = "queue", target = "serenade", name = "Serenade", recording = "never" });
            await using var phone = new TestPhone("1004", cluster.Server.Addresses.SipUdp);
            await using var rtp = new RtpPort();
            var call = await phone.InviteAsync("2092", SdpText.Audio(rtp.Local));
            Assert.Equal(200, call.Response.Status);

            // The file is a second long: more of it is its repetition.
            await Eventually.GetAsync("the queue's music", Patience, () => Task.FromResult(rtp.Heard()), static heard => heard.Heard(PromptTone) >= TimeSpan.FromSeconds(2.5));
            await call.HangUpAsync();
        }
        finally
        {
            await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/lines/2092", admin);
            await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/serenade", admin);
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/prompts/interop-music", admin)).Status);
        }
    }

    [Fact]
    public async Task APromptThatIsNotThereIsNamed()
    {
        var (status, problem) = await Http.SendAsync(
            Web, HttpMethod.Put, "api/v1/queues/announced", await Http.TokenAsync(Web, "admin@demo.test"), new { name = "Announced", announcements = new { periodic = new[] { "no-such-prompt" } } });

        Assert.Equal((400, true), (status, problem.GetProperty("detail").GetString()!.Contains("no-such-prompt", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Windows of 100 ms in which something is heard.</summary>
    private static int Loud(ReadOnlySpan<short> heard) => Ear.Timeline(heard, Rate, TimeSpan.FromMilliseconds(100)).Count(static window => !window.IsSilence);

    /// <summary>Windows of 20 ms with the formants and hisses of speech: their energy lies higher than that of the music ever does, whose slope is 0.3 of it at most.</summary>
    private static int Spoken(ReadOnlySpan<short> heard)
    {
        var count = 0;
        for (var at = 0; at + 160 <= heard.Length; at += 160)
        {
            double energy = 0, slope = 0;
            for (var i = at + 1; i < at + 160; i++)
            {
                energy += (double)heard[i] * heard[i];
                slope += Math.Pow(heard[i] - heard[i - 1], 2);
            }

            count += energy / 160 > 200 * 200 && slope > energy * 0.6 ? 1 : 0;
        }

        return count;
    }

    private async Task<int> ToldAsync(string token)
    {
        var callers = (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/queues/announced", token)).Body.GetProperty("callers");
        return callers.GetArrayLength() == 1 ? callers[0].GetProperty("told").GetInt32() : -1;
    }

    private async Task DoneAsync(string token, string path, object body)
    {
        var (status, answer) = await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/{path}", token, body);
        Assert.True(status is 200 or 204, $"{path}: {status} {answer}");
    }

    private async Task UploadAsync(string token, string name)
    {
        WavFile.WriteMono(_folder.At("tone.wav"), 16_000, Tone.Samples(PromptTone, 16_000, 16_000));
        using var client = new HttpClient { BaseAddress = Web };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var file = new ByteArrayContent(await File.ReadAllBytesAsync(_folder.At("tone.wav")));
        using var answer = await client.PutAsync(new Uri($"api/v1/prompts/{name}", UriKind.Relative), file);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
